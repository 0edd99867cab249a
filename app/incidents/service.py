"""What can be done with an incident? Report it, which shares it at once, and record what is done about it."""

from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import Invalid, WrongState
from app.core.ids import new_id
from app.core.rows import move
from app.events.catalogue import EventType
from app.http.paging import Page, page_of
from app.incidents import amendment, commission, joint, lifecycle, queries, views
from app.incidents.duties import governing_urgency, is_a_trouble
from app.incidents.models import ContributionKind, Incident, IncidentKind, IncidentState
from app.incidents.schemas import (
    Amend,
    Escalate,
    IncidentLine,
    IncidentReceipt,
    IncidentView,
    Note,
    ReportIncident,
)
from app.incidents.writing import advance, entry_of, tell_isa
from app.memorandum import clause_2_3_problem_report, clause_3_2_trouble
from app.memorandum.clause import Party
from app.vault.keystore import Domain
from app.vault.sealing import seal

_EARLIEST = datetime(2018, 7, 1, tzinfo=UTC)
"""The scheme's first day; nothing can have happened in it before."""


def report_incident(session: Session, actor: Actor, body: ReportIncident) -> IncidentReceipt:
    """Record an incident and share it with ISA in one step, at any date and without anyone's approval (2(3), 3(2))."""
    return record_as(session, actor, new_id(), body)


def record_as(session: Session, actor: Actor, incident_id: UUID, body: ReportIncident) -> IncidentReceipt:
    """Record and share an incident under a given id.

    Raises:
        Invalid: a time lies in the future or before the scheme, or it was known before it occurred.

    """
    known_at = _instant("/known_at", body.known_at, actor.at) or actor.at
    fields = {"summary": body.summary, "details": body.details}
    incident = Incident(
        id=incident_id,
        created_at=actor.at,
        kind=body.kind,
        also_trouble=body.also_trouble,
        state=IncidentState.RECORDED,
        source=body.source,
        occurred_at=_instant("/occurred_at", body.occurred_at, known_at),
        known_at=known_at,
        persons=body.persons,
        information_kinds=sorted(body.information_kinds),
        receipt_ids=sorted(str(receipt) for receipt in body.receipt_ids),
        wrongful_purpose=body.wrongful_purpose,
        strongly_encrypted=body.strongly_encrypted,
        sealed=seal(session, Domain.DIRECT, "incidents", incident_id, fields),
    )
    incident.reportable_at = commission.reportable_since(incident, known_at)
    recorded = entry_of(session, actor, incident, "record")
    _share(session, actor, incident)
    session.add(incident)
    session.flush()
    session.add_all([recorded, entry_of(session, actor, incident, "share")])
    record(session, actor, "incident.recorded", "incidents", incident.id, kind=incident.kind.value)
    return views.receipt(session, incident)


def take_step(
    session: Session,
    actor: Actor,
    incident_id: UUID,
    version: int,
    action: str,
    body: Note,
) -> IncidentView:
    """Record a step of an incident's life in words that ISA reads."""
    incident = queries.get_incident(session, incident_id)
    return advance(session, actor, incident, version, action, body)


def escalate_incident(session: Session, actor: Actor, incident_id: UUID, version: int, body: Escalate) -> IncidentView:
    """Ask for handling together with ISA, which the association decides (R3.2-5).

    Raises:
        Invalid: the trouble is not one of operation, so 3(2) asks nothing of ISA.
        WrongState: it is no trouble, or has come too far.

    """
    incident = queries.get_incident(session, incident_id)
    if not is_a_trouble(incident):
        raise WrongState("escalate", incident.kind.value)
    if not clause_3_2_trouble.is_joint(operational=body.operational, too_hard_alone=True):
        raise Invalid.at("/operational", "joint_handling_is_for_operational_trouble")
    return advance(session, actor, incident, version, "escalate", body, joint=True)


def close_incident(session: Session, actor: Actor, incident_id: UUID, version: int, body: Note) -> IncidentView:
    """End the handling; where it was joint, once both sides wrote measures, ISA saw no need, or was silent for long."""
    incident = queries.get_incident(session, incident_id)
    lifecycle.after(incident.kind, "close", incident.state)
    commission.require_final_report(session, incident)
    silent = incident.joint and joint.is_silence_long(session, incident, actor.at)
    if is_a_trouble(incident):
        contributed = queries.kinds_contributed(session, incident.id, Party.ISA)
        clause_3_2_trouble.require_closable(
            shared=incident.shared_at is not None,
            joint=incident.joint,
            association_measures=queries.has_entry(session, incident.id, "take-measures"),
            isa_measures=ContributionKind.MEASURE in contributed,
            isa_no_need=ContributionKind.NO_NEED in contributed,
            isa_silent=silent,
        )
        silent = silent and contributed.isdisjoint({ContributionKind.MEASURE, ContributionKind.NO_NEED})
    return advance(session, actor, incident, version, "close", body, facts={"isa_silent": True} if silent else None)


def amend_incident(session: Session, actor: Actor, incident_id: UUID, version: int, body: Amend) -> IncidentView:
    """Add a correction that ISA sees; nothing written before is changed, and a mark of error stays (R3.2-3)."""
    incident = queries.get_incident(session, incident_id)
    raised = amendment.raised(incident, body)
    after = incident.model_copy(update=raised)

    move(session, incident, version, **raised, reportable_at=commission.reportable_since(after, actor.at))
    session.add(entry_of(session, actor, incident, "amend", body.note, raised or None))
    told = {"recorded_in_error": incident.recorded_in_error, "persons": incident.persons}
    tell_isa(session, actor, incident, EventType.INCIDENT_AMENDED, "amend", **told)
    record(session, actor, "incident.amended", "incidents", incident.id, raised=sorted(raised))
    return views.full(session, actor, incident)


def show_receipt(session: Session, _actor: Actor, incident_id: UUID) -> IncidentReceipt:
    """Return the proof of a report, without its words."""
    return views.receipt(session, queries.get_incident(session, incident_id))


def show_incident(session: Session, actor: Actor, incident_id: UUID) -> IncidentView:
    """Return one incident with its words; the reading is recorded."""
    return views.full(session, actor, queries.get_incident(session, incident_id))


def list_incidents(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[IncidentLine]:
    """Return the incidents without their words, oldest first."""
    return page_of(session, Incident, views.line, limit, cursor)


def _share(session: Session, actor: Actor, incident: Incident) -> None:
    """Announce it to ISA; that it is shared comes true with the commit that makes it readable."""
    incident.state = lifecycle.after(incident.kind, "share", incident.state)
    incident.version += 1
    incident.shared_at = actor.at
    incident.recorded_event_id = tell_isa(
        session,
        actor,
        incident,
        EventType.INCIDENT_RECORDED,
        "share",
        also_trouble=incident.also_trouble,
        urgency=governing_urgency(incident).value,
        owed_under_2_3=_owed_under_2_3(incident),
        persons=incident.persons,
    )


def _owed_under_2_3(incident: Incident) -> bool:
    return incident.kind is IncidentKind.DATA_PROTECTION and clause_2_3_problem_report.is_owed(incident.source)


def _instant(pointer: str, given: datetime | None, latest: datetime) -> datetime | None:
    """Return an instant in UTC, after checking its bounds."""
    if given is None:
        return None
    if not _EARLIEST <= given <= latest:
        raise Invalid.at(pointer, "out_of_bounds")
    return given.astimezone(UTC)
