"""What is written down once an attempt is over? Only by whoever still holds the lease."""

import hashlib
from datetime import datetime

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session, UTCDateTime, select

from app.audit.trail import record
from app.events.models import Acknowledgement
from app.webhooks import breaker
from app.webhooks.author import Worker
from app.webhooks.exchange import Answer, Lease
from app.webhooks.judging import TRIES_IF_REFUSED, Judgement, Verdict, wait_after
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus, Endpoint, EndpointState, Trigger

log = structlog.get_logger("webhooks")
_SAY = text(
    "INSERT INTO acknowledgements (event_id, acknowledged_at, via) VALUES (:event_id, :at, 'webhook')"
    " ON CONFLICT (event_id) DO UPDATE SET acknowledged_at = excluded.acknowledged_at, via = excluded.via, error = NULL"
    " WHERE acknowledgements.error IS NOT NULL",
).bindparams(bindparam("event_id", type_=Uuid()), bindparam("at", type_=UTCDateTime()))


def settle(session: Session, lease: Lease, judgement: Judgement, at: datetime, jitter: float) -> bool:
    """Write down what an attempt came to; False where the lease had gone to somebody else.

    A receipt counts whoever holds the lease: the other party has the event.
    """
    if judgement.verdict is Verdict.ACKNOWLEDGED:
        _acknowledge(session, lease, at)
    delivery = session.exec(select(Delivery).where(Delivery.id == lease.delivery_id).with_for_update()).one()
    if delivery.lease_token != lease.token or delivery.status is not DeliveryStatus.LEASED:
        log.warning("lease-lost", delivery=str(lease.delivery_id))
        return False
    endpoint = session.get_one(Endpoint, lease.endpoint_id)
    delivery.lease_token, delivery.lease_until, delivery.last_error_class = None, None, judgement.error_class
    match judgement.verdict:
        case Verdict.ACKNOWLEDGED | Verdict.DELIVERED:
            _finish(delivery, judgement, at)
            breaker.close(session, endpoint, at)
        case Verdict.GONE:
            delivery.status = DeliveryStatus.HELD
            breaker.give_up(session, endpoint, at)
        case Verdict.REFUSED:
            _postpone(delivery, endpoint, judgement, at, jitter)
            _park_after_enough_tries(delivery)
            breaker.close(session, endpoint, at)
        case Verdict.FAILED:
            _postpone(delivery, endpoint, judgement, at, jitter)
            breaker.count_failure(session, endpoint, at)
    session.flush()
    return True


def keep_attempt(session: Session, lease: Lease, answer: Answer, judgement: Judgement) -> None:
    """Append what was sent and what came back, in a transaction of its own so that its failure resends nothing."""
    session.add(
        DeliveryAttempt(
            delivery_id=lease.delivery_id,
            n=lease.n,
            trigger=lease.trigger,
            started_at=answer.started_at,
            ended_at=answer.ended_at,
            remote_ip=answer.remote_ip,
            tls_version=answer.tls_version,
            peer_cert_sha256=answer.peer_cert_sha256,
            status=answer.status,
            response_sha256=hashlib.sha256(answer.body).digest() if answer.status is not None else None,
            request_sha256=lease.body_sha256,
            key_ids=[key.kid for key in lease.keys],
            error=judgement.error_class,
        ),
    )


def _acknowledge(session: Session, lease: Lease, at: datetime) -> None:
    """Keep the receipt in the table the feed uses too; only what was an error before gives way to it."""
    said = session.get(Acknowledgement, lease.event_id)
    if said is not None and said.error is None:
        return
    session.connection().execute(_SAY, {"event_id": lease.event_id, "at": at})
    record(session, Worker(at), "event.acknowledged", "events", lease.event_id, via="webhook")


def _finish(delivery: Delivery, judgement: Judgement, at: datetime) -> None:
    delivery.delivered_at = delivery.delivered_at or at
    delivery.failures, delivery.trigger, delivery.status = 0, Trigger.AUTO, DeliveryStatus.DELIVERED
    if judgement.verdict is Verdict.ACKNOWLEDGED or delivery.acked_at is not None:
        delivery.status = DeliveryStatus.ACKED
        delivery.acked_at = delivery.acked_at or at
        delivery.receipt_id = judgement.receipt_id or delivery.receipt_id


def _postpone(delivery: Delivery, endpoint: Endpoint, judgement: Judgement, at: datetime, jitter: float) -> None:
    delivery.failures += 1
    delivery.next_attempt_at = at + wait_after(delivery.failures, judgement, jitter)
    paused = endpoint.state in {EndpointState.PAUSED, EndpointState.GONE}
    delivery.status = DeliveryStatus.HELD if paused else DeliveryStatus.PENDING


def _park_after_enough_tries(delivery: Delivery) -> None:
    if delivery.failures >= TRIES_IF_REFUSED:
        delivery.status = DeliveryStatus.PARKED
        log.error("parked", delivery=str(delivery.id), error=delivery.last_error_class)
