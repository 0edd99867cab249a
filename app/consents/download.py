"""How does a file leave? Piece by piece, as an attachment that no browser runs or guesses at."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Concatenate, ParamSpec

from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from app.access.actor import Actor
from app.access.caller import Caller
from app.consents.documents import Opened
from app.documents.types import JPEG, PDF, PNG
from app.vault.documents import DocumentSummary, open_piece

P = ParamSpec("P")
UNKNOWN, QUARANTINED = "application/octet-stream", ".quarantined"
_ENDINGS: Mapping[str, str] = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", "message/rfc822": ".eml"}
"""What is served as what it is; everything else is bytes."""


async def download(
    caller: Caller,
    act: Callable[Concatenate[Session, Actor, P], Opened],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Response:
    """Answer 200 with a file once its opening is recorded.

    Each piece is opened when it is its turn: a slow reader holds up nobody, and a disposal ends the reading.
    """

    def work(session: Session) -> Opened:
        return act(session, caller.admitted(session), *args, **kwargs)

    opened = await caller.installation.database.read(work)
    media_type, ending = _served_as(opened.document)
    headers = {
        "accept-ranges": "none",
        "content-disposition": f'attachment; filename="{opened.name}{ending}"',
        "content-length": str(opened.document.size),
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return StreamingResponse(_pieces(caller, opened.document), 200, headers, media_type)


def _served_as(document: DocumentSummary) -> tuple[str, str]:
    if document.finding is not None:
        return UNKNOWN, QUARANTINED
    ending = _ENDINGS.get(document.media_type)
    return (UNKNOWN, "") if ending is None else (document.media_type, ending)


async def _pieces(caller: Caller, document: DocumentSummary) -> AsyncIterator[bytes]:
    for number in range(document.pieces):
        yield await caller.installation.database.read(open_piece, document.id, number)
