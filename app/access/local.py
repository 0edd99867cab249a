"""Who acts when nobody asks over HTTP? Whoever works at the machine itself, in a role and without a token."""

from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.roles import MAY_HOLD, PARTY_OF, Role
from app.access.scopes import PURPOSE_OF
from app.core.ids import new_id


def local_actor(role: Role, at: datetime, program: str, staff_id: UUID | None = None) -> Actor:
    """Return an actor for a program of this machine, such as the mail server's pipe or the command line."""
    scope = MAY_HOLD[role]
    return Actor(
        client_id=f"local-{program}",
        role=role,
        party=PARTY_OF[role],
        purpose=PURPOSE_OF[min(scope)],
        scope=scope,
        staff_id=staff_id,
        jti=f"local-{new_id()}",
        at=at,
        request_id=str(new_id()),
    )
