"""Which events wait for which endpoint? Each new position makes a delivery for every endpoint of its stream."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, exists, select, update

from app.events.models import Acknowledgement, OutboxEvent
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
_BEHIND = (
    select(EndpointCursor, Endpoint)
    .join(Endpoint, col(Endpoint.id) == EndpointCursor.endpoint_id)
    .where(
        exists().where(
            col(OutboxEvent.stream) == EndpointCursor.stream,
            col(OutboxEvent.position) > EndpointCursor.position,
        ),
    )
    .with_for_update(of=EndpointCursor, skip_locked=True)
)
_IS_ACKNOWLEDGED = exists().where(
    col(Acknowledgement.event_id) == OutboxEvent.event_id,
    col(Acknowledgement.error).is_(None),
)


def fan_out(session: Session, at: datetime) -> int:
    """Make a delivery for each new event and endpoint, and return their number; what ISA acknowledged is left out."""
    made = 0
    for cursor, endpoint in session.exec(_BEHIND).all():
        new = session.exec(
            select(OutboxEvent, _IS_ACKNOWLEDGED)
            .where(OutboxEvent.stream == cursor.stream, col(OutboxEvent.position) > cursor.position)
            .order_by(col(OutboxEvent.position))
            .limit(AT_ONCE),
        ).all()
        made += queue(session, endpoint, (event for event, acknowledged in new if not acknowledged), at)
        cursor.position = new[-1][0].position
    session.flush()
    return made


def queue(
    session: Session,
    endpoint: Endpoint,
    events: Iterable[OutboxEvent],
    at: datetime,
    trigger: Trigger = Trigger.AUTO,
) -> int:
    """Make deliveries that are due now, or held while the endpoint is not served; return their number."""
    status = DeliveryStatus.PENDING if endpoint.state in SERVED else DeliveryStatus.HELD
    deliveries = [
        Delivery(
            endpoint_id=endpoint.id,
            stream=event.stream,
            position=event.position,
            event_id=event.event_id,
            subject=event.subject,
            status=status,
            trigger=trigger,
            next_attempt_at=at,
        )
        for event in events
    ]
    session.add_all(deliveries)
    return len(deliveries)


def watch_streams(session: Session, endpoint: Endpoint) -> None:
    """Let an endpoint have its streams from their beginning, as far as ISA has not acknowledged them."""
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


def settle_acknowledged(session: Session, *statuses: DeliveryStatus) -> int:
    """Count as acknowledged what ISA acknowledged by the feed or elsewhere; a replay that was asked for goes on."""
    acknowledged = select(Acknowledgement.acknowledged_at).where(
        col(Acknowledgement.event_id) == Delivery.event_id,
        col(Acknowledgement.error).is_(None),
    )
    open_still = update(Delivery).where(
        col(Delivery.status).in_(statuses),
        col(Delivery.trigger) == Trigger.AUTO,
        acknowledged.correlate(Delivery).exists(),
    )
    moved = open_still.values(status=DeliveryStatus.ACKED, acked_at=acknowledged.correlate(Delivery).scalar_subquery())
    return session.exec(moved).rowcount
