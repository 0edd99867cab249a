"""Routes under `/v1/staff`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import BriefingsWrite, StaffRead, StaffWrite
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_3_1_briefing
from app.staff import service
from app.staff.schemas import (
    AddStaffMember,
    AttestCountryKnowledge,
    BriefingView,
    BriefStaffMember,
    CountryKnowledgeView,
    StaffMemberView,
)

router = APIRouter(prefix="/v1/staff", tags=["staff"], route_class=JsonRoute)
CLAUSE = clause_3_1_briefing.CLAUSE
Unbriefed = Annotated[RecordId, example_path(example_id("staff", "unbriefed"))]
Briefed = Annotated[RecordId, example_path(example_id("staff", "briefed"))]
Leaving = Annotated[RecordId, example_path(example_id("staff", "leaving"))]
Told = Annotated[RecordId, example_path(example_id("briefings", "both-topics"))]
Attested = Annotated[RecordId, example_path(example_id("country-knowledge", "BRA"))]


@router.post("", status_code=201, response_model=StaffMemberView, openapi_extra=creates(CLAUSE))
async def add_staff_member(caller: StaffWrite, body: AddStaffMember) -> Response:
    """Enter a person to be engaged in matching, by a code and without a name."""
    return await caller.create(service.add_staff_member, service.show_staff_member, body)


@router.get("", response_model=Page[StaffMemberView], openapi_extra=reads(CLAUSE))
async def list_staff(caller: StaffRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the staff in the order of their entry."""
    return await caller.look(service.list_staff, limit, cursor)


@router.get("/{staff_id}", response_model=StaffMemberView, openapi_extra=reads(CLAUSE))
async def show_staff_member(caller: StaffRead, staff_id: Briefed) -> Response:
    """Show a staff member; whether they are briefed is computed from the explanations they were given."""
    return await caller.look(service.show_staff_member, staff_id)


@router.post("/{staff_id}/leave", response_model=StaffMemberView, openapi_extra=moves(CLAUSE))
async def leave(caller: StaffWrite, staff_id: Leaving) -> Response:
    """Record that a person works here no more: from the next request on no token speaks for them."""
    return await caller.move(service.leave, service.show_staff_member, staff_id)


@router.post("/{staff_id}/briefings", status_code=201, response_model=BriefingView, openapi_extra=creates(CLAUSE))
async def brief_staff_member(caller: BriefingsWrite, staff_id: Unbriefed, body: BriefStaffMember) -> Response:
    """Record that the scheme, the significance of supporters or both have just been explained."""
    return await caller.create(service.brief_staff_member, service.show_briefing, staff_id, body)


@router.get("/{staff_id}/briefings/{briefing_id}", response_model=BriefingView, openapi_extra=reads(CLAUSE))
async def show_briefing(caller: StaffRead, staff_id: Briefed, briefing_id: Told) -> Response:
    """Show one explanation as it was recorded."""
    return await caller.look(service.show_briefing, briefing_id, staff_id)


@router.post(
    "/{staff_id}/country-knowledge",
    status_code=201,
    response_model=CountryKnowledgeView,
    openapi_extra=creates(CLAUSE),
)
async def attest_country_knowledge(caller: StaffWrite, staff_id: Unbriefed, body: AttestCountryKnowledge) -> Response:
    """Record a colleague's word that the staff member knows a country of origin."""
    return await caller.create(service.attest_country_knowledge, service.show_country_knowledge, staff_id, body)


@router.get(
    "/{staff_id}/country-knowledge/{knowledge_id}",
    response_model=CountryKnowledgeView,
    openapi_extra=reads(CLAUSE),
)
async def show_country_knowledge(caller: StaffRead, staff_id: Briefed, knowledge_id: Attested) -> Response:
    """Show one attestation as it was recorded."""
    return await caller.look(service.show_country_knowledge, knowledge_id, staff_id)
