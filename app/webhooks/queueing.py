"""Which events wait for which endpoint? Each new position makes a delivery for every endpoint of its stream."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, insert
from sqlalchemy import select as core_select
from sqlalchemy import update as core_update
from sqlmodel import Session, col, select, update

from app.core.database import settings_of
from app.core.ids import new_id
from app.core.rows import table_of
from app.events.models import Acknowledgement, FeedHead, OutboxEvent
from app.webhooks.models import (
    Delivery,
    DeliveryStatus,
    Endpoint,
    EndpointCursor,
    EndpointState,
    Trigger,
)

AT_ONCE = 500
SERVED = (EndpointState.ACTIVE, EndpointState.DEGRADED)
_UNACKNOWLEDGED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.HELD,
    DeliveryStatus.PARKED,
    DeliveryStatus.DELIVERED,
)
_CURSORS, _ENDPOINTS, _HEADS = table_of(EndpointCursor), table_of(Endpoint), table_of(FeedHead)
_DELIVERIES, _EVENTS = table_of(Delivery), table_of(OutboxEvent)
_BEHIND = (
    core_select(_CURSORS, _ENDPOINTS.c.state, _ENDPOINTS.c.standby, _ENDPOINTS.c.streams)
    .join_from(_CURSORS, _ENDPOINTS, _ENDPOINTS.c.id == _CURSORS.c.endpoint_id)
    .join(_HEADS, _HEADS.c.stream == _CURSORS.c.stream)
    .where(_HEADS.c.position > _CURSORS.c.position)
    .with_for_update(of=_CURSORS, skip_locked=True)
)
_NEW: Select[Any] = (
    core_select(_EVENTS.c.stream, _EVENTS.c.position, _EVENTS.c.event_id, _EVENTS.c.subject, _EVENTS.c.recorded_at)
    .where(_EVENTS.c.stream == bindparam("of"), _EVENTS.c.position > bindparam("after"))
    .order_by(_EVENTS.c.position)
    .limit(AT_ONCE)
)
_QUEUE = insert(_DELIVERIES)
_MOVE_ON = (
    core_update(_CURSORS)
    .where(_CURSORS.c.endpoint_id == bindparam("endpoint"), _CURSORS.c.stream == bindparam("of"))
    .values(position=bindparam("reached"))
)


def fan_out(session: Session, at: datetime) -> int:
    """Make a delivery for each new event and endpoint, held while the endpoint is not served; return their number.

    A standby gets an event only once it has had time to be acknowledged by any other way.
    """
    connection, made = session.connection(), 0
    for cursor in connection.execute(_BEHIND).all():
        if cursor.stream not in cursor.streams:
            continue
        new = _new_for(session, cursor, at)
        if new:
            connection.execute(_QUEUE, _deliveries(cursor, new, at))
            reached = {"endpoint": cursor.endpoint_id, "of": cursor.stream, "reached": new[-1].position}
            connection.execute(_MOVE_ON, reached)
        made += len(new)
    return made


def _new_for(session: Session, cursor: Row[Any], at: datetime) -> list[Row[Any]]:
    found = session.connection().execute(_NEW, {"of": cursor.stream, "after": cursor.position}).all()
    if not cursor.standby:
        return list(found)
    latest = at - timedelta(minutes=settings_of(session).page_minutes)
    return list(takewhile(lambda event: event.recorded_at <= latest, found))


def _deliveries(cursor: Row[Any], new: Sequence[Row[Any]], at: datetime) -> list[dict[str, Any]]:
    status = DeliveryStatus.PENDING if cursor.state in SERVED else DeliveryStatus.HELD
    return [
        {
            "id": new_id(),
            "endpoint_id": cursor.endpoint_id,
            "stream": event.stream,
            "position": event.position,
            "event_id": event.event_id,
            "subject": event.subject,
            "status": status,
            "trigger": Trigger.AUTO,
            "attempts": 0,
            "failures": 0,
            "next_attempt_at": at,
        }
        for event in new
    ]


def watch_streams(session: Session, endpoint: Endpoint) -> None:
    """Let an endpoint have its streams from their beginning; what ISA has acknowledged counts as arrived."""
    for stream in endpoint.streams:
        if session.get(EndpointCursor, (endpoint.id, stream)) is None:
            session.add(EndpointCursor(endpoint_id=endpoint.id, stream=stream))


def hold(session: Session, endpoint_id: UUID) -> int:
    """Hold whatever waits for an endpoint, and return how much that is."""
    waiting = update(Delivery).where(
        col(Delivery.endpoint_id) == endpoint_id,
        col(Delivery.status) == DeliveryStatus.PENDING,
    )
    return session.exec(waiting.values(status=DeliveryStatus.HELD)).rowcount


def release(session: Session, endpoint_id: UUID, at: datetime) -> int:
    """Let go what was held for an endpoint or waits for its next try there, and return how much that is."""
    held = update(Delivery).where(
        col(Delivery.endpoint_id) == endpoint_id,
        col(Delivery.status).in_((DeliveryStatus.HELD, DeliveryStatus.PENDING)),
    )
    return session.exec(held.values(status=DeliveryStatus.PENDING, next_attempt_at=at)).rowcount


def settle_acknowledged(session: Session) -> int:
    """Count as acknowledged what ISA acknowledged by the feed or elsewhere; a replay that was asked for goes on.

    What is due is held against the acknowledgements when it is claimed; this is for all that waits, is held, is parked
    or came without a receipt, and goes through the whole queue.
    """
    acknowledged = select(Acknowledgement.acknowledged_at).where(
        col(Acknowledgement.event_id) == Delivery.event_id,
        col(Acknowledgement.error).is_(None),
    )
    open_still = update(Delivery).where(
        col(Delivery.status).in_(_UNACKNOWLEDGED),
        col(Delivery.trigger) == Trigger.AUTO,
        acknowledged.correlate(Delivery).exists(),
    )
    moved = open_still.values(status=DeliveryStatus.ACKED, acked_at=acknowledged.correlate(Delivery).scalar_subquery())
    return session.exec(moved).rowcount
