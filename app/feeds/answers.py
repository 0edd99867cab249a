"""How does a page of a feed look over HTTP? Stored bytes, joined and never written anew, with the headers of a feed."""

from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session
from typing_extensions import override

from app.access.caller import Caller, answer
from app.events.catalogue import Stream
from app.feeds import service
from app.feeds.queries import FeedPage
from app.feeds.schemas import Acknowledge, CheckpointView

_FULL, _TAIL = "private, max-age=31536000, immutable", "private, no-cache"


class EventBatch(JSONResponse):
    """Events in the batched mode of CloudEvents, as stored bytes."""

    media_type = "application/cloudevents-batch+json"

    @override
    def render(self, content: bytes) -> bytes:
        """Return the bytes as they are signed."""
        return content


async def answer_page(caller: Caller, stream: Stream, last_event_id: str | None, limit: int) -> Response:
    """Answer with the events after one, or 304 where the reader has that very page."""

    def work(session: Session) -> FeedPage:
        return service.read_feed(session, caller.admitted(session), stream, last_event_id, limit)

    page = await caller.installation.database.read(work)
    headers = _headers(page, stream, limit)
    if _has_it(caller.request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return EventBatch(b"[" + b",".join(page.bodies) + b"]", 200, headers)


async def answer_checkpoint(caller: Caller, body: Acknowledge) -> Response:
    """Answer with how far each feed is acknowledged; it needs no Idempotency-Key, for it can be said again."""

    def work(session: Session) -> CheckpointView:
        return service.acknowledge(session, caller.admitted(session), body)

    return answer(await caller.installation.database.transact(work))


def _headers(page: FeedPage, stream: Stream, limit: int) -> dict[str, str]:
    last = "" if page.last_event is None else f"lastEventId={page.last_event}&"
    return {
        "ETag": f'"{sha256(page.last_hash + len(page.bodies).to_bytes(4)).hexdigest()}"',
        "Cache-Control": _FULL if len(page.bodies) == limit else _TAIL,
        "Link": f'</v1/feeds/{stream.value}?{last}limit={limit}>; rel="next"',
        "Feed-Head": str(page.head_position),
        "Feed-Hash": page.head_hash.hex(),
    }


def _has_it(request: Request, etag: str) -> bool:
    given = ",".join(request.headers.getlist("if-none-match"))
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return etag in tags or "*" in tags
