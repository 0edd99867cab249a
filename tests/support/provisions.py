"""Which provisions does a test need? Made as the service makes them."""

from typing import Any
from uuid import UUID, uuid4

from app.access.installation import Installation
from app.access.roles import Role
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds
from app.provisions.models import Names, OccasionKind, ProvidedTo
from app.provisions.recording import Occasion, Provision, provide
from tests.support.clients import an_actor


def a_provision(**said: Any) -> Provision:
    """Return what is told to ISA of somebody in the course of an incident, unless said otherwise."""
    told: dict[str, Any] = {
        "recipient": ProvidedTo.ISA,
        "occasion": Occasion(OccasionKind.INCIDENT, uuid4()),
        "source": Source.ISA,
        "grounds": Grounds(clause="2(3)"),
        "items": ("name", "email"),
        "names": Names(person="Hanako Example", recipient=None, recipient_place=None),
        "consent_id": uuid4(),
    }
    return Provision(**told | said)


def provided(installation: Installation, **said: Any) -> UUID:
    """Make a provision and return the id of its record."""
    actor = an_actor(installation, Role.PRIVACY_OFFICER)
    return installation.database.run(lambda session: provide(session, actor, a_provision(**said)).id)
