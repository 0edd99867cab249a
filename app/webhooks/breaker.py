"""When is an endpoint spared? After repeated failure, one event probes for all; the first success lets all go again."""

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlmodel import Session, select

from app.audit.trail import record
from app.core.rows import move
from app.webhooks.author import Worker
from app.webhooks.judging import BREAKER_AFTER, probe_after
from app.webhooks.models import Endpoint, EndpointHealth, EndpointState
from app.webhooks.queueing import SERVED, hold, release

log = structlog.get_logger("webhooks")


def count_failure(session: Session, endpoint: Endpoint, at: datetime) -> None:
    """Count a failure; with the fifth in a row the endpoint is degraded, and probed from then on."""
    health = _health(session, endpoint)
    health.consecutive_failures += 1
    if health.consecutive_failures < BREAKER_AFTER:
        return
    health.probe_at = at + probe_after(health.consecutive_failures)
    _change(session, endpoint, {EndpointState.ACTIVE}, EndpointState.DEGRADED, at)


def close(session: Session, endpoint: Endpoint, at: datetime) -> None:
    """Forget the failures of an endpoint that answers, and let go what waited for it."""
    if session.get_one(EndpointHealth, endpoint.id).consecutive_failures == 0:
        return
    health = _health(session, endpoint)
    health.consecutive_failures, health.probe_at = 0, None
    if _change(session, endpoint, {EndpointState.DEGRADED}, EndpointState.ACTIVE, at):
        release(session, endpoint.id, at)


def give_up(session: Session, endpoint: Endpoint, at: datetime) -> None:
    """Hold everything for an endpoint that said it is gone (410); only ISA can say that it is back."""
    if _change(session, endpoint, SERVED, EndpointState.GONE, at):
        hold(session, endpoint.id)


def _health(session: Session, endpoint: Endpoint) -> EndpointHealth:
    alone = select(EndpointHealth).where(EndpointHealth.endpoint_id == endpoint.id).with_for_update()
    return session.exec(alone.execution_options(populate_existing=True)).one()


def _change(
    session: Session,
    endpoint: Endpoint,
    states: Collection[EndpointState],
    state: EndpointState,
    at: datetime,
) -> bool:
    """Move an endpoint on, unless a person has moved it meanwhile."""
    session.refresh(endpoint, with_for_update=True)
    if endpoint.state not in states:
        return False
    move(session, endpoint, endpoint.version, state=state)
    record(session, Worker(at), f"webhook.{state}", "webhooks", endpoint.id)
    log.warning("endpoint", state=state.value, endpoint=str(endpoint.id))
    return True
