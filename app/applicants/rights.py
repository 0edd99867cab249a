"""What does the privacy law let an applicant ask? That the profile be corrected, and no longer used (34, 35)."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlmodel import Session

from app.access.actor import Actor
from app.applicants.corrections import put_right
from app.applicants.lifecycle import LIFE
from app.applicants.models import Applicant, ApplicantState
from app.applicants.queries import TABLE
from app.applicants.schemas import CorrectApplicant
from app.audit.trail import record
from app.core.rows import move
from app.http.faults import invalid_for


def correct(session: Session, actor: Actor, applicant: Applicant, changes: Mapping[str, JsonValue]) -> None:
    """Change what is held of an applicant, one who has withdrawn too.

    Raises:
        Invalid: a field takes no such value, there is none of this name, or nothing would change.

    """
    try:
        asked = CorrectApplicant.model_validate(changes)
    except ValidationError as error:
        raise invalid_for(error) from None
    put_right(session, actor, applicant, applicant.version, asked)


def stop_use(session: Session, actor: Actor, applicant_id: UUID, request_id: UUID) -> None:
    """Take an applicant out of the matching; one who is out of it already stays as they are."""
    applicant = session.get_one(Applicant, applicant_id)
    if applicant.state not in LIFE.moves["withdraw"][0]:
        return
    move(session, applicant, applicant.version, state=ApplicantState.WITHDRAWN, withdrawn_at=actor.at)
    record(session, actor, "applicant.withdrawn", TABLE, applicant_id, request=str(request_id))
