"""Who may ask for tokens at all? Clients are registered with their credentials and revoked, never deleted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.keys import NotAPublicKey, public_key
from app.access.models import Client, ClientState
from app.access.roles import ISA_ROLES, MAY_HAVE_STAFF, NEEDS_STAFF, Role
from app.audit.trail import record
from app.core.database import settings_of
from app.core.errors import Conflict, Invalid, WrongState
from app.core.rows import move

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{2,63}")
MOST_KEYS = 4
"""Keys a client may hold at once, so that a rotation has room and a check stays quick."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What is told of a new client; of its secret only the hash, made before (`secrets.hash_secret`)."""

    client_id: str
    role: Role
    system: str
    secret_hash: str | None = None
    jwks: Sequence[Mapping[str, object]] = ()
    staff_id: UUID | None = None
    vouches: bool = False


def register_client(session: Session, actor: Actor, registration: Registration) -> Client:
    """Register a client with a role, credentials and, where the role asks for it, a staff member behind it.

    Raises:
        Invalid: naming what does not fit.
        Conflict: another client has this id.

    """
    _require_fitting(registration)
    _require_credentials(session, registration)
    if find_client(session, registration.client_id) is not None:
        raise Conflict("client_id_taken")

    client = Client(
        created_at=actor.at,
        client_id=registration.client_id,
        role=registration.role,
        system=registration.system,
        secret_hash=registration.secret_hash,
        jwks=_public_keys(registration.jwks),
        staff_id=registration.staff_id,
        vouches=registration.vouches,
    )
    session.add(client)
    session.flush()
    record(session, actor, "client.registered", "clients", client.id, client=client.client_id, role=client.role.value)
    return client


def revoke_client(session: Session, actor: Actor, client: Client, version: int) -> Client:
    """Take a client's access away; its tokens open nothing from the next request on.

    Raises:
        WrongState: that was done before.
        StaleVersion: somebody changed the client meanwhile.

    """
    if client.state is ClientState.REVOKED:
        raise WrongState("revoke", client.state.value)

    move(session, client, version, state=ClientState.REVOKED, revoked_at=actor.at)
    record(session, actor, "client.revoked", "clients", client.id, client=client.client_id)
    return client


def find_client(session: Session, client_id: str) -> Client | None:
    """Return the client of this id, whatever its state."""
    return session.exec(select(Client).where(col(Client.client_id) == client_id)).one_or_none()


def find_active(session: Session, client_id: str) -> Client | None:
    """Return the client of this id if it may still act."""
    if not CLIENT_ID.fullmatch(client_id):
        return None
    client = find_client(session, client_id)
    return client if client is not None and client.state is ClientState.ACTIVE else None


def _require_fitting(registration: Registration) -> None:
    if not CLIENT_ID.fullmatch(registration.client_id):
        raise Invalid.at("/client_id", "string_pattern_mismatch")
    has_people = registration.staff_id is not None or registration.vouches
    if not has_people and registration.role in NEEDS_STAFF:
        raise Invalid.at("/staff_id", "role_needs_staff")
    if has_people and registration.role not in MAY_HAVE_STAFF:
        raise Invalid.at("/vouches" if registration.vouches else "/staff_id", "role_has_no_staff")
    if registration.vouches and registration.staff_id is not None:
        raise Invalid.at("/vouches", "bound_to_one_already")
    if registration.vouches and not registration.jwks:
        raise Invalid.at("/jwks", "vouching_needs_a_key")


def _require_credentials(session: Session, registration: Registration) -> None:
    if registration.secret_hash is None and not registration.jwks:
        raise Invalid.at("/jwks", "credential_missing")
    if len(registration.jwks) > MOST_KEYS:
        raise Invalid.at("/jwks", "too_long")
    secret_allowed = registration.role not in ISA_ROLES or settings_of(session).demo
    if registration.secret_hash is not None and not secret_allowed:
        raise Invalid.at("/secret", "role_needs_private_key")


def _public_keys(claimed: Sequence[Mapping[str, object]]) -> list[dict[str, str]] | None:
    try:
        keys = [public_key(key) for key in claimed]
    except NotAPublicKey:
        raise Invalid.at("/jwks", "not_a_public_key") from None
    if len({key["kid"] for key in keys}) != len(keys):
        raise Invalid.at("/jwks", "kid_twice")
    return keys or None
