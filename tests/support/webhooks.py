"""Which endpoints and events does a test need? Made as the operator, ISA and any resource would make them."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select, update

from app.access.installation import Installation
from app.access.roles import Role
from app.audit.trail import record
from app.events.catalogue import Datum, EventType, Stream
from app.events.models import Acknowledgement, OutboxEvent
from app.events.outbox import announce
from app.webhooks import service
from app.webhooks.exchange import Lease
from app.webhooks.keys import ensure_key
from app.webhooks.models import Delivery, DeliveryStatus, Endpoint
from app.webhooks.relay import take
from app.webhooks.schemas import ProposeEndpoint
from app.worker import Worker
from tests.support.clients import an_actor

ABOUT: dict[str, Datum] = {
    "id": "01900000-0000-7000-8000-000000000001",
    "kind": "trouble",
    "action": "share",
    "state": "shared",
    "also_trouble": False,
    "urgency": "promptly",
    "owed_under_2_3": False,
    "persons": None,
}
INCIDENT = "incidents/01900000-0000-7000-8000-000000000001"
ANOTHER = "incidents/01900000-0000-7000-8000-000000000002"


def a_proposed_endpoint(
    installation: Installation,
    url: str = "https://receiver.example/yonsei",
    *,
    streams: Iterable[Stream] = (Stream.INCIDENTS,),
    sends_v1: bool = True,
    sends_v1a: bool = True,
    standby: bool = False,
) -> UUID:
    """Return an endpoint that ISA has not confirmed."""
    body = ProposeEndpoint(url=url, streams=frozenset(streams), sends_v1=sends_v1, sends_v1a=sends_v1a, standby=standby)
    return installation.database.run(service.propose_endpoint, an_actor(installation), body).id


def an_endpoint(
    installation: Installation,
    url: str = "https://receiver.example/yonsei",
    *,
    streams: Iterable[Stream] = (Stream.INCIDENTS,),
    sends_v1: bool = True,
    sends_v1a: bool = True,
    standby: bool = False,
) -> UUID:
    """Return an endpoint in use, with a key to sign with."""
    keyed(installation)
    endpoint_id = a_proposed_endpoint(
        installation, url, streams=streams, sends_v1=sends_v1, sends_v1a=sends_v1a, standby=standby
    )
    officer = an_actor(installation, Role.ISA_OFFICER)
    return installation.database.run(service.confirm_endpoint, officer, endpoint_id, 1).id


def keyed(installation: Installation, at: datetime | None = None) -> None:
    """Make a key to sign with if there is none."""
    installation.database.run(ensure_key, installation.key_store, at or installation.clock.now())


def change(installation: Installation, table: type[SQLModel], **values: object) -> None:
    """Change every row of a table behind the service's back."""

    def work(session: Session) -> None:
        session.connection().execute(update(table).values(**values))
        record(session, an_actor(installation), "test.changed", "tests", None)

    installation.database.run(work)


def an_event(installation: Installation, subject: str = INCIDENT) -> str:
    """Announce something about a subject and return the event's id."""
    at = installation.clock.now()

    def say(session: Session) -> UUID:
        return announce(session, at, EventType.INCIDENT_RECORDED, subject, **ABOUT)

    return str(installation.database.run(say))


def acknowledge(installation: Installation, event_id: str, error: str | None = None) -> None:
    """Say as the feed does that ISA has an event, or why it could not take it."""

    def say(session: Session) -> None:
        at = installation.clock.now()
        session.add(Acknowledgement(event_id=UUID(event_id), acknowledged_at=at, via="feed", error=error))
        record(session, an_actor(installation, Role.ISA_EXCHANGE), "feed.acknowledged", "feeds", None)

    installation.database.run(say)


def work(installation: Installation) -> int:
    """Let a worker do what is due, and return how many attempts it made."""
    return asyncio.run(Worker(installation).run_once())


def endpoint(installation: Installation, endpoint_id: UUID) -> Endpoint:
    """Return an endpoint as it stands."""
    return installation.database.run(lambda session: session.get_one(Endpoint, endpoint_id))


def deliveries(installation: Installation) -> list[Delivery]:
    """Return every delivery, in the order of queueing."""
    return installation.database.run(lambda session: list(session.exec(select(Delivery).order_by(col(Delivery.id)))))


def acknowledged(installation: Installation) -> dict[str, str]:
    """Return by which way each event was acknowledged."""
    rows = installation.database.run(lambda session: list(session.exec(select(Acknowledgement))))
    return {str(row.event_id): row.via for row in rows}


def statuses(installation: Installation) -> list[DeliveryStatus]:
    """Return how far each delivery has come, in the order of queueing."""
    return [delivery.status for delivery in deliveries(installation)]


def leases(installation: Installation, limit: int) -> list[Lease]:
    """Lease deliveries as a worker does."""
    return installation.database.run(take, installation.clock.now(), limit)


def outbox(session: Session) -> list[OutboxEvent]:
    """Return every committed event in the order of the feed."""
    return list(session.exec(select(OutboxEvent).order_by(col(OutboxEvent.position))))


def out_of_order(committed: list[OutboxEvent], came: list[str]) -> list[tuple[int, int]]:
    """Return the positions that came after a later one of their subject; the same one again is in order."""
    known = {str(event.event_id): event for event in committed}
    faults = []
    for subject in {event.subject for event in committed}:
        positions = [known[event].position for event in came if known[event].subject == subject]
        faults += [pair for pair in pairwise(positions) if pair[0] > pair[1]]
    return faults
