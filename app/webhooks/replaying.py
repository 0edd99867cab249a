"""How are events sent again? The same events under the same ids, as new attempts."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update

from app.core.errors import Invalid
from app.events.models import OutboxEvent
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint, Trigger
from app.webhooks.schemas import ReplayEvents


def replay(session: Session, endpoint: Endpoint, wish: ReplayEvents, at: datetime) -> int:
    """Queue again at once what was asked for, acknowledged or not, and return the number of events.

    Raises:
        Invalid: an id is none of an event that was queued for this endpoint.

    """
    wanted = (col(Delivery.endpoint_id) == endpoint.id) & _named(wish)
    if wish.ids is not None and session.exec(select(func.count()).where(wanted)).one() < len(wish.ids):
        raise Invalid.at("/ids", "unknown_event")
    again = update(Delivery).where(wanted, col(Delivery.status) != DeliveryStatus.LEASED)
    values = {"status": DeliveryStatus.PENDING, "trigger": Trigger.REPLAY, "failures": 0, "closed_reason": None}
    return session.exec(again.values(**values, next_attempt_at=at)).rowcount


def _named(wish: ReplayEvents) -> ColumnElement[bool]:
    if wish.ids is not None:
        return col(Delivery.event_id).in_(wish.ids)
    recorded = select(OutboxEvent.event_id).where(col(OutboxEvent.recorded_at) >= wish.since)
    within = recorded if wish.to is None else recorded.where(col(OutboxEvent.recorded_at) < wish.to)
    return col(Delivery.event_id).in_(within)
