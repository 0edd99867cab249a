"""Routes under `/v1/feeds`."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from app.access.guards import FeedsAcknowledge, FeedsRead
from app.events import shapes
from app.events.catalogue import Stream
from app.feeds.answers import (
    EventBatch,
    SignedText,
    Wish,
    answer_checkpoint,
    answer_page,
    answer_signed_checkpoint,
)
from app.feeds.schemas import Acknowledge, CheckpointView, EventView
from app.http.openapi import reads
from app.http.routes import JsonRoute
from app.memorandum import clause_2_3_problem_report, clause_2_4_disposal, clause_3_2_trouble

router = APIRouter(prefix="/v1/feeds", tags=["feeds"], route_class=JsonRoute)
public_router = APIRouter(tags=["feeds"])
CLAUSES = (clause_2_3_problem_report.CLAUSE, clause_2_4_disposal.CLAUSE, clause_3_2_trouble.CLAUSE)
FeedName = Annotated[Stream, Path(examples=["incidents"])]
LastEvent = Annotated[
    str | None, Query(alias="lastEventId", max_length=40, description="id of the last event you have")
]
PageSize = Annotated[int, Query(ge=1, le=1000, description="largest number of events on the page")]
Patience = Annotated[
    int,
    Query(alias="timeout", ge=0, le=30_000, description="milliseconds to wait where there is nothing new (http-feeds)"),
]
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "CloudEvents in the order of their positions, byte for byte as they are signed",
        "headers": {
            "Link": {"schema": {"type": "string"}, "description": 'rel="next": where to go on'},
            "Feed-Head": {"schema": {"type": "integer"}, "description": "position of the newest event"},
            "Feed-Hash": {"schema": {"type": "string"}, "description": "hash of the chain up to the newest event"},
            "Feed-Time": {
                "schema": {"type": "string", "format": "date-time"},
                "description": "when the head was looked up: a fresh one says that nothing else has happened",
            },
        },
    },
    304: {"description": "nothing has come since the page of this ETag"},
}


@router.get(
    "/{stream}",
    response_class=EventBatch,
    response_model=Sequence[EventView],
    responses=_EVENTS,
    openapi_extra=reads(*CLAUSES),
)
async def read_feed(
    caller: FeedsRead,
    stream: FeedName,
    last_event_id: LastEvent = None,
    limit: PageSize = 100,
    patience: Patience = 0,
) -> Response:
    """Read the events after one you have, or from the first; positions have no gap, so a loss would show.

    With `timeout`, an answer that would say nothing new waits for the next event.
    """
    return await answer_page(caller, Wish(stream, last_event_id, limit, patience))


@router.get(
    "/{stream}/checkpoint",
    response_class=SignedText,
    responses={200: {"description": "a compact JWS of `iss`, `feed`, `position`, `headHash` and `time`"}},
    openapi_extra=reads(*CLAUSES),
)
async def show_checkpoint(caller: FeedsRead, stream: FeedName) -> Response:
    """Show how far a feed has come, signed with a key of the webhooks; kept daily, it proves that nothing changed."""
    return await answer_signed_checkpoint(caller, stream)


@router.post("/acknowledgements", response_model=CheckpointView, openapi_extra=reads(*CLAUSES))
async def acknowledge(caller: FeedsAcknowledge, body: Acknowledge) -> Response:
    """Say which events you have stored; what is acknowledged here is not pushed any more. Saying it again is safe."""
    return await answer_checkpoint(caller, body)


@public_router.get(shapes.PATH, response_model=dict[str, Any])
async def show_event_schemas() -> JSONResponse:
    """Show the JSON Schema of the data of every type of event; `dataschema` of an event names its own."""
    return JSONResponse(shapes.schemas(), headers={"cache-control": "public, max-age=3600"})
