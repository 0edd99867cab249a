"""Routes under `/v1/requests`."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from app.access.guards import RequestsRead, RequestsWrite
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_2_1_management, clause_2_2_purpose
from app.requests import candidates, deciding, service
from app.requests.answering import disclose
from app.requests.candidates import CandidatesView
from app.requests.disclosure_schemas import DisclosureView
from app.requests.schemas import (
    ConfirmIdentity,
    Grant,
    GrantPartly,
    LinkRecords,
    NotifyRequester,
    ReceiveRequest,
    Refuse,
    RequestSummary,
    RequestView,
)

router = APIRouter(prefix="/v1/requests", tags=["requests"], route_class=JsonRoute)
LAW, USE = clause_2_1_management.CLAUSE, clause_2_2_purpose.CLAUSE
Received = Annotated[RecordId, example_path(example_id("requests", "received"))]
Pending = Annotated[RecordId, example_path(example_id("requests", "identity_pending"))]
InReview = Annotated[RecordId, example_path(example_id("requests", "in_review"))]
Granted = Annotated[RecordId, example_path(example_id("requests", "granted"))]
_PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}


@router.post("", status_code=201, response_model=RequestView, openapi_extra=creates(LAW))
async def receive_request(caller: RequestsWrite, body: ReceiveRequest) -> Response:
    """Take a person's request in: disclosure, records of provisions, correction, or that use or provision stop.

    The target for the answer is two weeks from its arrival, which is ours: the law says without delay, and article 39
    lets a person sue after two weeks. No fee is taken.
    """
    return await caller.create(service.receive_request, service.show_request, body)


@router.get("", response_model=Page[RequestSummary], openapi_extra=reads(LAW))
async def list_requests(caller: RequestsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List requests in the order in which they were taken in, without their words; late ones say so."""
    return await caller.look(service.list_requests, limit, cursor)


@router.get("/{request_id}", response_model=RequestView, openapi_extra=reads(LAW))
async def show_request(caller: RequestsRead, request_id: Received) -> Response:
    """Show one request with its words; the reading is recorded."""
    return await caller.look(service.show_request, request_id)


@router.get("/{request_id}/candidates", response_model=CandidatesView, openapi_extra=reads(LAW))
async def list_candidates(caller: RequestsRead, request_id: InReview) -> Response:
    """List the records found by the name, e-mail address or telephone number in the request, none of them opened.

    Like every search it is recorded, and one person may make so many an hour.
    """
    return await caller.look(candidates.list_candidates, request_id)


@router.post("/{request_id}/ask-identity", response_model=RequestView, openapi_extra=moves(LAW))
async def ask_identity(caller: RequestsWrite, request_id: Received) -> Response:
    """Record that the person was asked to show who they are."""
    return await caller.move(service.ask_identity, service.show_request, request_id)


@router.post("/{request_id}/confirm-identity", response_model=RequestView, openapi_extra=moves(LAW))
async def confirm_identity(caller: RequestsWrite, request_id: Pending, body: ConfirmIdentity) -> Response:
    """Record how identity was shown, by a means that fits the way the request came, and an agent's authority."""
    return await caller.move(service.confirm_identity, service.show_request, request_id, body)


@router.post("/{request_id}/link-records", response_model=RequestView, openapi_extra=moves(LAW))
async def link_records(caller: RequestsWrite, request_id: InReview, body: LinkRecords) -> Response:
    """Name the person's records, also ones disposed of; an empty list says that a search found none."""
    return await caller.move(service.link_records, service.show_request, request_id, body)


@router.post("/{request_id}/grant", response_model=RequestView, openapi_extra=moves(LAW, USE))
async def grant_request(caller: RequestsWrite, request_id: InReview, body: Grant) -> Response:
    """Grant all that was asked: data is corrected, its use stops at once, whatever term is in force."""
    return await caller.move(deciding.grant_request, service.show_request, request_id, body)


@router.post("/{request_id}/grant-partly", response_model=RequestView, openapi_extra=moves(LAW, USE))
async def grant_partly(caller: RequestsWrite, request_id: InReview, body: GrantPartly) -> Response:
    """Grant a part, and say in writing why not the rest."""
    return await caller.move(deciding.grant_partly, service.show_request, request_id, body)


@router.post("/{request_id}/refuse", response_model=RequestView, openapi_extra=moves(LAW))
async def refuse_request(caller: RequestsWrite, request_id: Pending, body: Refuse) -> Response:
    """Refuse on grounds the law gives, and say why in writing; that no data is held is such an answer too."""
    return await caller.move(deciding.refuse_request, service.show_request, request_id, body)


@router.post("/{request_id}/notify", response_model=RequestView, openapi_extra=moves(LAW))
async def notify_requester(caller: RequestsWrite, request_id: Granted, body: NotifyRequester) -> Response:
    """Record that the answer went out, in the way asked for or on paper."""
    return await caller.move(service.notify_requester, service.show_request, request_id, body)


@router.get("/{request_id}/disclosure", response_model=DisclosureView, responses=_PAGE, openapi_extra=reads(LAW, USE))
async def show_disclosure(caller: RequestsRead, request_id: Granted) -> Response:
    """Show all that is held on the person, who was told and who looked: JSON, or `text/html` in Japanese to print.

    Of the other side of a match nothing is in it but what the person was told. Each opening is recorded.
    """
    return await disclose(caller, request_id)
