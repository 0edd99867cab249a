"""What can be done with a disposal? Propose, approve, verify and report it; `execution` carries it out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.models import MatchingEnd
from app.applicants.queries import get_applicant
from app.audit.trail import record
from app.consents.queries import get_consent
from app.core.clock import tokyo_day
from app.core.database import settings_of
from app.core.errors import Conflict, Invalid
from app.core.rows import move
from app.disposals import queries, views
from app.disposals.findings import look_again
from app.disposals.lifecycle import LIFE
from app.disposals.models import Disposal, DisposalState
from app.disposals.schemas import DelayDisposal, DisposalLine, DisposalView, ProposeDisposal
from app.events.catalogue import Datum, EventType
from app.events.outbox import announce
from app.http.paging import Page, page_of
from app.memorandum.clause import Source
from app.memorandum.clause_2_4_disposal import (
    DisposalBasis,
    ends_the_clause,
    require_complete,
    require_reportable,
    require_stopped,
    require_two_people,
)


def propose_disposal(session: Session, actor: Actor, body: ProposeDisposal) -> DisposalView:
    """Propose a disposal; under 2(4) this declares the day on which the matching stopped."""
    whole = body.basis is DisposalBasis.THE_CLAUSE
    if whole is bool([*body.consent_ids, *body.applicant_ids]):
        raise Invalid.at("/consent_ids", "not_with_this_basis" if whole else "missing")
    forms = _whole_inventory(session, actor, body) if whole else list(dict.fromkeys(body.consent_ids))

    source = Source.ISA if whole else _one_source(session, body)
    end = _declare_end(session, actor, body) if whole else None
    disposal = Disposal(
        created_at=actor.at,
        basis=body.basis,
        state=DisposalState.PROPOSED,
        source=source,
        stopped_on=body.stopped_matching_on,
        matching_end_id=end.id if end else None,
        consent_ids=[str(form) for form in forms],
        applicant_ids=[str(one) for one in dict.fromkeys(body.applicant_ids)],
        destroyed_epochs=[],
        findings=[],
        attested=[one.model_dump(mode="json") for one in body.attested],
        proposed_by=person(actor),
    )
    session.add(disposal)
    _tell(session, actor, EventType.DISPOSAL_PROPOSED, disposal)
    counts = {"forms": len(forms), "applicants": len(disposal.applicant_ids)}
    record(session, actor, "disposal.proposed", "disposals", disposal.id, basis=body.basis.value, **counts)
    return views.full(session, actor, disposal)


def approve_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int) -> DisposalView:
    """Approve what somebody else proposed."""
    disposal = queries.get_disposal(session, disposal_id)
    LIFE.require("approve", disposal.state)
    require_two_people(disposal.proposed_by, person(actor))

    move(session, disposal, version, state=DisposalState.APPROVED, approved_by=person(actor), approved_at=actor.at)
    record(session, actor, "disposal.approved", "disposals", disposal.id)
    return views.full(session, actor, disposal)


def delay_disposal(
    session: Session,
    actor: Actor,
    disposal_id: UUID,
    version: int,
    body: DelayDisposal,
) -> DisposalView:
    """Name why a disposal waits and the day on which it goes on, today to go on at once; ISA is told (R2.4-5).

    Raises:
        Invalid: nothing of this kind blocks it, or the day lies beyond the longest delay.

    """
    disposal = queries.get_disposal(session, disposal_id)
    state = LIFE.after("delay", disposal.state, disposal.state)
    if body.reason not in {block.reason for block in queries.blocks_of(session, disposal)}:
        raise Invalid.at("/reason", "nothing_blocks")
    until = tokyo_day(actor.at) + timedelta(days=body.days)
    if until > longest_delay(session, disposal):
        raise Invalid.at("/days", "out_of_bounds")

    move(session, disposal, version, state=state, delay_reason=body.reason, delayed_until=until)
    told: dict[str, Datum] = {"reasons": [body.reason.value], "until": until.isoformat()}
    _tell(session, actor, EventType.DISPOSAL_DELAYED, disposal, **told)
    record(session, actor, "disposal.delayed", "disposals", disposal.id, reason=body.reason.value)
    return views.full(session, actor, disposal)


def longest_delay(session: Session, disposal: Disposal) -> date:
    """Return the last Japan day until which a block may delay a disposal, counted from its proposal."""
    return tokyo_day(disposal.created_at) + timedelta(days=settings_of(session).longest_delay_days)


def verify_disposal(
    session: Session,
    actor: Actor,
    disposal_id: UUID,
    version: int,
    found: Sequence[str] = (),
) -> DisposalView:
    """Look for anything that is left of what somebody else executed; what is or was found keeps it executing."""
    disposal = queries.get_disposal(session, disposal_id)
    LIFE.require("verify", disposal.state)
    require_two_people(disposal.executed_by, person(actor))

    findings = [*found, *look_again(session, disposal)]
    state = LIFE.after("verify", disposal.state, DisposalState.EXECUTING if findings else DisposalState.VERIFIED)
    done = {} if findings else {"verified_by": person(actor), "verified_at": actor.at}
    move(session, disposal, version, state=state, findings=findings, **done)
    record(session, actor, "disposal.verified", "disposals", disposal.id, findings=len(findings))
    return views.full(session, actor, disposal)


def report_disposal(session: Session, actor: Actor, disposal_id: UUID, version: int) -> DisposalView:
    """Report a disposal to ISA; under 2(4) this ends the clause, whether ISA acknowledges it or not (T2.4-4)."""
    disposal = queries.get_disposal(session, disposal_id)
    if disposal.source is not Source.ISA:
        raise Conflict("nothing_from_isa")
    require_reportable(verified=disposal.verified_at is not None)
    LIFE.require("report", disposal.state)

    event = _tell(session, actor, EventType.DISPOSAL_REPORTED, disposal)
    move(session, disposal, version, state=DisposalState.REPORTED, reported_at=actor.at, report_event_id=event)
    if ends_the_clause(disposal.basis):
        _end_the_clause(session, actor, disposal)
    record(session, actor, "disposal.reported", "disposals", disposal.id)
    return views.full(session, actor, disposal)


def show_disposal(session: Session, actor: Actor, disposal_id: UUID) -> DisposalView:
    """Return one disposal with what was written to its report; the reading of that is recorded."""
    return views.full(session, actor, queries.get_disposal(session, disposal_id))


def list_disposals(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[DisposalLine]:
    """Return the disposals, oldest first."""
    return page_of(session, Disposal, views.line, limit, cursor)


def person(actor: Actor) -> str:
    """Return by what two people are told apart: the staff member, or else the client."""
    return str(actor.staff_id or actor.client_id)


def _one_source(session: Session, body: ProposeDisposal) -> Source:
    """Return where all the records named came from, so that one domain's keys are destroyed and ISA told of its own.

    Raises:
        Disposed: one of them is gone already.
        Invalid: some came from ISA and some directly.

    """
    forms = [get_consent(session, one) for one in body.consent_ids]
    people = [get_applicant(session, one) for one in body.applicant_ids]
    sources = {form.source for form in forms} | {person.source for person in people}
    if len(sources) != 1:
        raise Invalid.at("/consent_ids", "more_than_one_source")
    return sources.pop()


def _whole_inventory(session: Session, actor: Actor, body: ProposeDisposal) -> list[UUID]:
    require_stopped(body.stopped_matching_on, tokyo_day(actor.at))
    forms = queries.undisposed_forms(session)
    require_complete(set(forms), set(queries.undisposed_forms(session)))
    return forms


def _declare_end(session: Session, actor: Actor, body: ProposeDisposal) -> MatchingEnd:
    end = queries.open_end(session)
    if end is None and body.stopped_matching_on is not None:
        end = MatchingEnd(stopped_on=body.stopped_matching_on, declared_at=actor.at)
        session.add(end)
        session.flush()
    if end is None:
        raise Invalid.at("/stopped_matching_on", "missing")
    return end


def _end_the_clause(session: Session, actor: Actor, disposal: Disposal) -> None:
    end = session.get(MatchingEnd, disposal.matching_end_id)
    if end is not None and end.reported_at is None:
        end.reported_at = actor.at
        session.add(end)


def _tell(
    session: Session,
    actor: Actor,
    event_type: EventType,
    disposal: Disposal,
    **more: Datum,
) -> UUID | None:
    """Announce a step to ISA, where the data came from there."""
    if disposal.source is not Source.ISA:
        return None
    return announce(
        session,
        actor.at,
        event_type,
        f"disposals/{disposal.id}",
        id=str(disposal.id),
        basis=disposal.basis.value,
        forms=len(disposal.consent_ids),
        **more,
    )
