"""What can be done with a feed? Read it on from an event, and acknowledge what it told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session, UTCDateTime

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import Malformed
from app.events.catalogue import Stream
from app.feeds import queries
from app.feeds.queries import FeedPage
from app.feeds.schemas import Acknowledge, CheckpointView

_VIA = "feed"
_SAY = text(
    "INSERT INTO acknowledgements (event_id, acknowledged_at, via, error) VALUES (:event_id, :at, :via, :error)"
    " ON CONFLICT (event_id) DO UPDATE SET acknowledged_at = excluded.acknowledged_at, via = excluded.via, error = NULL"
    " WHERE acknowledgements.error IS NOT NULL AND excluded.error IS NULL",
).bindparams(bindparam("event_id", type_=Uuid()), bindparam("at", type_=UTCDateTime()))
"""An error gives way to an acknowledgement; an acknowledgement to nothing."""


def read_feed(session: Session, _actor: Actor, stream: Stream, last_event_id: str | None, limit: int) -> FeedPage:
    """Return a page of stored events; it holds ids and states only, so the reading leaves no entry.

    Raises:
        Malformed: `last_event_id` is no event of this feed.

    """
    return queries.read_page(session, stream, _event_id(last_event_id), limit)


def acknowledge(session: Session, actor: Actor, body: Acknowledge) -> CheckpointView:
    """Write down which events ISA has and which it could not take; saying it again changes nothing."""
    failed = {event: error.err.value for event, error in body.set_errs.items()}
    up_to = [] if body.up_to is None else queries.unacknowledged_up_to(session, body.up_to)
    said: dict[UUID, str | None] = {**dict.fromkeys([*up_to, *body.ack]), **failed}
    known = queries.take_known_events(session, said)
    before = queries.standing(session, said)
    new = {
        event: said[event]
        for event in sorted(known)
        if event not in before or (before[event] is not None and said[event] is None)
    }
    if new:
        _say(session, new, actor.at)
        record(
            session,
            actor,
            "feed.acknowledged",
            "feeds",
            None,
            events=[str(event) for event, error in new.items() if error is None],
            errors=[str(event) for event, error in new.items() if error is not None],
        )
    return CheckpointView(checkpoints={stream: queries.checkpoint(session, stream) for stream in Stream})


def _say(session: Session, new: dict[UUID, str | None], at: datetime) -> None:
    rows = [{"event_id": event, "at": at, "via": _VIA, "error": error} for event, error in new.items()]
    session.connection().execute(_SAY, rows)


def _event_id(given: str | None) -> UUID | None:
    try:
        return None if given is None else UUID(given)
    except ValueError:
        raise Malformed("last_event_id") from None
