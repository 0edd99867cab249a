"""How is what is known of an applicant put right? Member by member; the audit names them without values (APPI 22)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlmodel import Session

from app.access.actor import Actor
from app.applicants import queries
from app.applicants.models import Applicant, ApplicantState
from app.applicants.queries import TABLE
from app.applicants.schemas import ApplicantSummary, CorrectApplicant, RegisterApplicant
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.core.errors import FieldError, Invalid, WrongState
from app.core.rows import move
from app.http.faults import invalid_for
from app.staff.queries import require_briefed_staff
from app.vault.findable import make_findable
from app.vault.keystore import Domain
from app.vault.sealing import reseal


def correct_applicant(
    session: Session,
    actor: Actor,
    applicant_id: UUID,
    version: int,
    body: CorrectApplicant,
) -> ApplicantSummary:
    """Put right what is known of an applicant, as long as the person has not withdrawn.

    Raises:
        Invalid: nothing would change, or the person could not be as they are to be.
        WrongState: the person has withdrawn.

    """
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    if applicant.state is ApplicantState.WITHDRAWN:
        raise WrongState("correct", applicant.state.value)
    put_right(session, actor, applicant, version, body)
    return ApplicantSummary.model_validate(applicant, from_attributes=True)


def put_right(session: Session, actor: Actor, applicant: Applicant, version: int, body: CorrectApplicant) -> None:
    """Change what is known of an applicant, whoever asks for it: staff, or the person by right (article 34).

    Raises:
        Invalid: nothing would change, or the person could not be as they are to be.

    """
    before = queries.open_profile(session, applicant).model_dump(mode="json")
    person = _corrected(before, body)
    require_by_now(person, tokyo_day(actor.at))
    after = person.model_dump(mode="json")
    changed = sorted(name for name, value in after.items() if value != before[name])
    if not changed:
        raise Invalid.at("", "nothing_changed")

    sealed = reseal(session, Domain.DIRECT, TABLE, applicant.id, after)
    resembles = make_findable(session, Domain.DIRECT, TABLE, applicant.id, after)
    move(session, applicant, version, sealed=sealed, resembles=resembles)
    record(session, actor, "applicant.corrected", TABLE, applicant.id, fields=changed)


def require_by_now(person: RegisterApplicant, today: date) -> None:
    """Let pass a person of whom nothing is told that is yet to happen, and who was born before today in Japan.

    Raises:
        Invalid: each day that lies in the future.

    """
    ahead = [place for place, day in _days(person.model_dump(), "") if day > today]
    if person.date_of_birth == today:
        ahead.append("/date_of_birth")
    if ahead:
        raise Invalid(*(FieldError(place, "in_the_future") for place in ahead))


def _corrected(before: dict[str, JsonValue], body: CorrectApplicant) -> RegisterApplicant:
    merged = {**before, **body.model_dump(mode="json", exclude_unset=True)}
    try:
        return RegisterApplicant.model_validate({name: value for name, value in merged.items() if value is not None})
    except ValidationError as error:
        raise invalid_for(error) from None


def _days(said: object, place: str) -> Iterator[tuple[str, date]]:
    """Return every day in a body with its pointer."""
    if isinstance(said, date):
        yield place, said
    members = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for name, value in members:
        yield from _days(value, f"{place}/{name}")
