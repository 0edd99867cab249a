"""What stands in a feed after a given event, and which events has ISA acknowledged?"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlmodel import Session, col

from app.core.errors import Malformed
from app.events.catalogue import Stream
from app.events.models import Acknowledgement, FeedHead, OutboxEvent
from app.events.outbox import START, chained

_EVENT, _ACK = OutboxEvent, Acknowledgement

_PAGE = (
    select(col(FeedHead.position), col(FeedHead.head_hash), col(_EVENT.body))
    .outerjoin(
        _EVENT,
        and_(
            col(_EVENT.stream) == bindparam("stream"),
            col(_EVENT.position) > bindparam("after"),
            col(_EVENT.position) <= bindparam("furthest"),
        ),
    )
    .where(col(FeedHead.stream) == bindparam("stream"))
    .order_by(col(_EVENT.position))
)
"""Head and bodies by one statement: by two, an event that comes in between would be before the head and not there."""

_POSITION_OF = select(col(_EVENT.position)).where(
    col(_EVENT.event_id) == bindparam("event_id"),
    col(_EVENT.stream) == bindparam("stream"),
)
_HEAD = select(col(FeedHead.position), col(FeedHead.head_hash)).where(col(FeedHead.stream) == bindparam("stream"))
_HEADS = select(col(FeedHead.stream), col(FeedHead.position))
_UNACKNOWLEDGED = or_(col(_ACK.event_id).is_(None), col(_ACK.error).is_not(None))
_FIRST_MISSING = (
    select(func.min(col(_EVENT.position)))
    .outerjoin(_ACK, col(_ACK.event_id) == col(_EVENT.event_id))
    .where(col(_EVENT.stream) == bindparam("stream"), _UNACKNOWLEDGED)
)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Stored bytes of events one after another, the event they end at, and the head of the feed."""

    bodies: list[bytes]
    last_event: UUID | None
    last_hash: bytes
    head_position: int
    head_hash: bytes
    is_full: bool


def read_page(session: Session, stream: Stream, last_event_id: UUID | None, limit: int) -> FeedPage:
    """Return the events after `last_event_id`, or from the beginning.

    Raises:
        Malformed: the feed has no such event; a reader is never silently sent back to the beginning.

    """
    after = 0 if last_event_id is None else position_of(session, stream, last_event_id)
    asked = {"stream": stream.value, "after": after, "furthest": after + limit}
    rows = session.connection().execute(_PAGE, asked).all()
    newest, head_hash = rows[0][0], rows[0][1] or START
    bodies = [body for _, _, body in rows if body]
    if not bodies:
        return FeedPage(bodies, last_event_id, head_hash, newest, head_hash, is_full=False)
    last = json.loads(bodies[-1])
    last_hash = chained(bytes.fromhex(last["prevhash"]), sha256(bodies[-1]).digest())
    return FeedPage(bodies, UUID(last["id"]), last_hash, newest, head_hash, is_full=len(bodies) == limit)


def heads(session: Session) -> dict[str, int]:
    """Return the position of the newest event of each feed."""
    return {row.stream: row.position for row in session.connection().execute(_HEADS)}


def head(session: Session, stream: Stream) -> tuple[int, bytes]:
    """Return the position of the newest event of a feed, and the hash of the chain up to it."""
    row = session.connection().execute(_HEAD, {"stream": stream.value}).one()
    return row.position, row.head_hash or START


def position_of(session: Session, stream: Stream, event_id: UUID) -> int:
    """Return where an event stands in its feed.

    Raises:
        Malformed: it does not stand in this one.

    """
    parameters = {"event_id": event_id, "stream": stream.value}
    position: int | None = session.connection().execute(_POSITION_OF, parameters).scalar()
    if position is None:
        raise Malformed("last_event_id")
    return position


def checkpoint(session: Session, stream: Stream) -> int:
    """Return the position up to which every event of a feed is acknowledged."""
    missing: int | None = session.execute(_FIRST_MISSING, {"stream": stream.value}).scalar()
    if missing is not None:
        return missing - 1
    return head(session, stream)[0]


def take_known_events(session: Session, event_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these ids are events of ours, once nobody else is acknowledging any of them."""
    known = select(col(_EVENT.event_id)).where(col(_EVENT.event_id).in_(event_ids))
    return set(session.execute(known.order_by(col(_EVENT.event_id)).with_for_update()).scalars())


def unacknowledged_up_to(session: Session, event_id: UUID) -> list[UUID]:
    """Return the unacknowledged events of an event's feed up to that event, itself included; none if it is unknown."""
    end = select(col(_EVENT.stream), col(_EVENT.position)).where(col(_EVENT.event_id) == event_id).subquery()
    wanted = (
        select(col(_EVENT.event_id))
        .join(end, and_(col(_EVENT.stream) == end.c.stream, col(_EVENT.position) <= end.c.position))
        .outerjoin(_ACK, col(_ACK.event_id) == col(_EVENT.event_id))
        .where(_UNACKNOWLEDGED)
        .order_by(col(_EVENT.position))
    )
    return list(session.execute(wanted).scalars())


def standing(session: Session, event_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Return what ISA has said of these events so far: nothing, an error, or (None) that it has them."""
    rows = session.execute(select(col(_ACK.event_id), col(_ACK.error)).where(col(_ACK.event_id).in_(event_ids)))
    return {row.event_id: row.error for row in rows}
