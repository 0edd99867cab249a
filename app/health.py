"""Is the process alive, and can it serve? For whoever watches it; no token is needed."""

from fastapi import APIRouter, Request
from sqlalchemy import text
from sqlmodel import Session

from app.access.installation import installation_of
from app.http.fields import View

router = APIRouter(tags=["health"])


class HealthView(View):
    """One word."""

    status: str


@router.get("/healthz")
async def is_alive() -> HealthView:
    """Answer as long as the process runs."""
    return HealthView(status="ok")


@router.get("/readyz")
async def is_ready(request: Request) -> HealthView:
    """Answer 200 once the database has taken a transaction, 503 while it cannot."""
    await installation_of(request).database.read(_ask)
    return HealthView(status="ready")


def _ask(session: Session) -> None:
    session.execute(text("SELECT 1"))
