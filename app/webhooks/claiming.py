"""Which deliveries are sent next, and by whom alone? By whoever holds the lease, until it runs out.

One statement finds what is due with its bytes, one leases it: no queue needs more of them, and no objects are made of
rows. What ISA has acknowledged by another way is left out here, just before it would be sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, case, or_, select, update
from sqlmodel import Session

from app.core.rows import table_of
from app.events.models import Acknowledgement, OutboxEvent
from app.webhooks.exchange import Lease
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint, EndpointHealth, EndpointState, Trigger
from app.webhooks.reaching import Target, targets_of

LEASE = timedelta(seconds=60)
UNFINISHED = (DeliveryStatus.PENDING, DeliveryStatus.LEASED, DeliveryStatus.HELD, DeliveryStatus.PARKED)

_DELIVERIES, _EVENTS, _SAID = table_of(Delivery), table_of(OutboxEvent), table_of(Acknowledgement)
_ENDPOINTS, _HEALTH = table_of(Endpoint), table_of(EndpointHealth)
_ONE = _DELIVERIES.alias("one")
_EARLIER = _DELIVERIES.alias("earlier")
_AT: BindParameter[datetime] = bindparam("at")
_LARGEST: BindParameter[int] = bindparam("largest")
_ONE_BEFORE = (
    select(_EARLIER.c.position)
    .where(
        _EARLIER.c.endpoint_id == _ONE.c.endpoint_id,
        _EARLIER.c.subject == _ONE.c.subject,
        _EARLIER.c.stream == _ONE.c.stream,
        _EARLIER.c.position < _ONE.c.position,
        _EARLIER.c.status.in_(UNFINISHED),
    )
    .limit(1)
    .correlate(_ONE)
    .scalar_subquery()
)
# Not NOT EXISTS: PostgreSQL would turn that into a join over the whole queue for the sake of a few rows.
_IS_FIRST = _ONE_BEFORE.is_(None)
_IS_ABANDONED = and_(_ONE.c.status == DeliveryStatus.LEASED, _ONE.c.lease_until <= _AT)
_IS_DUE = and_(_ONE.c.status == DeliveryStatus.PENDING, _ONE.c.next_attempt_at <= _AT)


def _first_of_each_subject(*waiting: ColumnElement[bool]) -> Select[Any]:
    """Select with their bytes deliveries before which nothing of their subject waits; in use they are locked."""
    events = and_(_EVENTS.c.stream == _ONE.c.stream, _EVENTS.c.position == _ONE.c.position)
    said = and_(_SAID.c.event_id == _ONE.c.event_id, _SAID.c.error.is_(None), _ONE.c.trigger == Trigger.AUTO)
    return (
        select(
            _ONE.c.id,
            _ONE.c.endpoint_id,
            _ONE.c.event_id,
            _ONE.c.attempts,
            _ONE.c.trigger,
            _EVENTS.c.body,
            _EVENTS.c.body_sha256,
            _SAID.c.acknowledged_at,
        )
        .join_from(_ONE, _EVENTS, events)
        .outerjoin(_SAID, said)
        .where(*waiting, _IS_FIRST)
        .limit(_LARGEST)
        .with_for_update(of=_ONE, skip_locked=True)
    )


def _served() -> ColumnElement[bool]:
    of_it = _ENDPOINTS.c.id == _ONE.c.endpoint_id
    return select(1).where(of_it, _ENDPOINTS.c.state == EndpointState.ACTIVE).correlate(_ONE).exists()


_ABANDONED = _first_of_each_subject(_IS_ABANDONED, _served())
# In the order of an index: a long queue costs no more than a short one.
_DUE = _first_of_each_subject(_IS_DUE, _served()).order_by(_ONE.c.next_attempt_at, _ONE.c.position)
_OLDEST = _first_of_each_subject(
    _ONE.c.endpoint_id == bindparam("endpoint_id"),
    or_(_ONE.c.status == DeliveryStatus.PENDING, _IS_ABANDONED),
).order_by(_ONE.c.id)
_AILING = (
    select(_HEALTH.c.endpoint_id)
    .join_from(_HEALTH, _ENDPOINTS, _ENDPOINTS.c.id == _HEALTH.c.endpoint_id)
    .where(_ENDPOINTS.c.state == EndpointState.DEGRADED, _HEALTH.c.probe_at <= _AT)
    .limit(_LARGEST)
    .with_for_update(of=_HEALTH, skip_locked=True)
)


_TAKE = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        status=DeliveryStatus.LEASED,
        lease_token=bindparam("token"),
        lease_until=bindparam("until"),
        attempts=_DELIVERIES.c.attempts + 1,
    )
)


def claim(session: Session, at: datetime, limit: int) -> list[Lease]:
    """Lease up to `limit` deliveries that are due; of one subject only the first that is not finished."""
    leases: list[Lease] = []
    while len(leases) < limit and (rows := _waiting(session, at, limit - len(leases))):
        known = [row for row in rows if row.acknowledged_at is not None]
        leases += _lease(session, [row for row in rows if row.acknowledged_at is None], at)
        if not known:
            break
        _leave_out(session, known)
    return leases


def give_back(session: Session, leases: Sequence[Lease]) -> None:
    """Let go of leases under which nothing was sent; what is no longer served is held."""
    served = select(1).where(_ENDPOINTS.c.id == _DELIVERIES.c.endpoint_id, _ENDPOINTS.c.state.in_(_SERVED)).exists()
    mine = update(_DELIVERIES).where(
        _DELIVERIES.c.id.in_([lease.delivery_id for lease in leases]),
        _DELIVERIES.c.lease_token.in_({lease.token for lease in leases}),
    )
    status = case((served, DeliveryStatus.PENDING.value), else_=DeliveryStatus.HELD.value)
    attempts = _DELIVERIES.c.attempts - 1
    session.connection().execute(mine.values(status=status, lease_token=None, lease_until=None, attempts=attempts))


_SERVED = (EndpointState.ACTIVE, EndpointState.DEGRADED)


def _waiting(session: Session, at: datetime, limit: int) -> list[Row[Any]]:
    connection = session.connection()
    found = list(connection.execute(_ABANDONED, {"at": at, "largest": limit}))
    found += connection.execute(_DUE, {"at": at, "largest": limit - len(found)})
    return found + _probes(session, at, limit - len(found))


def _probes(session: Session, at: datetime, limit: int) -> list[Row[Any]]:
    """Return the oldest delivery of each failing endpoint whose next probe is due; all its others wait."""
    connection, probes = session.connection(), []
    for endpoint_id in connection.execute(_AILING, {"at": at, "largest": limit}).scalars().all():
        oldest = connection.execute(_OLDEST, {"endpoint_id": endpoint_id, "at": at, "largest": 1}).one_or_none()
        if oldest is not None:
            probes.append(oldest)
            probed = update(_HEALTH).where(_HEALTH.c.endpoint_id == endpoint_id)
            connection.execute(probed.values(probe_at=at + LEASE))
    return probes


def _leave_out(session: Session, known: Sequence[Row[Any]]) -> None:
    """Count as acknowledged what ISA has acknowledged by the feed or another endpoint."""
    one = update(_DELIVERIES).where(_DELIVERIES.c.id == bindparam("known"))
    acked = one.values(status=DeliveryStatus.ACKED, acked_at=bindparam("said"), lease_token=None, lease_until=None)
    session.connection().execute(acked, [{"known": row.id, "said": row.acknowledged_at} for row in known])


def _lease(session: Session, rows: Sequence[Row[Any]], at: datetime) -> list[Lease]:
    if not rows:
        return []
    token, until = uuid4(), at + LEASE
    session.connection().execute(_TAKE, {"ids": [row.id for row in rows], "token": token, "until": until})
    targets = targets_of(session, {row.endpoint_id for row in rows}, at)
    return [_as_lease(row, targets[row.endpoint_id], token, until) for row in rows]


def _as_lease(row: Row[Any], target: Target, token: UUID, until: datetime) -> Lease:
    return Lease(
        delivery_id=row.id,
        endpoint_id=row.endpoint_id,
        event_id=row.event_id,
        url=target.url,
        allow_private=target.allow_private,
        body=row.body,
        body_sha256=row.body_sha256,
        secrets=target.secrets,
        keys=target.keys,
        token=token,
        until=until,
        n=row.attempts + 1,
        trigger=row.trigger,
    )
