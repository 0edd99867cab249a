"""Routes under `/v1/incident-drafts`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import IncidentsManage, IncidentsRead
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.incidents import drafts
from app.incidents.draft_schemas import DismissDraft, DraftView
from app.incidents.schemas import ReportIncident
from app.memorandum import clause_2_3_problem_report

router = APIRouter(prefix="/v1/incident-drafts", tags=["incidents"], route_class=JsonRoute)
CLAUSE = clause_2_3_problem_report.CLAUSE
Suspected = Annotated[RecordId, example_path(example_id("incident_drafts", "suspected"))]


@router.get("", response_model=Page[DraftView], openapi_extra=reads(CLAUSE))
async def list_drafts(caller: IncidentsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List what the service suspected by itself and how long each has waited for a word."""
    return await caller.look(drafts.list_drafts, limit, cursor)


@router.get("/{draft_id}", response_model=DraftView, openapi_extra=reads(CLAUSE))
async def show_draft(caller: IncidentsRead, draft_id: Suspected) -> Response:
    """Show one suspicion; `GET /v1/incidents/{id}/exposure` tells what was opened once it is reported."""
    return await caller.look(drafts.show_draft, draft_id)


@router.post("/{draft_id}/report", response_model=DraftView, openapi_extra=moves(CLAUSE))
async def report_draft(caller: IncidentsManage, draft_id: Suspected, body: ReportIncident) -> Response:
    """Report a suspicion as an incident, which ISA can read at once; known since the service noted it."""
    return await caller.move(drafts.report_draft, drafts.show_draft, draft_id, body)


@router.post("/{draft_id}/dismiss", response_model=DraftView, openapi_extra=moves(CLAUSE))
async def dismiss_draft(caller: IncidentsManage, draft_id: Suspected, body: DismissDraft) -> Response:
    """Say what a suspicion turned out to be, where it was none; it stays on record."""
    return await caller.move(drafts.dismiss_draft, drafts.show_draft, draft_id, body)
