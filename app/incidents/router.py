"""Routes under `/v1/incidents`."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guards import IncidentsManage, IncidentsRead, IncidentsReport
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.incidents import commission, contributing, exposure, following, service
from app.incidents.commission_schemas import CommissionReportView, NoticeView, ReportToCommission, TellPersons
from app.incidents.contribution_schemas import Answer, ContributionView
from app.incidents.exposure import Asked, ExposureView
from app.incidents.naming_schemas import NamePersons
from app.incidents.schemas import (
    Amend,
    CheckEffect,
    Escalate,
    IncidentLine,
    IncidentReceipt,
    IncidentView,
    Note,
    ReportIncident,
)
from app.memorandum import clause_2_2_purpose, clause_2_3_problem_report, clause_3_2_trouble

router = APIRouter(prefix="/v1/incidents", tags=["incidents"], route_class=JsonRoute)
PROBLEM, TROUBLE = clause_2_3_problem_report.CLAUSE, clause_3_2_trouble.CLAUSE
PURPOSE = clause_2_2_purpose.CLAUSE


DataShared = Annotated[RecordId, example_path(example_id("incidents", "data_shared"))]
DataContained = Annotated[RecordId, example_path(example_id("incidents", "data_contained"))]
DataInvestigated = Annotated[RecordId, example_path(example_id("incidents", "data_investigated"))]
DataMeasuresTaken = Annotated[RecordId, example_path(example_id("incidents", "data_measures_taken"))]
By = Annotated[Asked, Query()]
Filed = Annotated[RecordId, example_path(example_id("commission_reports", "preliminary"))]
Written = Annotated[RecordId, example_path(example_id("contributions", "written"))]
Given = Annotated[RecordId, example_path(example_id("person_notices", "given"))]
TroubleShared = Annotated[RecordId, example_path(example_id("incidents", "trouble_shared"))]
TroubleHandling = Annotated[RecordId, example_path(example_id("incidents", "trouble_handling"))]
TroubleJoint = Annotated[RecordId, example_path(example_id("incidents", "trouble_joint_handling"))]
TroubleResolved = Annotated[RecordId, example_path(example_id("incidents", "trouble_resolved"))]


@router.post("", status_code=201, response_model=IncidentReceipt, openapi_extra=creates(PROBLEM, TROUBLE))
async def report_incident(caller: IncidentsReport, body: ReportIncident) -> Response:
    """Report a problem or a trouble; ISA can read it at once. One sentence is enough, and no term is asked for."""
    return await caller.create(service.report_incident, service.show_receipt, body)


@router.get("", response_model=Page[IncidentLine], openapi_extra=reads(PROBLEM, TROUBLE))
async def list_incidents(caller: IncidentsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List incidents in the order of their recording, without their words."""
    return await caller.look(service.list_incidents, limit, cursor)


@router.get("/{incident_id}", response_model=IncidentView, openapi_extra=reads(PROBLEM, TROUBLE))
async def show_incident(caller: IncidentsRead, incident_id: DataShared) -> Response:
    """Show one incident with its words, what is owed to ISA and what ISA wrote; the reading is recorded."""
    return await caller.look(service.show_incident, incident_id)


@router.get("/{incident_id}/exposure", response_model=ExposureView, openapi_extra=reads(PROBLEM))
async def show_exposure(caller: IncidentsManage, incident_id: DataShared, asked: By) -> Response:
    """Show what a client, a staff member or the holder of a key could have seen in a period, by ids only.

    It is worked out from the record of reads. Without `since` the period begins when the incident occurred or was
    known, without `until` it ends now.
    """
    return await caller.look(exposure.show_exposure, incident_id, asked)


@router.post("/{incident_id}/contain", response_model=IncidentView, openapi_extra=moves(PROBLEM))
async def contain_incident(caller: IncidentsManage, incident_id: DataShared, body: Note) -> Response:
    """Say how a data-protection incident was kept from growing."""
    return await caller.move(service.take_step, service.show_incident, incident_id, "contain", body)


@router.post("/{incident_id}/investigate", response_model=IncidentView, openapi_extra=moves(PROBLEM))
async def investigate_incident(caller: IncidentsManage, incident_id: DataContained, body: Note) -> Response:
    """Say what the investigation of facts and causes found."""
    return await caller.move(service.take_step, service.show_incident, incident_id, "investigate", body)


@router.post("/{incident_id}/take-measures", response_model=IncidentView, openapi_extra=moves(PROBLEM, TROUBLE))
async def take_measures(caller: IncidentsManage, incident_id: DataInvestigated, body: Note) -> Response:
    """Say what is done against recurrence: after an investigation, or in joint handling of a trouble."""
    return await caller.move(service.take_step, service.show_incident, incident_id, "take-measures", body)


@router.post("/{incident_id}/handle", response_model=IncidentView, openapi_extra=moves(TROUBLE))
async def handle_incident(caller: IncidentsManage, incident_id: TroubleShared, body: Note) -> Response:
    """Say how a trouble is being dealt with."""
    return await caller.move(service.take_step, service.show_incident, incident_id, "handle", body)


@router.post("/{incident_id}/escalate", response_model=IncidentView, openapi_extra=moves(TROUBLE))
async def escalate_incident(caller: IncidentsManage, incident_id: TroubleHandling, body: Escalate) -> Response:
    """Ask for joint handling of a trouble of operation that is too hard for the association alone."""
    return await caller.move(service.escalate_incident, service.show_incident, incident_id, body)


@router.post("/{incident_id}/name-persons", response_model=IncidentView, openapi_extra=moves(PROBLEM, TROUBLE, PURPOSE))
async def name_persons(caller: IncidentsManage, incident_id: DataShared, body: NamePersons) -> Response:
    """Let ISA read chosen fields of persons concerned, where it needs them; what it did not provide needs a law."""
    return await caller.move(following.name_persons, service.show_incident, incident_id, body)


@router.post("/{incident_id}/check-effect", response_model=IncidentView, openapi_extra=moves(PROBLEM, TROUBLE))
async def check_effect(caller: IncidentsManage, incident_id: DataMeasuresTaken, body: CheckEffect) -> Response:
    """Say whether the measures have prevented a recurrence, while handling or after closing; if not, check again."""
    return await caller.move(following.check_effect, service.show_incident, incident_id, body)


@router.post(
    "/{incident_id}/contributions",
    status_code=201,
    response_model=ContributionView,
    openapi_extra=creates(PROBLEM, TROUBLE),
)
async def answer_isa(caller: IncidentsManage, incident_id: DataShared, body: Answer) -> Response:
    """Answer a question, a proposal or a measure of ISA; both parties read it, and ISA is told that it is there."""
    show = partial(contributing.show_contribution, incident_id=incident_id)
    return await caller.create(contributing.answer, show, incident_id, body)


@router.get(
    "/{incident_id}/contributions/{contribution_id}",
    response_model=ContributionView,
    openapi_extra=reads(PROBLEM, TROUBLE),
)
async def show_contribution(caller: IncidentsRead, incident_id: DataShared, contribution_id: Written) -> Response:
    """Show what ISA or the association wrote about an incident; the reading is recorded."""
    return await caller.look(contributing.show_contribution, contribution_id, incident_id)


@router.post("/{incident_id}/resolve", response_model=IncidentView, openapi_extra=moves(TROUBLE))
async def resolve_incident(caller: IncidentsManage, incident_id: TroubleJoint, body: Note) -> Response:
    """Say how a trouble was resolved."""
    return await caller.move(service.take_step, service.show_incident, incident_id, "resolve", body)


@router.post("/{incident_id}/close", response_model=IncidentView, openapi_extra=moves(PROBLEM, TROUBLE))
async def close_incident(caller: IncidentsManage, incident_id: DataMeasuresTaken, body: Note) -> Response:
    """Close an incident; after joint handling, once both parties wrote measures or ISA saw no need."""
    return await caller.move(service.close_incident, service.show_incident, incident_id, body)


@router.post("/{incident_id}/amend", response_model=IncidentView, openapi_extra=moves(PROBLEM, TROUBLE))
async def amend_incident(caller: IncidentsManage, incident_id: TroubleResolved, body: Amend) -> Response:
    """Add a correction in any state; nothing written before is changed, and ISA sees both."""
    return await caller.move(service.amend_incident, service.show_incident, incident_id, body)


@router.post(
    "/{incident_id}/commission-reports",
    status_code=201,
    response_model=CommissionReportView,
    openapi_extra=creates(PROBLEM),
)
async def report_to_commission(caller: IncidentsManage, incident_id: DataShared, body: ReportToCommission) -> Response:
    """Record a report as it was submitted through the Commission's own form (article 26(1), rule 8)."""
    show = partial(commission.show_commission_report, incident_id=incident_id)
    return await caller.create(commission.report_to_commission, show, incident_id, body)


@router.get(
    "/{incident_id}/commission-reports/{report_id}", response_model=CommissionReportView, openapi_extra=reads(PROBLEM)
)
async def show_commission_report(caller: IncidentsRead, incident_id: DataContained, report_id: Filed) -> Response:
    """Show what was told to the Commission; the reading is recorded."""
    return await caller.look(commission.show_commission_report, report_id, incident_id)


@router.post("/{incident_id}/notices", status_code=201, response_model=NoticeView, openapi_extra=creates(PROBLEM))
async def tell_persons(caller: IncidentsManage, incident_id: DataShared, body: TellPersons) -> Response:
    """Record a notice as it was given to persons concerned (article 26(2), rule 10)."""
    show = partial(commission.show_notice, incident_id=incident_id)
    return await caller.create(commission.tell_persons, show, incident_id, body)


@router.get("/{incident_id}/notices/{notice_id}", response_model=NoticeView, openapi_extra=reads(PROBLEM))
async def show_notice(caller: IncidentsRead, incident_id: DataContained, notice_id: Given) -> Response:
    """Show what persons concerned were told; the reading is recorded."""
    return await caller.look(commission.show_notice, notice_id, incident_id)
