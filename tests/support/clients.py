"""Who may ask in a test? Clients registered as the service would."""

from uuid import UUID, uuid4

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.models import Client
from app.access.roles import PARTY_OF, Role
from app.access.scopes import Purpose
from app.audit.trail import record


def an_actor(installation: Installation, role: Role = Role.OPERATOR, staff_id: UUID | None = None) -> Actor:
    """Return somebody in whose name a test prepares what it needs."""
    return Actor(
        client_id=f"{role}-preparing",
        role=role,
        party=PARTY_OF[role],
        purpose=Purpose.OPERATION,
        scope=frozenset(),
        staff_id=staff_id,
        jti="0" * 16,
        at=installation.clock.now(),
        request_id="preparing",
    )


def a_client(installation: Installation, role: Role, staff_id: UUID | None = None) -> str:
    """Register a client and return its id."""
    client = Client(
        created_at=installation.clock.now(),
        client_id=f"{role}-{uuid4().hex[:12]}",
        role=role,
        system="test",
        staff_id=staff_id,
        registered_by="preparing",
        confirmed_at=installation.clock.now(),
    )

    def register(session: Session) -> str:
        session.add(client)
        record(session, an_actor(installation), "client.registered", "clients", client.id)
        return client.client_id

    return installation.database.run(register)
