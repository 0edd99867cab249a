"""Routes under `/v1/audit`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guards import AuditRead
from app.http.fields import RecordId
from app.http.openapi import reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_2_1_management
from app.oversight import service
from app.oversight.schemas import AuditEntryView

router = APIRouter(prefix="/v1/audit", tags=["audit"], route_class=JsonRoute)
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
