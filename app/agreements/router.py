"""Routes under `/v1/agreements`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.access.guards import AgreementsRead, AgreementsSign, AgreementsWrite
from app.agreements import service
from app.agreements.schemas import AgreementView, DraftAgreement, EffectView
from app.core.examples import example_id
from app.http.fields import Instant, RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_5_term

router = APIRouter(prefix="/v1/agreements", tags=["agreements"], route_class=JsonRoute)
CLAUSE = clause_5_term.CLAUSE
Drafted = Annotated[RecordId, example_path(example_id("agreements", "drafted"))]


@router.post("", status_code=201, response_model=AgreementView, openapi_extra=creates(CLAUSE))
async def draft_agreement(caller: AgreementsWrite, body: DraftAgreement) -> Response:
    """Draft a document; it binds nobody until both parties have signed."""
    return await caller.create(service.draft_agreement, service.show_agreement, body)


@router.get("", response_model=Page[AgreementView], openapi_extra=reads(CLAUSE))
async def list_agreements(caller: AgreementsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List agreements in the order of their making."""
    return await caller.look(service.list_agreements, limit, cursor)


@router.get("/effect", response_model=EffectView, openapi_extra=reads(CLAUSE))
async def show_effect(caller: AgreementsRead, at: Annotated[Instant | None, Query()] = None) -> Response:
    """Show which clauses are in force at an instant (RFC 3339 with offset), and why."""
    return await caller.look(service.show_effect, at)


@router.get("/{agreement_id}", response_model=AgreementView, openapi_extra=reads(CLAUSE))
async def show_agreement(caller: AgreementsRead, agreement_id: Drafted) -> Response:
    """Show one agreement."""
    return await caller.look(service.show_agreement, agreement_id)


@router.post("/{agreement_id}/sign", response_model=AgreementView, openapi_extra=moves(CLAUSE))
async def sign_agreement(caller: AgreementsSign, agreement_id: Drafted) -> Response:
    """Sign for your party; the second signature puts the terms in force on their days."""
    return await caller.move(service.sign_agreement, service.show_agreement, agreement_id)
