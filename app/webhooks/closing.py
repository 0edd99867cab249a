"""How does an event end its way to an endpoint without arriving? Only by a person, for a reason, never by itself."""

from sqlmodel import Session, col, update

from app.core.errors import WrongState
from app.webhooks.models import Delivery, DeliveryStatus

_CLOSABLE = (DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.PARKED, DeliveryStatus.DELIVERED)


def close(session: Session, delivery: Delivery, reason: str) -> None:
    """Close a delivery that nobody is sending at this moment and nobody has acknowledged.

    Raises:
        WrongState: it is under way, acknowledged or closed.

    """
    open_still = update(Delivery).where(col(Delivery.id) == delivery.id, col(Delivery.status).in_(_CLOSABLE))
    closed = open_still.values(status=DeliveryStatus.CLOSED, closed_reason=reason)
    if session.connection().execute(closed).rowcount != 1:
        raise WrongState("close", delivery.status.value)
