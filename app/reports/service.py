"""What can be done with a report? ISA reads it, which is recorded, and contributes to it."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.ids import new_id
from app.disposals import standing as disposals
from app.disposals.queries import get_disposal
from app.http.paging import Page, cursor_secret, make_cursor, read_cursor
from app.incidents import naming
from app.incidents.contributing import all_opened, opened, write
from app.incidents.contribution_schemas import ContributionView
from app.incidents.queries import (
    entries_of,
    get_contribution,
    get_incident,
    links_of,
    words_of,
)
from app.incidents.standing import standing_of
from app.reports import queries
from app.reports.queries import Reportable
from app.reports.schemas import (
    Contribute,
    DisposalReport,
    IncidentReport,
    LinkView,
    MeasureView,
    ReportLine,
)

_PLACE = "reports"
METHOD = "cryptographic erase of record keys and wrapping keys (NIST SP 800-88), rows overwritten"


def list_reports(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[ReportLine]:
    """Return what ISA may read about, oldest first and without any words."""
    secret = cursor_secret(session)
    after = None if cursor is None else read_cursor(secret, _PLACE, cursor)
    found = queries.list_reportable(session, after, limit + 1)
    more = len(found) > limit
    return Page(
        items=[_line(session, one) for one in found[:limit]],
        next_cursor=make_cursor(secret, _PLACE, found[limit - 1].id) if more else None,
    )


def show_report(session: Session, actor: Actor, report_id: UUID) -> IncidentReport | DisposalReport:
    """Return the substance of what is reported; the reading is recorded."""
    reportable = queries.get_reportable(session, report_id)
    is_disposal = reportable.about == queries.DISPOSALS
    words = ["contributions"] if is_disposal else ["summary", "details", "entries", "identities", "contributions"]
    record(session, actor, "report.read", "reports", report_id, about=reportable.about, fields=words)
    if is_disposal:
        return _disposal_report(session, actor, report_id)
    return _incident_report(session, actor, report_id)


def contribute(session: Session, actor: Actor, report_id: UUID, body: Contribute) -> ContributionView:
    """Write to a report for the actor's party; nothing written is changed later."""
    return contribute_as(session, actor, new_id(), report_id, body)


def contribute_as(
    session: Session,
    actor: Actor,
    contribution_id: UUID,
    report_id: UUID,
    body: Contribute,
) -> ContributionView:
    """Write to a report under a given id."""
    reportable = queries.get_reportable(session, report_id)
    subject = (reportable.about, report_id)
    return opened(session, write(session, actor, contribution_id, subject, body.kind, body.text))


def show_contribution(session: Session, actor: Actor, contribution_id: UUID, report_id: UUID) -> ContributionView:
    """Return one contribution to a report; the reading is recorded."""
    contribution = get_contribution(session, report_id, contribution_id)
    record(session, actor, "report.read", "reports", report_id, contribution=str(contribution_id), fields=["text"])
    return opened(session, contribution)


def _line(session: Session, one: Reportable) -> ReportLine:
    position = queries.latest_position(session, one.about, one.id)
    return ReportLine(id=one.id, about=one.about, kind=one.kind, state=one.state, latest_position=position)


def _incident_report(session: Session, actor: Actor, report_id: UUID) -> IncidentReport:
    incident = get_incident(session, report_id)
    words = words_of(session, incident)
    return IncidentReport.model_validate(
        incident.model_dump(exclude={"sealed"})
        | {
            "about": queries.INCIDENTS,
            "recorded_at": incident.created_at,
            "summary": words.summary,
            "details": words.details,
            "duties": standing_of(session, incident, actor.at),
            "identities": naming.in_words(session, actor, report_id),
            "links": [LinkView.model_validate(one, from_attributes=True) for one in links_of(session, report_id)],
            "entries": [
                MeasureView.model_validate(entry, from_attributes=True) for entry in entries_of(session, incident)
            ],
            "contributions": all_opened(session, report_id),
        },
    )


def _disposal_report(session: Session, actor: Actor, report_id: UUID) -> DisposalReport:
    disposal = get_disposal(session, report_id)
    told = disposal.model_dump(include=set(DisposalReport.model_fields))
    return DisposalReport.model_validate(
        told
        | {
            "about": queries.DISPOSALS,
            "method": METHOD,
            "duties": disposals.standing_of(session, disposal, actor.at),
            "contributions": all_opened(session, report_id),
        },
    )
