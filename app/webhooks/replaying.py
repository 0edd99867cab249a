"""How are events sent again? The same events under the same ids, as new attempts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.core.errors import Invalid
from app.events.models import OutboxEvent
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint, EndpointCursor, Trigger
from app.webhooks.queueing import queue
from app.webhooks.schemas import ReplayEvents


def replay(session: Session, endpoint: Endpoint, wish: ReplayEvents, at: datetime) -> int:
    """Queue what was asked for again, at once and whatever was acknowledged, and return the number of events.

    Raises:
        Invalid: an id is none of an event that was announced to this endpoint.

    """
    wanted = _wanted(endpoint, wish)
    if wish.ids is not None and set(session.exec(_ids(wanted))) != wish.ids:
        raise Invalid.at("/ids", "unknown_event")
    again = update(Delivery).where(
        col(Delivery.endpoint_id) == endpoint.id,
        col(Delivery.status) != DeliveryStatus.LEASED,
        col(Delivery.event_id).in_(_ids(wanted)),
    )
    moved = again.values(status=DeliveryStatus.PENDING, trigger=Trigger.REPLAY, failures=0, next_attempt_at=at)
    count = session.exec(moved).rowcount
    never_queued = ~exists().where(
        col(Delivery.endpoint_id) == endpoint.id,
        col(Delivery.event_id) == OutboxEvent.event_id,
    )
    first_time = session.exec(select(OutboxEvent).where(wanted, never_queued).order_by(col(OutboxEvent.position)))
    return count + queue(session, endpoint, first_time.all(), at, Trigger.REPLAY)


def _ids(wanted: ColumnElement[bool]) -> SelectOfScalar[UUID]:
    return select(OutboxEvent.event_id).where(wanted)


def _wanted(endpoint: Endpoint, wish: ReplayEvents) -> ColumnElement[bool]:
    """Say which events are meant, as far as they have been queued: later ones come in their turn."""
    reached = exists().where(
        col(EndpointCursor.endpoint_id) == endpoint.id,
        col(EndpointCursor.stream) == OutboxEvent.stream,
        col(EndpointCursor.position) >= OutboxEvent.position,
    )
    if wish.ids is not None:
        return reached & col(OutboxEvent.event_id).in_(wish.ids)
    recorded = col(OutboxEvent.recorded_at)
    after = reached & (recorded >= wish.since)
    return after if wish.to is None else after & (recorded < wish.to)
