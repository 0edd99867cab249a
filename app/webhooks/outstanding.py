"""Which events has ISA not acknowledged, and since when is the oldest of them waiting?

A receipt, an acknowledgement by the feed or a person who closed every delivery of it ends that; a bare 2xx does not.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlmodel import Session

from app.core.rows import table_of
from app.events.catalogue import Stream
from app.events.models import Acknowledgement, OutboxEvent
from app.webhooks.models import Delivery, DeliveryStatus

_EVENTS, _SAID, _DELIVERIES = table_of(OutboxEvent), table_of(Acknowledgement), table_of(Delivery)
_OF_IT = _DELIVERIES.c.event_id == _EVENTS.c.event_id
_ANY = select(1).where(_OF_IT).correlate(_EVENTS).exists()
_OPEN = select(1).where(_OF_IT, _DELIVERIES.c.status != DeliveryStatus.CLOSED).correlate(_EVENTS).exists()
_UNACKNOWLEDGED = (
    ~select(1).where(_SAID.c.event_id == _EVENTS.c.event_id, _SAID.c.error.is_(None)).correlate(_EVENTS).exists(),
    or_(~_ANY, _OPEN),
)
_ATTEMPTS = select(func.sum(_DELIVERIES.c.attempts)).where(_OF_IT).correlate(_EVENTS).scalar_subquery()


def oldest_by_stream(session: Session) -> dict[Stream, datetime]:
    """Return when the oldest unacknowledged event of each stream was recorded (UTC)."""
    oldest = select(_EVENTS.c.stream, func.min(_EVENTS.c.recorded_at)).where(*_UNACKNOWLEDGED)
    rows = session.connection().execute(oldest.group_by(_EVENTS.c.stream))
    return {Stream(stream): at for stream, at in rows}


def outstanding(session: Session, limit: int) -> list[Row[Any]]:
    """Return the unacknowledged events, oldest first, with the number of attempts at each."""
    found: Select[Any] = (
        select(
            _EVENTS.c.stream,
            _EVENTS.c.position,
            _EVENTS.c.event_id,
            _EVENTS.c.type,
            _EVENTS.c.subject,
            _EVENTS.c.recorded_at,
            func.coalesce(_ATTEMPTS, 0).label("attempts"),
        )
        .where(*_UNACKNOWLEDGED)
        .order_by(_EVENTS.c.recorded_at, _EVENTS.c.stream, _EVENTS.c.position)
        .limit(limit)
    )
    return list(session.connection().execute(found).all())


def count_by_stream(session: Session) -> dict[Stream, int]:
    """Return the number of unacknowledged events of each stream that has any."""
    counted = select(_EVENTS.c.stream, func.count()).where(*_UNACKNOWLEDGED).group_by(_EVENTS.c.stream)
    return {Stream(stream): number for stream, number in session.connection().execute(counted)}
