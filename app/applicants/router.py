"""Routes under `/v1/applicants`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guards import ApplicantsRead, ApplicantsWrite
from app.applicants import corrections, search, service
from app.applicants.flags import FlagCode
from app.applicants.schemas import ApplicantSummary, ApplicantView, CorrectApplicant, RegisterApplicant
from app.applicants.search import FoundApplicants, SearchApplicant
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_3_1_briefing

router = APIRouter(prefix="/v1/applicants", tags=["applicants"], route_class=JsonRoute)
CLAUSE = clause_3_1_briefing.CLAUSE
Registered = Annotated[RecordId, example_path(example_id("applicants", "registered"))]
Flagged = Annotated[FlagCode | None, Query(description="only applicants with this flag today")]
Active = Annotated[RecordId, example_path(example_id("applicants", "active"))]
Matched = Annotated[RecordId, example_path(example_id("applicants", "completable"))]
Misspelt = Annotated[RecordId, example_path(example_id("applicants", "correctable"))]
Regretted = Annotated[RecordId, example_path(example_id("applicants", "withdrawable"))]


@router.post("", status_code=201, response_model=ApplicantSummary, openapi_extra=creates(CLAUSE))
async def register_applicant(caller: ApplicantsWrite, body: RegisterApplicant) -> Response:
    """Register a fourth-generation Nikkei who asks for a supporter."""
    return await caller.create(service.register_applicant, service.show_summary, body)


@router.get("", response_model=Page[ApplicantSummary], openapi_extra=reads(CLAUSE))
async def list_applicants(
    caller: ApplicantsRead,
    limit: Limit = 50,
    cursor: Cursor = None,
    flag: Flagged = None,
) -> Response:
    """List the applicants in the order of their registration, without anything about the persons.

    With `flag` only those who have it today, and each finding is recorded as a reading.
    """
    return await caller.look(service.list_applicants, limit, cursor, flag)


@router.post("/search", response_model=FoundApplicants, openapi_extra=reads(CLAUSE))
async def search_applicants(caller: ApplicantsRead, body: SearchApplicant) -> Response:
    """Find an applicant by whole terms; nothing is opened or made, so it needs no Idempotency-Key.

    The search is recorded by its kinds of terms and how many it found, and one person may make so many an hour.
    """
    return await caller.look(search.search_applicants, body)


@router.get("/{applicant_id}", response_model=ApplicantView, openapi_extra=reads(CLAUSE))
async def show_applicant(caller: ApplicantsRead, applicant_id: Active) -> Response:
    """Open one applicant; the fields shown are recorded with who read them."""
    return await caller.look(service.show_applicant, applicant_id)


@router.post("/{applicant_id}/correct", response_model=ApplicantSummary, openapi_extra=moves(CLAUSE))
async def correct_applicant(caller: ApplicantsWrite, applicant_id: Misspelt, body: CorrectApplicant) -> Response:
    """Put right what is known of an applicant; the members that are sent, and no others, change."""
    return await caller.move(corrections.correct_applicant, service.show_summary, applicant_id, body)


@router.post("/{applicant_id}/activate", response_model=ApplicantSummary, openapi_extra=moves(CLAUSE))
async def activate_applicant(caller: ApplicantsWrite, applicant_id: Registered) -> Response:
    """Look for a supporter, for the first time or again after a supporter changed."""
    return await caller.move(service.activate_applicant, service.show_summary, applicant_id)


@router.post("/{applicant_id}/complete", response_model=ApplicantSummary, openapi_extra=moves(CLAUSE))
async def complete_applicant(caller: ApplicantsWrite, applicant_id: Matched) -> Response:
    """Stop looking, since a supporter has been found."""
    return await caller.move(service.complete_applicant, service.show_summary, applicant_id)


@router.post("/{applicant_id}/withdraw", response_model=ApplicantSummary, openapi_extra=moves(CLAUSE))
async def withdraw_applicant(caller: ApplicantsWrite, applicant_id: Regretted) -> Response:
    """Record that the person no longer wishes to be matched."""
    return await caller.move(service.withdraw_applicant, service.show_summary, applicant_id)
