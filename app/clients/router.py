"""Routes under `/v1/clients`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import ClientsConfirm, ClientsManage
from app.access.secrets import hash_secret, new_secret
from app.clients import service
from app.clients.schemas import ClientView, IssuedClientView, RegisterClient, RotateKey
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_3_1_briefing

router = APIRouter(prefix="/v1/clients", tags=["clients"], route_class=JsonRoute)
CLAUSE = clause_3_1_briefing.CLAUSE
Active = Annotated[RecordId, example_path(example_id("clients", "auditor"))]
Unconfirmed = Annotated[RecordId, example_path(example_id("clients", "unconfirmed"))]


@router.post("", status_code=201, response_model=IssuedClientView, openapi_extra=creates())
async def register_client(caller: ClientsManage, body: RegisterClient) -> Response:
    """Register a client. Without keys it gets a secret, shown in this answer and never again, not even when repeated.

    A client of a role that touches personal data signs in once a staff administrator has confirmed it.
    """
    secret = None if body.jwks else new_secret()
    hashed = None if secret is None else await hash_secret(secret)
    return await caller.create(service.register_client, service.show_issued, body, secret, hashed)


@router.get("", response_model=Page[ClientView], openapi_extra=reads())
async def list_clients(caller: ClientsManage, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the clients in the order of their registration."""
    return await caller.look(service.list_clients, limit, cursor)


@router.get("/unconfirmed", response_model=Page[ClientView], openapi_extra=reads(CLAUSE))
async def list_unconfirmed(caller: ClientsConfirm) -> Response:
    """List the clients that wait for a confirmation: new ones, and those with a new secret or key."""
    return await caller.look(service.list_unconfirmed)


@router.get("/{record_id}", response_model=ClientView, openapi_extra=reads())
async def show_client(caller: ClientsManage, record_id: Active) -> Response:
    """Show a client and what it signs in with."""
    return await caller.look(service.show_client, record_id)


@router.post("/{record_id}/confirm", response_model=ClientView, openapi_extra=moves(CLAUSE))
async def confirm_client(caller: ClientsConfirm, record_id: Unconfirmed) -> Response:
    """Let a client sign in, with whatever secret or key it was given since."""
    return await caller.move(service.confirm_client, service.show_client, record_id)


@router.post("/{record_id}/rotate-secret", response_model=IssuedClientView, openapi_extra=moves())
async def rotate_secret(caller: ClientsManage, record_id: Active) -> Response:
    """Give a client another secret, shown in this answer and never again; the one before serves on for the overlap.

    Where the role touches personal data, the new one serves, and the overlap begins, with its confirmation.
    """
    secret = new_secret()
    hashed = await hash_secret(secret)
    return await caller.move(service.rotate_secret, service.show_issued, record_id, secret, hashed)


@router.post("/{record_id}/rotate-key", response_model=ClientView, openapi_extra=moves())
async def rotate_key(caller: ClientsManage, record_id: Active, body: RotateKey) -> Response:
    """Give a client another public key; those before serve on for the overlap, which begins with its confirmation."""
    return await caller.move(service.rotate_key, service.show_client, record_id, body)


@router.post("/{record_id}/revoke", response_model=ClientView, openapi_extra=moves())
async def revoke_client(caller: ClientsManage, record_id: Active) -> Response:
    """Let a client in no more: its living tokens open nothing from the next request on."""
    return await caller.move(service.revoke_client, service.show_client, record_id)
