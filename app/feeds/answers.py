"""How does a page of a feed look over HTTP? Stored bytes, joined and never written anew, with the headers of a feed."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.requests import ClientDisconnect
from typing_extensions import override

from app.access.caller import Caller, answer
from app.access.guards import still_valid
from app.events.catalogue import Stream
from app.feeds import service
from app.feeds.checkpoints import sign_checkpoint
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


@dataclass(frozen=True, slots=True)
class Wish:
    """Which page is asked for, and for how many milliseconds its reader would wait for something new."""

    stream: Stream
    last_event_id: str | None
    limit: int
    patience: int


class SignedText(Response):
    """A compact JWS (RFC 7515)."""

    media_type = "application/jose"


async def answer_page(caller: Caller, wish: Wish) -> Response:
    """Answer with the events after one, or 304 where the reader has that very page; wait if there is nothing new."""
    page = await _read(caller, wish)
    if wish.patience and _says_nothing_new(caller.request, page):
        await _wait(caller, wish, page.head_position)
        caller = still_valid(caller)
        page = await _read(caller, wish)
    headers = _headers(page, wish, caller.at)
    if _has_it(caller.request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return EventBatch(b"[" + b",".join(page.bodies) + b"]", 200, headers)


async def answer_signed_checkpoint(caller: Caller, stream: Stream) -> Response:
    """Answer with the present head of a feed, signed."""

    def work(session: Session) -> str:
        return sign_checkpoint(session, caller.admitted(session), stream)

    return SignedText(await caller.installation.database.look(work))


async def _read(caller: Caller, wish: Wish) -> FeedPage:
    def work(session: Session) -> FeedPage:
        return service.read_feed(session, caller.admitted(session), wish.stream, wish.last_event_id, wish.limit)

    return await caller.installation.database.look(work)


def _says_nothing_new(request: Request, page: FeedPage) -> bool:
    return not page.bodies or (not page.is_full and _has_it(request, _etag(page)))


async def _wait(caller: Caller, wish: Wish, head: int) -> None:
    """Wait without a transaction, until the feed has gone on, the time is up, or nobody is there to be answered."""
    waiters = caller.installation.feed_waiters
    waiting = asyncio.create_task(waiters.passed(wish.stream.value, head, wish.patience / 1000))
    leaving = asyncio.create_task(_has_left(caller.request))
    try:
        await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise ClientDisconnect
        waiting.result()
    finally:
        waiting.cancel()
        leaving.cancel()


async def _has_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def answer_checkpoint(caller: Caller, body: Acknowledge) -> Response:
    """Answer with how far each feed is acknowledged; it needs no Idempotency-Key, for it can be said again."""

    def work(session: Session) -> CheckpointView:
        return service.acknowledge(session, caller.admitted(session), body)

    return answer(await caller.installation.database.transact(work))


def _headers(page: FeedPage, wish: Wish, at: datetime) -> dict[str, str]:
    last = "" if page.last_event is None else f"lastEventId={page.last_event}&"
    wait = f"&timeout={wish.patience}" if wish.patience else ""
    return {
        "ETag": _etag(page),
        "Cache-Control": _FULL if page.is_full else _TAIL,
        "Link": f'</v1/feeds/{wish.stream.value}?{last}limit={wish.limit}{wait}>; rel="next"',
        "Feed-Head": str(page.head_position),
        "Feed-Hash": page.head_hash.hex(),
        "Feed-Time": at.isoformat(),
    }


def _etag(page: FeedPage) -> str:
    """Return the tag of a page: within one address the last event settles all before it, by the chain."""
    return f'"{sha256(page.last_hash + len(page.bodies).to_bytes(4)).hexdigest()}"'


def _has_it(request: Request, etag: str) -> bool:
    given = ",".join(request.headers.getlist("if-none-match"))
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return etag in tags or "*" in tags
