"""Routes under `/v1/reports`."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import ReportsContribute, ReportsRead
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.incidents.contribution_schemas import ContributionView
from app.memorandum import clause_2_3_problem_report, clause_2_4_disposal, clause_3_2_trouble
from app.reports import service
from app.reports.schemas import Contribute, DisposalReport, IncidentReport, ReportLine

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=JsonRoute)
CLAUSES = (clause_2_3_problem_report.CLAUSE, clause_2_4_disposal.CLAUSE, clause_3_2_trouble.CLAUSE)
OnIncident = Annotated[RecordId, example_path(example_id("incidents", "data_shared"))]
Written = Annotated[RecordId, example_path(example_id("contributions", "written"))]


@router.get("", response_model=Page[ReportLine], openapi_extra=reads(*CLAUSES))
async def list_reports(caller: ReportsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List what the association has reported, without its words."""
    return await caller.look(service.list_reports, limit, cursor)


@router.get("/{report_id}", response_model=IncidentReport | DisposalReport, openapi_extra=reads(*CLAUSES))
async def show_report(caller: ReportsRead, report_id: OnIncident) -> Response:
    """Show the substance: what happened, which information and how many persons, what is done; reading is recorded."""
    return await caller.look(service.show_report, report_id)


@router.post(
    "/{report_id}/contributions",
    status_code=201,
    response_model=ContributionView,
    openapi_extra=creates(*CLAUSES),
)
async def contribute(caller: ReportsContribute, report_id: OnIncident, body: Contribute) -> Response:
    """Write a measure, a question, or that no measures are needed; it stays as written, for both parties to read."""
    show = partial(service.show_contribution, report_id=report_id)
    return await caller.create(service.contribute, show, report_id, body)


@router.get(
    "/{report_id}/contributions/{contribution_id}",
    response_model=ContributionView,
    openapi_extra=reads(*CLAUSES),
)
async def show_contribution(caller: ReportsRead, report_id: OnIncident, contribution_id: Written) -> Response:
    """Show one contribution to a report; reading is recorded."""
    return await caller.look(service.show_contribution, contribution_id, report_id)
