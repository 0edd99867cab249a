"""When is an endpoint spared? After repeated failure, one event probes for all; the first success lets all go again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, select

from app.audit.trail import record
from app.core.rows import move, table_of
from app.webhooks.author import Worker
from app.webhooks.judging import BREAKER_AFTER, Verdict, probe_after
from app.webhooks.models import Endpoint, EndpointHealth, EndpointState
from app.webhooks.queueing import SERVED, hold, release

log = structlog.get_logger("webhooks")
_ENDPOINTS, _HEALTH = table_of(Endpoint), table_of(EndpointHealth)
_STANDING = (
    core_select(_ENDPOINTS.c.id, _ENDPOINTS.c.state, _HEALTH.c.consecutive_failures)
    .join_from(_ENDPOINTS, _HEALTH, _HEALTH.c.endpoint_id == _ENDPOINTS.c.id)
    .where(_ENDPOINTS.c.id.in_(bindparam("ids", expanding=True)))
)
_ANSWERS = frozenset({Verdict.ACKNOWLEDGED, Verdict.DELIVERED, Verdict.REFUSED})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an endpoint stands before an answer is taken into account."""

    state: EndpointState
    failures: int

    @property
    def is_served(self) -> bool:
        """Whether what waits for it waits to be sent, now or after a probe."""
        return self.state in SERVED


def standing(session: Session, endpoint_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Return how endpoints stand."""
    rows = session.connection().execute(_STANDING, {"ids": list(endpoint_ids)})
    return {row.id: Standing(row.state, row.consecutive_failures) for row in rows}


def learn(
    session: Session, before: Mapping[UUID, Standing], verdicts: Mapping[UUID, Sequence[Verdict]], at: datetime
) -> frozenset[UUID]:
    """Learn from what was answered, in its order, and return the endpoints that get nothing more for now."""
    well = Standing(EndpointState.ACTIVE, 0)
    changed = [one for one, said in verdicts.items() if before[one] != well or not _ANSWERS.issuperset(said)]
    return frozenset(one for one in sorted(changed) if not _learn(session, one, verdicts[one], at))


def _learn(session: Session, endpoint_id: UUID, verdicts: Sequence[Verdict], at: datetime) -> bool:
    """Take one endpoint's answers in turn and tell whether it is still sent to."""
    endpoint = session.get_one(Endpoint, endpoint_id)
    for verdict in verdicts:
        match verdict:
            case Verdict.ACKNOWLEDGED | Verdict.DELIVERED | Verdict.REFUSED:
                _close(session, endpoint, at)
            case Verdict.GONE:
                _give_up(session, endpoint, at)
            case Verdict.FAILED:
                _count_failure(session, endpoint, at)
    return endpoint.state is EndpointState.ACTIVE


def _count_failure(session: Session, endpoint: Endpoint, at: datetime) -> None:
    """Count a failure; with the fifth in a row the endpoint is degraded, and probed from then on."""
    health = _health(session, endpoint)
    health.consecutive_failures += 1
    if health.consecutive_failures < BREAKER_AFTER:
        return
    health.probe_at = at + probe_after(health.consecutive_failures)
    _change(session, endpoint, {EndpointState.ACTIVE}, EndpointState.DEGRADED, at)


def _close(session: Session, endpoint: Endpoint, at: datetime) -> None:
    """Forget the failures of an endpoint that answers, and let go what waited for it."""
    health = _health(session, endpoint)
    health.consecutive_failures, health.probe_at = 0, None
    if _change(session, endpoint, {EndpointState.DEGRADED}, EndpointState.ACTIVE, at):
        release(session, endpoint.id, at)


def _give_up(session: Session, endpoint: Endpoint, at: datetime) -> None:
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
