"""Which endpoints does the demonstration begin with? One in each state, without a stream, so nothing is sent there.

One event waits for a human at the active one, as if it had been refused three times.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.audit.trail import record
from app.core.examples import example_id
from app.events.models import OutboxEvent
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint, EndpointHealth, EndpointState

STATES = (EndpointState.PROPOSED, EndpointState.ACTIVE, EndpointState.DEGRADED, EndpointState.PAUSED)


def seed(session: Session, actor: Actor) -> None:
    """Make the example endpoints that are missing."""
    for state in STATES:
        endpoint_id = example_id("webhooks", state.value)
        if session.get(Endpoint, endpoint_id) is None:
            _make(session, actor, state)
    event = session.exec(select(OutboxEvent).order_by(OutboxEvent.stream, col(OutboxEvent.position))).first()
    if event is not None and session.get(Delivery, example_id("deliveries", "parked")) is None:
        session.add(_parked(event, actor.at))


def _parked(event: OutboxEvent, at: datetime) -> Delivery:
    return Delivery(
        id=example_id("deliveries", "parked"),
        endpoint_id=example_id("webhooks", EndpointState.ACTIVE.value),
        stream=event.stream,
        position=event.position,
        event_id=event.event_id,
        subject=event.subject,
        status=DeliveryStatus.PARKED,
        attempts=3,
        failures=3,
        next_attempt_at=at,
        last_error_class="status-422",
    )


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
