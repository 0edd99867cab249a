"""What is to be disposed of, on which basis and since when? Worked out from the facts of all below, never stored.

Under 2(4) everything, from the day the matching stopped. Single records by the privacy law (R2.4-3): what was
withdrawn, what a request had deleted, and what has been kept for as long as there was a use for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.applicants.models import Applicant, ApplicantState
from app.consents.models import Consent, ConsentState
from app.core.database import settings_of
from app.disposals.models import DelayReason, Disposal, DisposalState
from app.disposals.standing import standing_of_all
from app.http.fields import View
from app.limits.duties import About, DutyView, judged
from app.limits.queries import limits_of
from app.matching.models import OPEN, Match
from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.memorandum.clause_2_4_disposal import DisposalBasis
from app.requests.queries import granted_deletions

_ASSOCIATION = frozenset({Party.ASSOCIATION})
_UNDER_WAY = {DisposalState.PROPOSED, DisposalState.APPROVED, DisposalState.EXECUTING}
_LAW = {
    DisposalBasis.WITHDRAWAL: "article 22",
    DisposalBasis.RETENTION: "article 22",
    DisposalBasis.REQUEST: "article 35",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A record that is to go, why, and since when."""

    basis: DisposalBasis
    resource: str
    id: UUID
    since: datetime


class DisposalDuty(View):
    """Something to be disposed of; `disposal_id` is what is under way for it, and what delays that stands with it."""

    basis: DisposalBasis
    duty: DutyView
    disposal_id: UUID | None
    delay_reason: DelayReason | None
    delayed_until: date | None


class DisposalDuties(View):
    """Everything to be disposed of, the longest owed first."""

    items: Sequence[DisposalDuty]


def list_disposal_duties(session: Session, actor: Actor) -> DisposalDuties:
    """Return what is to be disposed of and has not been, blocked or not: a delay is shown as lateness (R2.4-5)."""
    return DisposalDuties(items=disposal_duties_at(session, actor.at))


def disposal_duties_at(session: Session, at: datetime) -> list[DisposalDuty]:
    """Return what is owed at an instant, the longest owed first."""
    found = [*_of_the_clause(session, at), *_of_records(session, at, _under_way(session))]
    return sorted(found, key=lambda one: one.duty.since)


def owed_records(session: Session, at: datetime) -> Iterator[Owed]:
    """Yield each single record that is to go at an instant."""
    yield from _withdrawn(session)
    yield from _requested(session)
    yield from _kept_long_enough(session, at)


def _of_records(session: Session, at: datetime, under_way: dict[str, Disposal]) -> Iterator[DisposalDuty]:
    limits = limits_of(session)
    for owed in owed_records(session, at):
        law = _LAW[owed.basis]
        duty = Duty(law, Act.DISPOSE, _ASSOCIATION, owed.since, Urgency.WITHOUT_DELAY, Basis.READING, "R2.4-3")
        view = judged(limits, About(owed.resource, owed.id), duty, None, at)
        yield _shown(owed.basis, view, under_way.get(str(owed.id)))


def _of_the_clause(session: Session, at: datetime) -> Iterator[DisposalDuty]:
    """Yield what 2(4) asks next, disposal or report, of a matching that has stopped."""
    for duty in standing_of_all(session, at):
        if duty.is_open:
            yield _shown(DisposalBasis.THE_CLAUSE, duty, session.get(Disposal, duty.resource_id))


def _shown(basis: DisposalBasis, duty: DutyView, disposal: Disposal | None) -> DisposalDuty:
    return DisposalDuty(
        basis=basis,
        duty=duty,
        disposal_id=None if disposal is None else disposal.id,
        delay_reason=None if disposal is None else disposal.delay_reason,
        delayed_until=None if disposal is None else disposal.delayed_until,
    )


def _under_way(session: Session) -> dict[str, Disposal]:
    """Return the disposal that each record is in and that is not done."""
    disposals = session.exec(select(Disposal).where(col(Disposal.state).in_(_UNDER_WAY)).order_by(col(Disposal.id)))
    return {record: one for one in disposals for record in (*one.consent_ids, *one.applicant_ids)}


def _withdrawn(session: Session) -> Iterator[Owed]:
    for form in session.exec(select(Consent).where(Consent.state == ConsentState.WITHDRAWN)):
        yield Owed(DisposalBasis.WITHDRAWAL, "consents", form.id, form.withdrawn_at or form.created_at)
    for person in session.exec(select(Applicant).where(Applicant.state == ApplicantState.WITHDRAWN)):
        yield Owed(DisposalBasis.WITHDRAWAL, "applicants", person.id, person.withdrawn_at or person.created_at)


def _requested(session: Session) -> Iterator[Owed]:
    for deletion in granted_deletions(session):
        for form in deletion.consent_ids:
            yield Owed(DisposalBasis.REQUEST, "consents", form, deletion.granted_at)
        for person in deletion.applicant_ids:
            yield Owed(DisposalBasis.REQUEST, "applicants", person, deletion.granted_at)


def _kept_long_enough(session: Session, at: datetime) -> Iterator[Owed]:
    """Yield returned and expired forms, and applicants whose support has ended, once their days of keeping are over."""
    settings = settings_of(session)
    usual, returned = timedelta(days=settings.retention_days), timedelta(days=settings.returned_form_days)
    for form in session.exec(
        select(Consent).where(col(Consent.state).in_({ConsentState.RETURNED, ConsentState.EXPIRED}))
    ):
        since = (form.returned_at or form.created_at) + returned
        if form.state is ConsentState.EXPIRED:
            since = (form.expired_at or form.created_at) + usual
        if since <= at:
            yield Owed(DisposalBasis.RETENTION, "consents", form.id, since)
    for person in session.exec(select(Applicant).where(Applicant.state == ApplicantState.COMPLETED)):
        ended = _support_ended(session, person)
        if ended is not None and ended + usual <= at:
            yield Owed(DisposalBasis.RETENTION, "applicants", person.id, ended + usual)


def _support_ended(session: Session, person: Applicant) -> datetime | None:
    """Return when the last match of an applicant closed, or the search did without one; None while one is open."""
    matches = session.exec(select(Match).where(Match.applicant_id == person.id)).all()
    if any(match.state in OPEN for match in matches):
        return None
    closed = [match.closed_at for match in matches if match.closed_at is not None]
    return max([*closed, person.completed_at or person.created_at])
