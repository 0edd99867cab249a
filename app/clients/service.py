"""What can be done with a client? Register it, confirm it, give it other credentials, revoke it, and look.

An operator registers and rotates; where a role touches personal data, nothing of that serves before a staff
administrator confirms it, so whoever runs the service cannot let themselves in.
"""

from uuid import UUID

from sqlmodel import Session

from app.access import clients
from app.access.actor import Actor
from app.access.client_credentials import credentials_of
from app.access.models import Client, ClientState
from app.clients import queries
from app.clients.schemas import (
    ClientStanding,
    ClientView,
    CredentialView,
    IssuedClientView,
    RegisterClient,
    RotateKey,
)
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.http.paging import Page, page_of
from app.staff.queries import get_staff_member


def register_client(
    session: Session,
    actor: Actor,
    body: RegisterClient,
    secret: str | None,
    secret_hash: str | None,
) -> IssuedClientView:
    """Register a client; its secret, made before, is in this answer and in no other."""
    return register_as(session, actor, new_id(), body, secret, secret_hash)


def register_as(
    session: Session,
    actor: Actor,
    record_id: UUID,
    body: RegisterClient,
    secret: str | None,
    secret_hash: str | None,
) -> IssuedClientView:
    """Register a client under a given id.

    Raises:
        Invalid: something does not fit the role, or there is no such staff member.

    """
    if body.staff_id is not None:
        _require_staff(session, body.staff_id)
    registration = clients.Registration(
        id=record_id,
        client_id=body.client_id,
        role=body.role,
        system=body.system,
        secret_hash=secret_hash,
        jwks=[key.model_dump(exclude_none=True) for key in body.jwks],
        staff_id=body.staff_id,
        vouches=body.vouches,
    )
    return _issued(session, clients.register_client(session, actor, registration), secret)


def rotate_secret(
    session: Session,
    actor: Actor,
    record_id: UUID,
    version: int,
    secret: str,
    secret_hash: str,
) -> IssuedClientView:
    """Give a client another secret, shown in this answer and in no other."""
    client = queries.get_client(session, record_id)
    return _issued(session, clients.rotate_secret(session, actor, client, version, secret_hash), secret)


def rotate_key(session: Session, actor: Actor, record_id: UUID, version: int, body: RotateKey) -> ClientView:
    """Give a client another key."""
    client = queries.get_client(session, record_id)
    jwk = body.jwk.model_dump(exclude_none=True)
    return view(session, clients.rotate_key(session, actor, client, version, jwk))


def confirm_client(session: Session, actor: Actor, record_id: UUID, version: int) -> ClientView:
    """Let a client sign in, with whatever it has been given since it was last confirmed."""
    return view(session, clients.confirm_client(session, actor, queries.get_client(session, record_id), version))


def revoke_client(session: Session, actor: Actor, record_id: UUID, version: int) -> ClientView:
    """Let a client in no more, from the next request on."""
    return view(session, clients.revoke_client(session, actor, queries.get_client(session, record_id), version))


def show_client(session: Session, _actor: Actor, record_id: UUID) -> ClientView:
    """Return one client."""
    return view(session, queries.get_client(session, record_id))


def show_issued(session: Session, _actor: Actor, record_id: UUID) -> IssuedClientView:
    """Return one client as an answer that is repeated: without its secret, which nobody has any more."""
    return _issued(session, queries.get_client(session, record_id), None)


def list_clients(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[ClientView]:
    """Return the clients, oldest first."""
    return page_of(session, Client, view, limit, cursor)


def list_unconfirmed(session: Session, _actor: Actor) -> Page[ClientView]:
    """Return the clients that wait for a confirmation, all on one page."""
    return Page(items=[view(session, client) for client in queries.waiting_clients(session)], next_cursor=None)


def view(session: Session, client: Client) -> ClientView:
    """Return a client without any secret."""
    return ClientView.model_validate(_facts(session, client))


def _issued(session: Session, client: Client, secret: str | None) -> IssuedClientView:
    return IssuedClientView.model_validate(_facts(session, client) | {"client_secret": secret})


def _facts(session: Session, client: Client) -> dict[str, object]:
    held = credentials_of(session, client)
    return client.model_dump(exclude={"state"}) | {
        "state": _standing(client),
        "credentials": [
            CredentialView(
                id=one.id,
                kid=None if one.jwk is None else one.jwk["kid"],
                created_at=one.created_at,
                confirmed_at=one.confirmed_at,
                expires_at=one.expires_at,
            )
            for one in held
        ],
    }


def _standing(client: Client) -> ClientStanding:
    if client.state is ClientState.REVOKED:
        return ClientStanding.REVOKED
    return ClientStanding.UNCONFIRMED if client.confirmed_at is None else ClientStanding.ACTIVE


def _require_staff(session: Session, staff_id: UUID) -> None:
    try:
        member = get_staff_member(session, staff_id)
    except NotFound:
        raise Invalid.at("/staff_id", "unknown_staff_member") from None
    if member.left_at is not None:
        raise Invalid.at("/staff_id", "has_left")
