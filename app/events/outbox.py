"""How does an event leave with the change it tells of? Buffered in the session, placed just before the commit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from app.core.database import settings_of
from app.core.ids import new_id
from app.events.catalogue import STREAM_OF, Datum, EventType, Stream, Told
from app.events.models import FeedHead, OutboxEvent
from app.events.shapes import dataschema, require_shape

START = hashlib.sha256(b"yonsei-matching feed").digest()
"""The hash of a feed without events, from which every chain goes on."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that has no position yet."""

    event_id: UUID
    stream: Stream
    type: EventType
    subject: str
    at: datetime
    data: Mapping[str, Datum]


def announce(session: Session, at: datetime, event_type: EventType, subject: str, **data: Datum) -> UUID:
    """Tell the other party of a change in the same transaction; `data` holds ids, states and counts only.

    Raises:
        UnpromisedDataError: the data is not what the type promises.

    """
    require_shape(event_type, data)
    return _wait(session, Announcement(new_id(), STREAM_OF[event_type], event_type, subject, at, data))


def verify(session: Session, at: datetime, stream: Stream) -> UUID:
    """Put an event into a stream that says nothing but that it is alive: whoever gets it knows that all before came."""
    subject = f"feeds/{stream.value}"
    return _wait(session, Announcement(new_id(), stream, EventType.FEED_VERIFIED, subject, at, {}))


def place(session: Session) -> None:
    """Give every announcement its position, hash and frozen bytes (the door's last act before a commit)."""
    waiting: list[Announcement] = session.info["announcements"]
    for stream in Stream:
        due = [announcement for announcement in waiting if announcement.stream is stream]
        if due:
            _append(session, stream, due)


def _wait(session: Session, announcement: Announcement) -> UUID:
    session.info["announcements"].append(announcement)
    return announcement.event_id


def chained(previous: bytes, body_sha256: bytes) -> bytes:
    """Return the hash of the chain up to an event, from the one before it and the event's body."""
    return hashlib.sha256(previous + body_sha256).digest()


def _append(session: Session, stream: Stream, due: list[Announcement]) -> None:
    head = _take_head(session, stream, len(due))
    position, previous = head.position - len(due), head.head_hash or START
    for announcement in due:
        position += 1
        row = _row(session, stream, position, previous, announcement)
        previous = row.hash
        session.add(row)
    head_of_stream = update(FeedHead).where(col(FeedHead.stream) == stream.value)
    session.execute(head_of_stream.values(head_hash=previous, spoke_at=due[-1].at))


def _take_head(session: Session, stream: Stream, count: int) -> FeedHead:
    taken = session.exec(
        update(FeedHead)
        .where(col(FeedHead.stream) == stream.value)
        .values(position=FeedHead.position + count)
        .returning(col(FeedHead.position), col(FeedHead.head_hash)),
    ).one()
    return FeedHead(stream=stream.value, position=taken[0], head_hash=taken[1])


def _row(session: Session, stream: Stream, position: int, previous: bytes, event: Announcement) -> OutboxEvent:
    counted = select(func.count()).where(OutboxEvent.stream == stream.value, OutboxEvent.subject == event.subject)
    seq = session.exec(counted).one() + 1
    body = _envelope(settings_of(session).issuer, position, seq, previous, event)
    digest = hashlib.sha256(body).digest()
    return OutboxEvent(
        stream=stream.value,
        position=position,
        event_id=event.event_id,
        type=event.type.value,
        subject=event.subject,
        subject_seq=seq,
        occurred_at=event.at,
        recorded_at=event.at,
        body=body,
        body_sha256=digest,
        prev_hash=previous,
        hash=chained(previous, digest),
    )


def _envelope(source: str, position: int, seq: int, previous: bytes, event: Announcement) -> bytes:
    """Return a CloudEvents 1.0 envelope in structured mode."""
    envelope = {
        "specversion": "1.0",
        "id": str(event.event_id),
        "source": source,
        "type": event.type.value,
        "subject": event.subject,
        "time": event.at.isoformat(),
        "datacontenttype": "application/json",
        "dataschema": dataschema(source, event.type),
        "position": position,
        "subjectseq": seq,
        "prevhash": previous.hex(),
        "data": {Told(name).value: value for name, value in event.data.items()},
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
