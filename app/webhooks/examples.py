"""Which endpoints does the demonstration begin with? One in each state, without a stream, so nothing is sent there."""

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.examples import example_id
from app.webhooks.models import Endpoint, EndpointHealth, EndpointState

STATES = (EndpointState.PROPOSED, EndpointState.ACTIVE, EndpointState.DEGRADED, EndpointState.PAUSED)


def seed(session: Session, actor: Actor) -> None:
    """Make the example endpoints that are missing."""
    for state in STATES:
        endpoint_id = example_id("webhooks", state.value)
        if session.get(Endpoint, endpoint_id) is None:
            _make(session, actor, state)


def _make(session: Session, actor: Actor, state: EndpointState) -> None:
    endpoint = Endpoint(
        id=example_id("webhooks", state.value),
        created_at=actor.at,
        url=f"https://receiver.example/{state}",
        state=state,
        streams=[],
        confirmed_at=None if state is EndpointState.PROPOSED else actor.at,
    )
    session.add(endpoint)
    session.flush()
    session.add(EndpointHealth(endpoint_id=endpoint.id))
    record(session, actor, "webhook.seeded", "webhooks", endpoint.id, state=state.value)
