"""What may the association's staff do for an applicant? Register, open, list, activate, complete and withdraw."""

from itertools import islice
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_opening
from app.applicants import queries, views
from app.applicants.corrections import require_by_now
from app.applicants.flags import FlagCode, flags_of
from app.applicants.lifecycle import LIFE
from app.applicants.models import Applicant, ApplicantState
from app.applicants.queries import TABLE
from app.applicants.schemas import ApplicantSummary, ApplicantView, RegisterApplicant
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.rows import move
from app.http.paging import Page, cursor_secret, make_cursor, page_of, read_cursor
from app.staff.queries import require_briefed_staff
from app.vault.findable import make_new_findable
from app.vault.keystore import Domain
from app.vault.sealing import seal


def register_applicant(session: Session, actor: Actor, body: RegisterApplicant) -> ApplicantSummary:
    """Enter a person who asks for a supporter."""
    require_briefed_staff(session, actor)
    require_by_now(body, tokyo_day(actor.at))

    return register_as(session, actor, new_id(), body)


def register_as(session: Session, actor: Actor, applicant_id: UUID, body: RegisterApplicant) -> ApplicantSummary:
    """Seal and store a person under a given id."""
    fields = body.model_dump(mode="json")
    applicant = Applicant(
        id=applicant_id,
        created_at=actor.at,
        state=ApplicantState.REGISTERED,
        sealed=seal(session, Domain.DIRECT, TABLE, applicant_id, fields),
        resembles=make_new_findable(session, Domain.DIRECT, TABLE, applicant_id, fields),
    )
    session.add(applicant)
    record(session, actor, "applicant.registered", TABLE, applicant_id)
    return summary(session, applicant)


def list_applicants(
    session: Session,
    actor: Actor,
    limit: int,
    cursor: str | None,
    flag: FlagCode | None,
) -> Page[ApplicantSummary]:
    """Return the applicants in the order of their registration, none of them opened unless a flag is asked for."""
    require_briefed_staff(session, actor)
    if flag is None:
        return page_of(session, Applicant, summary, limit, cursor)
    return _list_flagged(session, actor, limit, cursor, flag)


def show_applicant(session: Session, actor: Actor, applicant_id: UUID) -> ApplicantView:
    """Open one applicant, and record which fields were read."""
    require_briefed_staff(session, actor)
    applicant = queries.get_applicant(session, applicant_id)
    require_opening(session, actor, applicant_id)
    profile = queries.open_profile(session, applicant)
    said = sorted(name for name, value in profile if value not in (None, []))
    record(session, actor, "applicant.read", TABLE, applicant_id, fields=said)
    return ApplicantView(
        **summary(session, applicant).model_dump(),
        profile=profile,
        standing=views.standing_view(profile, tokyo_day(actor.at)),
        flags=views.flag_views(profile, tokyo_day(actor.at)),
    )


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
    if not queries.open_profile(session, applicant).consent_to_matching.given:
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


def _list_flagged(
    session: Session,
    actor: Actor,
    limit: int,
    cursor: str | None,
    flag: FlagCode,
) -> Page[ApplicantSummary]:
    """Return the applicants who have a flag today; that each was found is recorded, without the flag."""
    secret, place, today = cursor_secret(session), f"{TABLE}:{flag.value}", tokyo_day(actor.at)
    after = None if cursor is None else read_cursor(secret, place, cursor)
    held = (one for one in queries.held_applicants(session, after) if flag in flags_of(one.profile, today))
    found = [one.applicant for one in islice(held, limit + 1)]
    for applicant in found[:limit]:
        record(session, actor, "applicant.flagged", TABLE, applicant.id, fields=["flags"])
    return Page(
        items=[summary(session, applicant) for applicant in found[:limit]],
        next_cursor=make_cursor(secret, place, found[limit - 1].id) if len(found) > limit else None,
    )


def summary(_session: Session, applicant: Applicant) -> ApplicantSummary:
    """Return what may be shown of an applicant without opening anything."""
    return ApplicantSummary.model_validate(applicant, from_attributes=True)
