"""Which applicants does a test need? Registered as the service does, then led to a state directly."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.applicants.models import ApplicantState
from app.applicants.queries import get_applicant
from app.applicants.schemas import RegisterApplicant
from app.applicants.service import register_as
from app.audit.trail import record
from app.core.ids import new_id
from app.core.rows import move
from tests.support.clients import an_actor

_REACHED = {
    ApplicantState.ACTIVE: ("activated_at",),
    ApplicantState.WITHDRAWN: ("withdrawn_at",),
    ApplicantState.COMPLETED: ("activated_at", "completed_at"),
    ApplicantState.DISPOSED: ("disposed_at",),
}

CONSENTED = {"given": True, "on": "2026-05-01", "text_version": "2026-04"}
REFUSED = {**CONSENTED, "given": False}


def a_person(**said: Any) -> dict[str, Any]:
    """Return an applicant as staff enter them."""
    return {
        "name": "Carlos Example",
        "email": "carlos@example.org",
        "date_of_birth": "2001-02-03",
        "country_of_origin": "BRA",
        "resides_in": "BRA",
        "languages": ["pt"],
        "wished_area": ["14"],
        "month_of_arrival": "2027-04",
        "needs": [{"text": "vegetarian meals", "shared_by_consent_on": "2026-05-01"}],
        "consent_to_matching": CONSENTED,
        "consent_to_provision_abroad": CONSENTED,
        **said,
    }


def an_applicant(installation: Installation, *, state: ApplicantState = ApplicantState.ACTIVE, **said: Any) -> UUID:
    """Return an applicant led to a state."""
    person = RegisterApplicant.model_validate(a_person(**said))
    return installation.database.run(_add, an_actor(installation, Role.COORDINATOR), person, state)


def _add(session: Session, actor: Actor, person: RegisterApplicant, state: ApplicantState) -> UUID:
    applicant_id = new_id()
    register_as(session, actor, applicant_id, person)
    session.flush()
    if state is not ApplicantState.REGISTERED:
        applicant = get_applicant(session, applicant_id)
        sealed = None if state is ApplicantState.DISPOSED else applicant.sealed
        move(session, applicant, 1, state=state, sealed=sealed, **dict.fromkeys(_REACHED[state], actor.at))
        record(session, actor, "applicant.made", "applicants", applicant_id)
    return applicant_id
