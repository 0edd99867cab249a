"""Routes under `/v1/disposals`."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import DisposalsApprove, DisposalsExecute, DisposalsPropose, DisposalsRead, DisposalsVerify
from app.core.examples import example_id
from app.disposals import answering, duties, execution, service
from app.disposals.duties import DisposalDuties
from app.disposals.schemas import AnswerOnDisposal, DelayDisposal, DisposalLine, DisposalView, ProposeDisposal
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.incidents.contribution_schemas import ContributionView
from app.memorandum import clause_2_4_disposal

router = APIRouter(prefix="/v1/disposals", tags=["disposals"], route_class=JsonRoute)
CLAUSE = clause_2_4_disposal.CLAUSE
Proposed = Annotated[RecordId, example_path(example_id("disposals", "proposed"))]
Blocked = Annotated[RecordId, example_path(example_id("disposals", "blocked"))]
Approved = Annotated[RecordId, example_path(example_id("disposals", "approved"))]
Executing = Annotated[RecordId, example_path(example_id("disposals", "executing"))]
Verified = Annotated[RecordId, example_path(example_id("disposals", "verified"))]
Reported = Annotated[RecordId, example_path(example_id("disposals", "reported"))]
Written = Annotated[RecordId, example_path(example_id("contributions", "on_disposal"))]


@router.post("", status_code=201, response_model=DisposalView, openapi_extra=creates(CLAUSE))
async def propose_disposal(caller: DisposalsPropose, body: ProposeDisposal) -> Response:
    """Propose a disposal. Basis 2(4) declares that the association stopped the matching, and covers every form."""
    return await caller.create(service.propose_disposal, service.show_disposal, body)


@router.get("", response_model=Page[DisposalLine], openapi_extra=reads(CLAUSE))
async def list_disposals(caller: DisposalsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List disposals in the order of their making."""
    return await caller.look(service.list_disposals, limit, cursor)


@router.get("/duties", response_model=DisposalDuties, openapi_extra=reads(CLAUSE))
async def list_disposal_duties(caller: DisposalsRead) -> Response:
    """List what is to be disposed of and has not been: under 2(4), after a withdrawal or request, or kept too long."""
    return await caller.look(duties.list_disposal_duties)


@router.get("/{disposal_id}", response_model=DisposalView, openapi_extra=reads(CLAUSE))
async def show_disposal(caller: DisposalsRead, disposal_id: Proposed) -> Response:
    """Show one disposal, and what was written to its report; the reading of that is recorded."""
    return await caller.look(service.show_disposal, disposal_id)


@router.post("/{disposal_id}/approve", response_model=DisposalView, openapi_extra=moves(CLAUSE))
async def approve_disposal(caller: DisposalsApprove, disposal_id: Proposed) -> Response:
    """Approve what somebody else proposed (R2.4-6)."""
    return await caller.move(service.approve_disposal, service.show_disposal, disposal_id)


@router.post("/{disposal_id}/delay", response_model=DisposalView, openapi_extra=moves(CLAUSE))
async def delay_disposal(caller: DisposalsPropose, disposal_id: Blocked, body: DelayDisposal) -> Response:
    """Name the open incident or request for which a disposal waits, and the day on which it goes on; ISA is told.

    Today goes on at once. Beyond `YONSEI_LONGEST_DELAY_DAYS` after the proposal nothing blocks (R2.4-5).
    """
    return await caller.move(service.delay_disposal, service.show_disposal, disposal_id, body)


@router.post("/{disposal_id}/execute", response_model=DisposalView, openapi_extra=moves(CLAUSE))
async def execute_disposal(caller: DisposalsExecute, disposal_id: Approved) -> Response:
    """Delete and destroy the keys, and scrub the rows. After a crash, execute again: it goes on where it stopped."""
    return await execution.execute(caller, disposal_id)


@router.post("/{disposal_id}/verify", response_model=DisposalView, openapi_extra=moves(CLAUSE))
async def verify_disposal(caller: DisposalsVerify, disposal_id: Executing) -> Response:
    """Look for anything left of what somebody else executed; findings keep it executing."""
    return await execution.verify(caller, disposal_id)


@router.post("/{disposal_id}/report", response_model=DisposalView, openapi_extra=moves(CLAUSE))
async def report_disposal(caller: DisposalsVerify, disposal_id: Verified) -> Response:
    """Report a verified disposal to ISA; under 2(4) this ends the clause."""
    return await caller.move(service.report_disposal, service.show_disposal, disposal_id)


@router.post(
    "/{disposal_id}/contributions", status_code=201, response_model=ContributionView, openapi_extra=creates(CLAUSE)
)
async def answer_isa(caller: DisposalsVerify, disposal_id: Reported, body: AnswerOnDisposal) -> Response:
    """Answer a question or a measure of ISA on a disposal; whoever reports may, and both parties read it."""
    show = partial(answering.show_contribution, disposal_id=disposal_id)
    return await caller.create(answering.answer, show, disposal_id, body)


@router.get(
    "/{disposal_id}/contributions/{contribution_id}", response_model=ContributionView, openapi_extra=reads(CLAUSE)
)
async def show_contribution(caller: DisposalsRead, disposal_id: Reported, contribution_id: Written) -> Response:
    """Show what ISA or the association wrote about a disposal; the reading is recorded."""
    return await caller.look(answering.show_contribution, contribution_id, disposal_id)
