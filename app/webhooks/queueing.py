"""Which events wait for which endpoint? Each new position makes a delivery for every endpoint of its stream."""

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


def fan_out(session: Session, at: datetime) -> int:
    """Make a delivery for each new event and endpoint, held while the endpoint is not served; return their number."""
    made = 0
    for cursor, endpoint in session.exec(_BEHIND).all():
        status = DeliveryStatus.PENDING if endpoint.state in SERVED else DeliveryStatus.HELD
        new = session.exec(
            select(OutboxEvent)
            .where(OutboxEvent.stream == cursor.stream, col(OutboxEvent.position) > cursor.position)
            .order_by(col(OutboxEvent.position))
            .limit(AT_ONCE),
        ).all()
        session.add_all(
            Delivery(
                endpoint_id=endpoint.id,
                stream=event.stream,
                position=event.position,
                event_id=event.event_id,
                subject=event.subject,
                status=status,
                next_attempt_at=at,
            )
            for event in new
        )
        cursor.position = new[-1].position
        made += len(new)
    session.flush()
    return made


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
