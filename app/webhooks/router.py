"""Routes under `/v1/webhooks`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from app.access.caller import Caller
from app.access.guards import IncidentsManage, WebhooksConfirm, WebhooksManage
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_2_3_problem_report, clause_2_4_disposal, clause_3_2_trouble
from app.webhooks import service
from app.webhooks.fallback import print_page
from app.webhooks.models import DeliveryStatus
from app.webhooks.schemas import (
    AttemptView,
    ChangeEndpoint,
    CloseDelivery,
    ConfirmedEndpointView,
    DeliveryView,
    EndpointView,
    ProposeEndpoint,
    ReplayEvents,
    RotateSecret,
)

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=JsonRoute)
CLAUSES = (clause_2_3_problem_report.CLAUSE, clause_2_4_disposal.CLAUSE, clause_3_2_trouble.CLAUSE)
Proposed = Annotated[RecordId, example_path(example_id("webhooks", "proposed"))]
Active = Annotated[RecordId, example_path(example_id("webhooks", "active"))]
Paused = Annotated[RecordId, example_path(example_id("webhooks", "paused"))]
Parked = Annotated[RecordId, example_path(example_id("deliveries", "parked"))]
Degraded = Annotated[RecordId, example_path(example_id("webhooks", "degraded"))]


@router.post("", status_code=201, response_model=EndpointView, openapi_extra=creates())
async def propose_endpoint(caller: WebhooksManage, body: ProposeEndpoint) -> Response:
    """Propose a place to which events are pushed; nothing is sent there before ISA confirms it."""
    return await caller.create(service.propose_endpoint, service.show_endpoint, body)


@router.get("", response_model=Page[EndpointView], openapi_extra=reads())
async def list_endpoints(caller: WebhooksManage, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List endpoints in the order of their making, each with what has not arrived there."""
    return await caller.look(service.list_endpoints, limit, cursor)


@router.get("/fallback-pages/operator", response_class=HTMLResponse, openapi_extra=reads(*CLAUSES))
async def print_page_as_operator(caller: WebhooksManage) -> Response:
    """Print what ISA has not acknowledged, to be carried or faxed to it: ids, kinds, times and counts, in Japanese."""
    return await _printed(caller)


@router.get("/fallback-pages/privacy-officer", response_class=HTMLResponse, openapi_extra=reads(*CLAUSES))
async def print_page_as_privacy_officer(caller: IncidentsManage) -> Response:
    """Print the same page as the privacy officer, who answers for the report being made."""
    return await _printed(caller)


@router.get("/{endpoint_id}", response_model=EndpointView, openapi_extra=reads())
async def show_endpoint(caller: WebhooksManage, endpoint_id: Active) -> Response:
    """Show one endpoint and what has not arrived there."""
    return await caller.look(service.show_endpoint, endpoint_id)


@router.get("/{endpoint_id}/proposal", response_model=EndpointView, openapi_extra=reads(*CLAUSES))
async def show_proposal(caller: WebhooksConfirm, endpoint_id: Proposed) -> Response:
    """Show ISA what it is asked to confirm."""
    return await caller.look(service.show_endpoint, endpoint_id)


@router.post("/{endpoint_id}/confirm", response_model=ConfirmedEndpointView, openapi_extra=moves(*CLAUSES))
async def confirm_endpoint(caller: WebhooksConfirm, endpoint_id: Proposed) -> Response:
    """Confirm that the endpoint is ISA's own; the answer holds the secret of its `v1` signatures."""
    return await caller.move(service.confirm_endpoint, service.show_confirmed, endpoint_id)


@router.post("/{endpoint_id}/change", response_model=EndpointView, openapi_extra=moves())
async def change_endpoint(caller: WebhooksManage, endpoint_id: Active, body: ChangeEndpoint) -> Response:
    """Change where and what is sent; everything is held, and the feed goes on, until ISA confirms the change."""
    return await caller.move(service.change_endpoint, service.show_endpoint, endpoint_id, body)


@router.get("/{endpoint_id}/secret", response_model=ConfirmedEndpointView, openapi_extra=reads(*CLAUSES))
async def show_secret(caller: WebhooksConfirm, endpoint_id: Active) -> Response:
    """Show ISA the secret of its `v1` signatures, after somebody has changed it."""
    return await caller.look(service.show_confirmed, endpoint_id)


@router.post("/{endpoint_id}/rotate-secret", response_model=ConfirmedEndpointView, openapi_extra=moves(*CLAUSES))
async def rotate_secret(caller: WebhooksConfirm, endpoint_id: Active, body: RotateSecret) -> Response:
    """Change the secret of the `v1` signatures; both sign for a week, so that a receiver can take over the new one."""
    return await caller.move(service.rotate_secret, service.show_confirmed, endpoint_id, body)


@router.post("/{endpoint_id}/pause", response_model=EndpointView, openapi_extra=moves())
async def pause_endpoint(caller: WebhooksManage, endpoint_id: Active) -> Response:
    """Send nothing for the time being; events are held and never dropped, and the feed goes on."""
    return await caller.move(service.pause_endpoint, service.show_endpoint, endpoint_id)


@router.post("/{endpoint_id}/resume", response_model=EndpointView, openapi_extra=moves())
async def resume_endpoint(caller: WebhooksManage, endpoint_id: Paused) -> Response:
    """Send again, beginning with what was held."""
    return await caller.move(service.resume_endpoint, service.show_endpoint, endpoint_id)


@router.post("/{endpoint_id}/replay", response_model=EndpointView, openapi_extra=moves())
async def replay_events(caller: WebhooksManage, endpoint_id: Degraded, body: ReplayEvents) -> Response:
    """Send events again under the ids they had, by their ids or by the time of recording."""
    return await caller.move(service.replay_events, service.show_endpoint, endpoint_id, body)


@router.post("/{endpoint_id}/close-delivery", response_model=EndpointView, openapi_extra=moves())
async def close_delivery(caller: WebhooksManage, endpoint_id: Active, body: CloseDelivery) -> Response:
    """Send one event to this endpoint no more, for a reason; a replay opens it again."""
    return await caller.move(service.close_delivery, service.show_endpoint, endpoint_id, body)


@router.get("/{endpoint_id}/deliveries", response_model=Page[DeliveryView], openapi_extra=reads())
async def list_deliveries(
    caller: WebhooksManage,
    endpoint_id: Active,
    status: Annotated[DeliveryStatus | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List what was or will be sent to an endpoint, oldest first, all of it or one status."""
    return await caller.look(service.list_deliveries, endpoint_id, status, limit, cursor)


@router.get(
    "/{endpoint_id}/deliveries/{delivery_id}/attempts",
    response_model=Page[AttemptView],
    openapi_extra=reads(),
)
async def list_attempts(
    caller: WebhooksManage,
    endpoint_id: Active,
    delivery_id: Parked,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the attempts at one delivery, first one first."""
    return await caller.look(service.list_attempts, endpoint_id, delivery_id, limit, cursor)


async def _printed(caller: Caller) -> Response:
    def work(session: Session) -> str:
        return print_page(session, caller.admitted(session))

    return HTMLResponse(await caller.installation.database.read(work), headers={"cache-control": "no-store"})
