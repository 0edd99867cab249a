"""Routes under `/v1/exchanges`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import ExchangesRead, ExchangesWrite
from app.core.examples import example_id
from app.exchanges import duties, service
from app.exchanges.schemas import (
    CancelExchange,
    ExchangeDuties,
    ExchangeLine,
    ExchangeView,
    FinishAction,
    HoldExchange,
    PlanExchange,
    PostponeExchange,
    SayOnExchange,
)
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_4_exchange

router = APIRouter(prefix="/v1/exchanges", tags=["exchanges"], route_class=JsonRoute)
CLAUSE = clause_4_exchange.CLAUSE
Planned = Annotated[RecordId, example_path(example_id("exchanges", "planned"))]
Held = Annotated[RecordId, example_path(example_id("exchanges", "held"))]


@router.post("", status_code=201, response_model=ExchangeView, openapi_extra=creates(CLAUSE))
async def plan_exchange(caller: ExchangesWrite, body: PlanExchange) -> Response:
    """Plan an occasion to exchange views on how the matching goes; either party may, and both read it."""
    return await caller.create(service.plan_exchange, service.show_exchange, body)


@router.get("", response_model=Page[ExchangeLine], openapi_extra=reads(CLAUSE))
async def list_exchanges(caller: ExchangesRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List exchanges in the order of their planning, without their words."""
    return await caller.look(service.list_exchanges, limit, cursor)


@router.get("/duties", response_model=ExchangeDuties, openapi_extra=reads(CLAUSE))
async def show_exchange_duties(caller: ExchangesRead) -> Response:
    """Show when the next exchange is due, and what both parties owe once the interval has passed."""
    return await caller.look(duties.show_duties)


@router.get("/{exchange_id}", response_model=ExchangeView, openapi_extra=reads(CLAUSE))
async def show_exchange(caller: ExchangesRead, exchange_id: Planned) -> Response:
    """Show one exchange with its words, actions and figures; the reading is recorded."""
    return await caller.look(service.show_exchange, exchange_id)


@router.post("/{exchange_id}/note", response_model=ExchangeView, openapi_extra=moves(CLAUSE))
async def say_on_exchange(caller: ExchangesWrite, exchange_id: Held, body: SayOnExchange) -> Response:
    """Add words, before or after the occasion, for both to read."""
    return await caller.move(service.say, service.show_exchange, exchange_id, body)


@router.post("/{exchange_id}/postpone", response_model=ExchangeView, openapi_extra=moves(CLAUSE))
async def postpone_exchange(caller: ExchangesWrite, exchange_id: Planned, body: PostponeExchange) -> Response:
    """Move an occasion to a later day, for a reason."""
    return await caller.move(service.postpone_exchange, service.show_exchange, exchange_id, body)


@router.post("/{exchange_id}/cancel", response_model=ExchangeView, openapi_extra=moves(CLAUSE))
async def cancel_exchange(caller: ExchangesWrite, exchange_id: Planned, body: CancelExchange) -> Response:
    """End an occasion that does not take place, for a reason; the exchange stays owed."""
    return await caller.move(service.cancel_exchange, service.show_exchange, exchange_id, body)


@router.post("/{exchange_id}/hold", response_model=ExchangeView, openapi_extra=moves(CLAUSE))
async def hold_exchange(caller: ExchangesWrite, exchange_id: Planned, body: HoldExchange) -> Response:
    """Write down what was shared and agreed; the figures of the period are counted now and never again."""
    return await caller.move(service.hold_exchange, service.show_exchange, exchange_id, body)


@router.post("/{exchange_id}/finish-action", response_model=ExchangeView, openapi_extra=moves(CLAUSE))
async def finish_action(caller: ExchangesWrite, exchange_id: Held, body: FinishAction) -> Response:
    """Write down that an action has been done; a party that owes it may."""
    return await caller.move(service.finish_action, service.show_exchange, exchange_id, body)
