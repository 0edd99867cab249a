"""Which deliveries are sent next, and by whom alone? By whoever holds the lease, until it runs out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.events.models import OutboxEvent
from app.webhooks.exchange import Lease
from app.webhooks.keys import open_secret, signing_keys
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint, EndpointHealth, EndpointState
from app.webhooks.signing import SigningKey

LEASE = timedelta(seconds=60)
UNFINISHED = (DeliveryStatus.PENDING, DeliveryStatus.LEASED, DeliveryStatus.HELD, DeliveryStatus.PARKED)
_Earlier = aliased(Delivery)
_ONE_BEFORE = (
    select(_Earlier.position)
    .where(
        col(_Earlier.endpoint_id) == Delivery.endpoint_id,
        col(_Earlier.subject) == Delivery.subject,
        col(_Earlier.stream) == Delivery.stream,
        col(_Earlier.position) < Delivery.position,
        col(_Earlier.status).in_(UNFINISHED),
    )
    .limit(1)
    .correlate(Delivery)
    .scalar_subquery()
)
# Not NOT EXISTS: PostgreSQL would turn that into a join over the whole queue for the sake of a few rows.
_IS_FIRST = _ONE_BEFORE.is_(None)


def claim(session: Session, at: datetime, limit: int) -> list[Lease]:
    """Lease up to `limit` deliveries that are due; of one subject only the first that is not finished."""
    claimed = list(session.exec(_abandoned(at).limit(limit)))
    claimed += session.exec(_due(at).limit(limit - len(claimed)))
    claimed += _probes(session, at, limit - len(claimed))
    token, keys = uuid4(), signing_keys(session, at) if claimed else ()
    for delivery in claimed:
        delivery.status, delivery.lease_token, delivery.lease_until = DeliveryStatus.LEASED, token, at + LEASE
        delivery.attempts += 1
    session.flush()
    return [_lease(session, delivery, token, keys) for delivery in claimed]


def _due(at: datetime) -> SelectOfScalar[Delivery]:
    """Select what waits and may be sent, in the order of an index: a long queue costs no more than a short one."""
    return _sendable(
        col(Delivery.status) == DeliveryStatus.PENDING,
        col(Delivery.next_attempt_at) <= at,
    ).order_by(col(Delivery.next_attempt_at), col(Delivery.position))


def _abandoned(at: datetime) -> SelectOfScalar[Delivery]:
    return _sendable(_is_abandoned(at))


def _sendable(*waiting: ColumnElement[bool]) -> SelectOfScalar[Delivery]:
    served = exists().where(col(Endpoint.id) == Delivery.endpoint_id, col(Endpoint.state) == EndpointState.ACTIVE)
    return select(Delivery).where(*waiting, served, _IS_FIRST).with_for_update(skip_locked=True)


def _probes(session: Session, at: datetime, limit: int) -> list[Delivery]:
    """Return the oldest delivery of each failing endpoint whose next probe is due; all its others wait."""
    ailing = (
        select(EndpointHealth)
        .join(Endpoint, col(Endpoint.id) == EndpointHealth.endpoint_id)
        .where(col(Endpoint.state) == EndpointState.DEGRADED, col(EndpointHealth.probe_at) <= at)
        .limit(limit)
        .with_for_update(of=EndpointHealth, skip_locked=True)
    )
    probes = []
    for health in session.exec(ailing).all():
        oldest = session.exec(_oldest(health.endpoint_id, at)).first()
        if oldest is not None:
            probes.append(oldest)
            health.probe_at = at + LEASE
    return probes


def _oldest(endpoint_id: UUID, at: datetime) -> SelectOfScalar[Delivery]:
    return (
        select(Delivery)
        .where(
            Delivery.endpoint_id == endpoint_id,
            or_(col(Delivery.status) == DeliveryStatus.PENDING, _is_abandoned(at)),
            _IS_FIRST,
        )
        .order_by(col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _is_abandoned(at: datetime) -> ColumnElement[bool]:
    """Say that whoever leased it has not come back in time."""
    return and_(col(Delivery.status) == DeliveryStatus.LEASED, col(Delivery.lease_until) <= at)


def _lease(session: Session, delivery: Delivery, token: UUID, keys: Sequence[SigningKey]) -> Lease:
    endpoint = session.get_one(Endpoint, delivery.endpoint_id)
    event = session.get_one(OutboxEvent, (delivery.stream, delivery.position))
    return Lease(
        delivery_id=delivery.id,
        endpoint_id=endpoint.id,
        event_id=event.event_id,
        url=endpoint.url,
        allow_private=endpoint.allow_private,
        body=event.body,
        body_sha256=event.body_sha256,
        secret=open_secret(session, endpoint.id, endpoint.sealed_secret) if endpoint.sealed_secret else None,
        keys=keys,
        token=token,
        n=delivery.attempts,
        trigger=delivery.trigger,
    )
