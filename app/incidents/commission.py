"""What has the association told the Commission and the persons concerned, and what is still due (article 26)?"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.core.errors import Conflict, FieldError, Invalid, NotFound, WrongState
from app.core.ids import new_id
from app.incidents import naming, queries
from app.incidents.article_26 import classes_of, deadlines
from app.incidents.commission_schemas import (
    CommissionReportView,
    CommissionTrack,
    DeadlinesView,
    NoticeView,
    ReportToCommission,
    TellPersons,
)
from app.incidents.law import (
    TO_THE_COMMISSION,
    duties_by_law,
    facts_of,
    first_day,
    is_reportable,
    lacks_final_report,
)
from app.incidents.models import CommissionReport, Incident, IncidentKind, PersonNotice, Stage
from app.limits.queries import limits_of
from app.provisions.models import ProvidedTo
from app.vault.keystore import Domain
from app.vault.sealing import open_sealed, reseal

_FILED = {"stage", "submitted_on", "named"}
_GIVEN = {"means", "persons", "told_on"}


def report_to_commission(
    session: Session,
    actor: Actor,
    incident_id: UUID,
    body: ReportToCommission,
) -> CommissionReportView:
    """Record a report as it was submitted to the Commission (rule 8)."""
    return report_as(session, actor, new_id(), incident_id, body)


def report_as(
    session: Session,
    actor: Actor,
    row_id: UUID,
    incident_id: UUID,
    body: ReportToCommission,
) -> CommissionReportView:
    """Record a report to the Commission under a given id.

    Raises:
        Invalid: the day cannot be, it is another stage's turn, or a final report lacks an item.

    """
    incident = _problem(session, incident_id, "report-to-commission")
    day = _day("/submitted_on", incident, body.submitted_on, actor.at)
    _require_turn({report.stage for report in _reports(session, incident)}, body)

    sealed = _seal(session, "commission_reports", incident, row_id, body.model_dump(exclude=_FILED))
    row = CommissionReport(
        id=row_id,
        created_at=actor.at,
        incident_id=incident.id,
        stage=body.stage,
        submitted_on=day,
        sealed=sealed,
    )
    session.add(row)
    for person in body.named:
        naming.tell(session, actor, incident, ProvidedTo.PPC, person, naming.COMMISSION)
    record(session, actor, "commission.reported", "incidents", incident.id, stage=body.stage.value, report=str(row_id))
    return _report_view(session, row)


def tell_persons(session: Session, actor: Actor, incident_id: UUID, body: TellPersons) -> NoticeView:
    """Record a notice as it was given to persons concerned (rule 10)."""
    return tell_as(session, actor, new_id(), incident_id, body)


def tell_as(session: Session, actor: Actor, row_id: UUID, incident_id: UUID, body: TellPersons) -> NoticeView:
    """Record a notice to persons under a given id.

    Raises:
        Invalid: the day cannot be.

    """
    incident = _problem(session, incident_id, "tell-persons")
    day = _day("/told_on", incident, body.told_on, actor.at)

    sealed = _seal(session, "person_notices", incident, row_id, body.model_dump(exclude=_GIVEN))
    row = PersonNotice(
        id=row_id,
        created_at=actor.at,
        incident_id=incident.id,
        means=body.means,
        persons=body.persons,
        told_on=day,
        sealed=sealed,
    )
    session.add(row)
    record(session, actor, "persons.told", "incidents", incident.id, persons=body.persons, notice=str(row_id))
    return _notice_view(session, row)


def show_commission_report(session: Session, actor: Actor, report_id: UUID, incident_id: UUID) -> CommissionReportView:
    """Return a report to the Commission; the reading is recorded."""
    row = session.get(CommissionReport, report_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound
    view = _report_view(session, row)
    record(session, actor, "incident.read", "incidents", incident_id, fields=sorted(view.items))
    return view


def show_notice(session: Session, actor: Actor, notice_id: UUID, incident_id: UUID) -> NoticeView:
    """Return a notice to persons; the reading is recorded."""
    row = session.get(PersonNotice, notice_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound
    view = _notice_view(session, row)
    record(session, actor, "incident.read", "incidents", incident_id, fields=sorted(view.items))
    return view


def reportable_since(incident: Incident, at: datetime) -> datetime | None:
    """Return the instant from which the days run: when what is known made an incident reportable, if it did."""
    if incident.kind is not IncidentKind.DATA_PROTECTION or not classes_of(facts_of(incident)):
        return None
    return incident.reportable_at or at


def require_final_report(session: Session, incident: Incident) -> None:
    """Let an incident be closed once the Commission has been told everything that article 26 asks.

    Raises:
        Conflict: the final report is still owed.

    """
    if lacks_final_report(incident, _reports(session, incident)):
        raise Conflict("final_report_to_the_commission_owed")


def track(session: Session, incident: Incident, at: datetime) -> CommissionTrack | None:
    """Return how far article 26 has been kept; None for a trouble, which it does not touch."""
    if incident.kind is not IncidentKind.DATA_PROTECTION:
        return None
    classes, owed = classes_of(facts_of(incident)), is_reportable(incident)
    due = deadlines(incident.reportable_at, classes) if incident.reportable_at is not None and owed else None
    reports, notices = _reports(session, incident), _notices(session, incident)
    duties = list(duties_by_law(limits_of(session), incident, reports, notices, at))
    final_on = first_day(reports, Stage.FINAL)
    return CommissionTrack(
        classes=sorted(classes),
        reportable_at=incident.reportable_at,
        due=None if due is None else DeadlinesView.model_validate(due, from_attributes=True),
        preliminary_on=min(filter(None, [first_day(reports, Stage.PRELIMINARY), final_on]), default=None),
        final_on=final_on,
        is_late=any(duty.late for duty in duties if duty.clause == TO_THE_COMMISSION),
        notice_owed=owed,
        persons_told=sum(notice.persons for notice in notices),
        report_ids=[report.id for report in reports],
        notice_ids=[notice.id for notice in notices],
    )


def _problem(session: Session, incident_id: UUID, action: str) -> Incident:
    incident = queries.get_incident(session, incident_id)
    if incident.kind is not IncidentKind.DATA_PROTECTION:
        raise WrongState(action, incident.kind.value)
    return incident


def _day(pointer: str, incident: Incident, given: date | None, at: datetime) -> date:
    """Return the day something was done, today if not said, once it lies between the knowing and today."""
    today = tokyo_day(at)
    if given is not None and not tokyo_day(incident.known_at) <= given <= today:
        raise Invalid.at(pointer, "out_of_bounds")
    return given or today


def _require_turn(made: set[Stage], body: ReportToCommission) -> None:
    """Let a preliminary report come first, one final one after it or at once, and supplements after that."""
    turns = {
        Stage.PRELIMINARY: not made,
        Stage.FINAL: Stage.FINAL not in made,
        Stage.SUPPLEMENT: Stage.FINAL in made,
    }
    if not turns[body.stage]:
        raise Invalid.at("/stage", "another_stages_turn")
    missing = [name for name, value in body if value is None and name not in _FILED]
    if body.stage is Stage.FINAL and missing:
        raise Invalid(*(FieldError(f"/{name}", "missing") for name in missing))


def _seal(session: Session, table: str, incident: Incident, row_id: UUID, items: dict[str, str | None]) -> bytes:
    told = {name: text for name, text in items.items() if text is not None}
    return reseal(session, Domain.DIRECT, table, incident.id, told, row=row_id)


def _items(session: Session, table: str, row: CommissionReport | PersonNotice) -> dict[str, object]:
    opened = open_sealed(session, table, row.incident_id, row.sealed, row=row.id)
    return row.model_dump() | {"at": row.created_at, "items": {name: str(text) for name, text in opened.items()}}


def _report_view(session: Session, row: CommissionReport) -> CommissionReportView:
    return CommissionReportView.model_validate(_items(session, "commission_reports", row))


def _notice_view(session: Session, row: PersonNotice) -> NoticeView:
    return NoticeView.model_validate(_items(session, "person_notices", row))


def _reports(session: Session, incident: Incident) -> list[CommissionReport]:
    wanted = select(CommissionReport).where(CommissionReport.incident_id == incident.id)
    return list(session.exec(wanted.order_by(col(CommissionReport.id))))


def _notices(session: Session, incident: Incident) -> list[PersonNotice]:
    wanted = select(PersonNotice).where(PersonNotice.incident_id == incident.id)
    return list(session.exec(wanted.order_by(col(PersonNotice.id))))
