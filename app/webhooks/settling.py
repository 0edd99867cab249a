"""What is written down once attempts are over? Whatever ended meanwhile, at once, and only by who holds the lease."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, Select, bindparam, insert, select, text, update
from sqlalchemy.types import Uuid
from sqlmodel import Session, UTCDateTime

from app.audit.trail import record
from app.core.ids import new_id
from app.core.rows import table_of
from app.events.models import Acknowledgement
from app.webhooks import breaker
from app.webhooks.author import Worker
from app.webhooks.exchange import Answer, Lease
from app.webhooks.judging import ARRIVED, TRIES_IF_REFUSED, Judgement, Verdict, wait_after
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus, Trigger

log = structlog.get_logger("webhooks")
_DELIVERIES, _SAID = table_of(Delivery), table_of(Acknowledgement)
_SAID_ALREADY = select(_SAID.c.event_id).where(
    _SAID.c.event_id.in_(bindparam("events", expanding=True)),
    _SAID.c.error.is_(None),
)
_LEASED: Select[Any] = (
    select(
        _DELIVERIES.c.id,
        _DELIVERIES.c.lease_token,
        _DELIVERIES.c.trigger,
        _DELIVERIES.c.failures,
        _DELIVERIES.c.next_attempt_at,
        _DELIVERIES.c.delivered_at,
        _DELIVERIES.c.acked_at,
        _DELIVERIES.c.receipt_id,
    )
    .where(_DELIVERIES.c.id.in_(bindparam("ids", expanding=True)), _DELIVERIES.c.status == DeliveryStatus.LEASED)
    .order_by(_DELIVERIES.c.id)
    .with_for_update()
)
_SAY = text(
    "INSERT INTO acknowledgements (event_id, acknowledged_at, via) VALUES (:event_id, :at, 'webhook')"
    " ON CONFLICT (event_id) DO UPDATE SET acknowledged_at = excluded.acknowledged_at, via = excluded.via, error = NULL"
    " WHERE acknowledgements.error IS NOT NULL",
).bindparams(bindparam("event_id", type_=Uuid()), bindparam("at", type_=UTCDateTime()))
_ATTEMPT = insert(table_of(DeliveryAttempt))
_CHANGED = ("status", "trigger", "failures", "next_attempt_at", "last_error_class", "delivered_at", "acked_at")
_SETTLE = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.id == bindparam("settled"))
    .values(
        lease_token=None,
        lease_until=None,
        receipt_id=bindparam("receipt"),
        **{name: bindparam(f"new_{name}") for name in _CHANGED},
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to; `jitter` between -1 and 1 moves the wait before the next."""

    lease: Lease
    answer: Answer
    judgement: Judgement
    jitter: float


@dataclass(frozen=True, slots=True)
class Settled:
    """Which deliveries were written down, and which of their endpoints get nothing more for now."""

    deliveries: frozenset[UUID]
    spared: frozenset[UUID]


def settle(session: Session, outcomes: Sequence[Outcome], at: datetime) -> Settled:
    """Write down what attempts came to, except those whose lease had gone to somebody else.

    A receipt counts whoever holds the lease: the other party has the event.
    """
    _acknowledge(session, outcomes, at)
    held = _still_held(session, outcomes)
    mine = [outcome for outcome in outcomes if outcome.lease.delivery_id in held]
    standing = breaker.standing(session, {one.lease.endpoint_id for one in mine})
    rows = [
        _finished(held[one.lease.delivery_id], one, at)
        if one.judgement.verdict in ARRIVED
        else _postponed(held[one.lease.delivery_id], one, at, served=standing[one.lease.endpoint_id].is_served)
        for one in mine
    ]
    if rows:
        session.connection().execute(_SETTLE, rows)
    verdicts: dict[UUID, list[Verdict]] = {}
    for one in mine:
        verdicts.setdefault(one.lease.endpoint_id, []).append(one.judgement.verdict)
    return Settled(frozenset(held), breaker.learn(session, standing, verdicts, at))


def keep_attempts(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Append what was sent and what came back, in a transaction of its own so that its failure resends nothing."""
    session.connection().execute(_ATTEMPT, [_attempt(outcome) for outcome in outcomes])


def _acknowledge(session: Session, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Keep receipts in the table the feed uses too; only what was an error before gives way to one."""
    receipts = {one.lease.event_id for one in outcomes if one.judgement.verdict is Verdict.ACKNOWLEDGED}
    if not receipts:
        return
    connection = session.connection()
    new = sorted(receipts - set(connection.execute(_SAID_ALREADY, {"events": list(receipts)}).scalars()))
    if new:
        connection.execute(_SAY, [{"event_id": event_id, "at": at} for event_id in new])
        record(session, Worker(at), "event.acknowledged", "events", None, via="webhook", events=[*map(str, new)])


def _still_held(session: Session, outcomes: Sequence[Outcome]) -> dict[UUID, Row[Any]]:
    tokens = {one.lease.delivery_id: one.lease.token for one in outcomes}
    leased = session.connection().execute(_LEASED, {"ids": list(tokens)})
    held = {row.id: row for row in leased if row.lease_token == tokens[row.id]}
    for lost in tokens.keys() - held.keys():
        log.warning("lease-lost", delivery=str(lost))
    return held


def _finished(row: Row[Any], outcome: Outcome, at: datetime) -> dict[str, Any]:
    acked = outcome.judgement.verdict is Verdict.ACKNOWLEDGED or row.acked_at is not None
    return {
        "settled": row.id,
        "receipt": outcome.judgement.receipt_id or row.receipt_id,
        "new_status": DeliveryStatus.ACKED if acked else DeliveryStatus.DELIVERED,
        "new_trigger": Trigger.AUTO,
        "new_failures": 0,
        "new_next_attempt_at": row.next_attempt_at,
        "new_last_error_class": None,
        "new_delivered_at": row.delivered_at or at,
        "new_acked_at": (row.acked_at or at) if acked else None,
    }


def _postponed(row: Row[Any], outcome: Outcome, at: datetime, *, served: bool) -> dict[str, Any]:
    failures, judgement = row.failures + 1, outcome.judgement
    status = DeliveryStatus.HELD if not served or judgement.verdict is Verdict.GONE else DeliveryStatus.PENDING
    if judgement.error_class in {"status-401", "status-403"}:
        log.error("not-let-in", delivery=str(row.id), error=judgement.error_class)
    if judgement.verdict is Verdict.REFUSED and failures >= TRIES_IF_REFUSED:
        status = DeliveryStatus.PARKED
        log.error("parked", delivery=str(row.id), error=judgement.error_class)
    return {
        "settled": row.id,
        "receipt": row.receipt_id,
        "new_status": status,
        "new_trigger": row.trigger,
        "new_failures": failures,
        "new_next_attempt_at": at + wait_after(failures, judgement, outcome.jitter),
        "new_last_error_class": judgement.error_class,
        "new_delivered_at": row.delivered_at,
        "new_acked_at": row.acked_at,
    }


def _attempt(outcome: Outcome) -> dict[str, Any]:
    lease, answer = outcome.lease, outcome.answer
    return {
        "id": new_id(),
        "delivery_id": lease.delivery_id,
        "n": lease.n,
        "trigger": lease.trigger,
        "started_at": answer.started_at,
        "ended_at": answer.ended_at,
        "remote_ip": answer.remote_ip,
        "tls_version": answer.tls_version,
        "peer_cert_sha256": answer.peer_cert_sha256,
        "status": answer.status,
        "response_sha256": hashlib.sha256(answer.body).digest() if answer.status is not None else None,
        "request_sha256": lease.body_sha256,
        "key_ids": [key.kid for key in lease.keys],
        "error": outcome.judgement.error_class,
    }
