"""What may the association's staff do for an applicant? Register, open, activate, complete and withdraw."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_opening
from app.applicants import queries
from app.applicants.lifecycle import LIFE
from app.applicants.models import Applicant, ApplicantState
from app.applicants.queries import TABLE
from app.applicants.schemas import ApplicantSummary, ApplicantView, RegisterApplicant
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.core.rows import move
from app.http.paging import Page, page_of
from app.staff.queries import require_briefed_staff
from app.vault.findable import make_findable
from app.vault.keystore import Domain
from app.vault.sealing import seal


def register_applicant(session: Session, actor: Actor, body: RegisterApplicant) -> ApplicantSummary:
    """Enter a person who asks for a supporter."""
    require_briefed_staff(session, actor)
    if body.date_of_birth >= tokyo_day(actor.at):
        raise Invalid.at("/date_of_birth", "in_the_future")

    return register_as(session, actor, new_id(), body)


def register_as(session: Session, actor: Actor, applicant_id: UUID, body: RegisterApplicant) -> ApplicantSummary:
    """Seal and store a person under a given id."""
    fields = body.model_dump(mode="json")
    applicant = Applicant(
        id=applicant_id,
        created_at=actor.at,
        state=ApplicantState.REGISTERED,
        sealed=seal(session, Domain.DIRECT, TABLE, applicant_id, fields),
        resembles=make_findable(session, Domain.DIRECT, TABLE, applicant_id, fields),
    )
    session.add(applicant)
    record(session, actor, "applicant.registered", TABLE, applicant_id)
    return summary(session, applicant)


def list_applicants(session: Session, actor: Actor, limit: int, cursor: str | None) -> Page[ApplicantSummary]:
    """Return the applicants, none of them opened, in the order of their registration."""
    require_briefed_staff(session, actor)
    return page_of(session, Applicant, summary, limit, cursor)


def show_applicant(session: Session, actor: Actor, applicant_id: UUID) -> ApplicantView:
    """Open one applicant, and record which fields were read."""
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    require_opening(session, actor, applicant_id)
    profile = queries.open_profile(session, applicant)
    said = sorted(name for name, value in profile if value not in (None, []))
    record(session, actor, "applicant.read", TABLE, applicant_id, fields=said)
    return ApplicantView(**summary(session, applicant).model_dump(), profile=profile)


def show_summary(session: Session, actor: Actor, applicant_id: UUID) -> ApplicantSummary:
    """Return one applicant without opening anything."""
    require_briefed_staff(session, actor)
    return summary(session, queries.get_applicant(session, applicant_id))


def activate_applicant(session: Session, actor: Actor, applicant_id: UUID, version: int) -> ApplicantSummary:
    """Look for a supporter, for the first time or again after a supporter changed.

    Raises:
        Conflict: the person has not consented to matching.

    """
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    state = LIFE.after("activate", applicant.state)
    if not queries.open_profile(session, applicant).consent_to_matching:
        raise Conflict("no_consent_to_matching")

    move(session, applicant, version, state=state, activated_at=actor.at)
    record(session, actor, "applicant.activated", TABLE, applicant_id)
    return summary(session, applicant)


def complete_applicant(session: Session, actor: Actor, applicant_id: UUID, version: int) -> ApplicantSummary:
    """Stop looking, since a supporter has been found."""
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    state = LIFE.after("complete", applicant.state)

    move(session, applicant, version, state=state, completed_at=actor.at)
    record(session, actor, "applicant.completed", TABLE, applicant_id)
    return summary(session, applicant)


def withdraw_applicant(session: Session, actor: Actor, applicant_id: UUID, version: int) -> ApplicantSummary:
    """Record that the person no longer wishes to be matched."""
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    state = LIFE.after("withdraw", applicant.state)

    move(session, applicant, version, state=state, withdrawn_at=actor.at)
    record(session, actor, "applicant.withdrawn", TABLE, applicant_id)
    return summary(session, applicant)


def summary(_session: Session, applicant: Applicant) -> ApplicantSummary:
    """Return what may be shown of an applicant without opening anything."""
    return ApplicantSummary.model_validate(applicant, from_attributes=True)
