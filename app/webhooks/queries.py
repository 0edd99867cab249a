"""Which endpoints are there, what waits for them, and what was tried?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.core.errors import NotFound
from app.events.models import OutboxEvent
from app.http.paging import Page, cursor_secret, make_cursor, read_cursor
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus, Endpoint

R = TypeVar("R", Delivery, DeliveryAttempt)
V = TypeVar("V")
_WAITING = (DeliveryStatus.PENDING, DeliveryStatus.LEASED)
_OPEN = (*_WAITING, DeliveryStatus.HELD, DeliveryStatus.PARKED)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events have not arrived at an endpoint, and since when the oldest of them waits."""

    waiting: int
    held: int
    parked: int
    oldest_since: datetime | None


def get_endpoint(session: Session, endpoint_id: UUID) -> Endpoint:
    """Return an endpoint.

    Raises:
        NotFound: there is none of this id.

    """
    endpoint = session.get(Endpoint, endpoint_id)
    if endpoint is None:
        raise NotFound
    return endpoint


def get_delivery(session: Session, endpoint_id: UUID, delivery_id: UUID) -> Delivery:
    """Return a delivery to an endpoint.

    Raises:
        NotFound: there is none of this id to this endpoint.

    """
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.endpoint_id != endpoint_id:
        raise NotFound
    return delivery


def backlog_of(session: Session, endpoint_id: UUID) -> Backlog:
    """Return what has not arrived at an endpoint."""
    of_endpoint = col(Delivery.endpoint_id) == endpoint_id
    counted = select(Delivery.status, func.count()).where(of_endpoint, col(Delivery.status).in_(_OPEN))
    counts = dict(session.exec(counted.group_by(col(Delivery.status))).all())
    oldest = (
        select(func.min(OutboxEvent.recorded_at))
        .join(Delivery, col(Delivery.event_id) == OutboxEvent.event_id)
        .where(of_endpoint, col(Delivery.status).in_(_OPEN))
    )
    return Backlog(
        waiting=sum(counts.get(status, 0) for status in _WAITING),
        held=counts.get(DeliveryStatus.HELD, 0),
        parked=counts.get(DeliveryStatus.PARKED, 0),
        oldest_since=session.exec(oldest).one(),
    )


def deliveries_to(endpoint_id: UUID, status: DeliveryStatus | None) -> SelectOfScalar[Delivery]:
    """Select the deliveries to an endpoint, all or those of one status."""
    found = select(Delivery).where(col(Delivery.endpoint_id) == endpoint_id)
    return found if status is None else found.where(col(Delivery.status) == status)


def attempts_at(delivery_id: UUID) -> SelectOfScalar[DeliveryAttempt]:
    """Select the attempts at a delivery."""
    return select(DeliveryAttempt).where(col(DeliveryAttempt.delivery_id) == delivery_id)


def page_through(
    session: Session,
    found: SelectOfScalar[R],
    table: type[R],
    place: str,
    view: Callable[[R], V],
    limit: int,
    cursor: str | None,
) -> Page[V]:
    """Return a page of what was selected, in the order of the ids."""
    secret = cursor_secret(session)
    query = found.order_by(col(table.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(table.id) > read_cursor(secret, place, cursor))
    rows = session.exec(query).all()
    more = len(rows) > limit
    return Page(
        items=[view(row) for row in rows[:limit]],
        next_cursor=make_cursor(secret, place, rows[limit - 1].id) if more else None,
    )
