"""How does a disclosure leave? As an attachment: JSON, or a page to print where `text/html` is asked for."""

from uuid import UUID

from fastapi import Response
from sqlmodel import Session

from app.access.caller import Caller
from app.requests.disclosure import show_disclosure
from app.requests.disclosure_schemas import DisclosureView
from app.requests.page import page_of

HTML, JSON = "text/html", "application/json"
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


async def disclose(caller: Caller, request_id: UUID) -> Response:
    """Answer 200 with what is held, once every opening of it is recorded."""

    def work(session: Session) -> DisclosureView:
        return show_disclosure(session, caller.admitted(session), request_id)

    disclosure = await caller.installation.database.read(work)
    if prefers_page(caller.request.headers.get("accept")):
        return _answer(page_of(disclosure), "html", f"{HTML}; charset=utf-8", request_id)
    return _answer(disclosure.model_dump_json(), "json", JSON, request_id)


def prefers_page(accept: str | None) -> bool:
    """Tell whether a caller would rather have HTML than JSON (RFC 9110); whoever does not say gets JSON."""
    wanted = {HTML: 0.0, JSON: 0.0}
    for part in (accept or "")[:200].split(","):
        kind, _, parameters = part.partition(";")
        if (name := kind.strip().lower()) in wanted:
            wanted[name] = _quality(parameters)
    return wanted[HTML] > wanted[JSON]


def _quality(parameters: str) -> float:
    for one in parameters.split(";"):
        name, _, value = one.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _answer(content: str, suffix: str, media_type: str, request_id: UUID) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="disclosure-{request_id}.{suffix}"',
        "content-security-policy": _POLICY,
        "vary": "Accept",
    }
    return Response(content, 200, headers, media_type)
