"""Routes under `/v1/audit`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guards import AuditRead
from app.http.fields import RecordId
from app.http.openapi import reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import (
    clause_2_1_management,
    clause_2_3_problem_report,
    clause_2_4_disposal,
    clause_3_2_trouble,
    clause_4_exchange,
)
from app.oversight import duties, service
from app.oversight.duties import DutiesView
from app.oversight.schemas import AuditEntryView

router = APIRouter(prefix="/v1/audit", tags=["audit"], route_class=JsonRoute)
DUTIES_OF = (
    clause_2_3_problem_report.CLAUSE,
    clause_2_4_disposal.CLAUSE,
    clause_3_2_trouble.CLAUSE,
    clause_4_exchange.CLAUSE,
)
ResourceId = Annotated[RecordId | None, Query(description="only entries about this record")]


@router.get("/entries", response_model=Page[AuditEntryView], openapi_extra=reads(clause_2_1_management.CLAUSE))
async def list_entries(
    caller: AuditRead,
    limit: Limit = 50,
    cursor: Cursor = None,
    resource_id: ResourceId = None,
) -> Response:
    """List who did or was refused what, oldest first; looking is itself recorded."""
    return await caller.look(service.list_entries, limit, cursor, resource_id)


@router.get("/duties", response_model=DutiesView, openapi_extra=reads(*DUTIES_OF))
async def show_duties(caller: AuditRead) -> Response:
    """Show every duty not done yet: by which clause or law, for which thing, until when, and whether it is late."""
    return await caller.look(duties.show_duties)
