"""How does a file leave? As an attachment that no browser runs or guesses at."""

from collections.abc import Callable
from uuid import UUID

from fastapi import Response
from sqlmodel import Session

from app.access.actor import Actor
from app.access.caller import Caller
from app.consents.service import Original

_AS_IT_IS = frozenset({"application/pdf", "image/jpeg", "image/png", "message/rfc822"})


async def download(caller: Caller, show: Callable[[Session, Actor, UUID], Original], record_id: UUID) -> Response:
    """Answer 200 with a file once its reading is recorded."""

    def work(session: Session) -> Original:
        return show(session, caller.admitted(session), record_id)

    return _answer(await caller.installation.database.read(work))


def _answer(file: Original) -> Response:
    media_type = file.media_type if file.media_type in _AS_IT_IS else "application/octet-stream"
    headers = {
        "content-disposition": f'attachment; filename="{file.name}"',
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(file.content, 200, headers, media_type)
