"""Who may ask for tokens at all? Clients are registered with their credentials and revoked, never deleted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.client_credentials import confirm_credentials, credentials_of, give_key, give_secret, read_keys
from app.access.models import Client, ClientState
from app.access.roles import CONFIRMED_BY_ANOTHER, ISA_ROLES, MAY_HAVE_STAFF, NEEDS_STAFF, Role
from app.audit.trail import record
from app.core.database import settings_of
from app.core.errors import Conflict, Invalid, WrongState
from app.core.ids import new_id
from app.core.rows import move

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{2,63}")
NO_OVERLAP = timedelta(0)


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
    id: UUID = field(default_factory=new_id)


def register_client(session: Session, actor: Actor, registration: Registration) -> Client:
    """Register a client with a role, credentials and, where the role asks for it, people behind it.

    Whether it may sign in at once or waits for another's word depends on its role.

    Raises:
        Invalid: naming what does not fit.
        Conflict: another client has this id.

    """
    _require_fitting(registration)
    keys = read_keys(registration.jwks, "/jwks")
    _require_credentials(session, registration)
    if find_client(session, registration.client_id) is not None:
        raise Conflict("client_id_taken")

    client = Client(
        id=registration.id,
        created_at=actor.at,
        client_id=registration.client_id,
        role=registration.role,
        system=registration.system,
        staff_id=registration.staff_id,
        vouches=registration.vouches,
        registered_by=actor.client_id,
    )
    session.add(client)
    session.flush()
    if registration.secret_hash is not None:
        give_secret(session, actor, client, registration.secret_hash, NO_OVERLAP)
    for key in keys:
        give_key(session, actor, client, key, NO_OVERLAP)
    _confirm_alone(session, actor, client)
    record(session, actor, "client.registered", "clients", client.id, client=client.client_id, role=client.role.value)
    return client


def rotate_secret(session: Session, actor: Actor, client: Client, version: int, secret_hash: str) -> Client:
    """Give a client another secret; the one before it ends after the overlap, once the new one is confirmed.

    Raises:
        Invalid: the role signs in by key only.
        WrongState: the client was revoked.
        StaleVersion: somebody changed the client meanwhile.

    """
    _require_secret_allowed(session, client.role)
    _require_standing(client, "rotate-secret")
    move(session, client, version)
    given = give_secret(session, actor, client, secret_hash, _overlap(session))
    _confirm_alone(session, actor, client)
    record(session, actor, "client.secret-rotated", "clients", client.id, credential=str(given.id))
    return client


def rotate_key(session: Session, actor: Actor, client: Client, version: int, jwk: Mapping[str, object]) -> Client:
    """Give a client another key; those before it end after the overlap, once the new one is confirmed.

    Raises:
        Invalid: it is no public key as we take them, or one too many.
        WrongState: the client was revoked.
        StaleVersion: somebody changed the client meanwhile.

    """
    [key] = read_keys([jwk], "/jwk")
    _require_standing(client, "rotate-key")
    move(session, client, version)
    given = give_key(session, actor, client, key, _overlap(session))
    _confirm_alone(session, actor, client)
    record(session, actor, "client.key-rotated", "clients", client.id, credential=str(given.id))
    return client


def confirm_client(session: Session, actor: Actor, client: Client, version: int) -> Client:
    """Let a client, and whatever it has been given since, sign in.

    Raises:
        WrongState: nothing waits, or the client was revoked.
        StaleVersion: somebody changed the client meanwhile.

    """
    _require_standing(client, "confirm")
    if not any(one.confirmed_at is None for one in credentials_of(session, client)):
        raise WrongState("confirm", "confirmed")
    move(session, client, version, confirmed_at=client.confirmed_at or actor.at)
    confirm_credentials(session, client, actor.at)
    record(session, actor, "client.confirmed", "clients", client.id, client=client.client_id)
    return client


def revoke_client(session: Session, actor: Actor, client: Client, version: int) -> Client:
    """Take a client's access away; its tokens open nothing from the next request on.

    Raises:
        WrongState: that was done before.
        StaleVersion: somebody changed the client meanwhile.

    """
    _require_standing(client, "revoke")
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
    if client is None or client.confirmed_at is None or client.state is not ClientState.ACTIVE:
        return None
    return client


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
    if registration.secret_hash is not None:
        _require_secret_allowed(session, registration.role)


def _require_secret_allowed(session: Session, role: Role) -> None:
    if role in ISA_ROLES and not settings_of(session).demo:
        raise Invalid.at("/secret", "role_needs_private_key")


def _require_standing(client: Client, action: str) -> None:
    if client.state is ClientState.REVOKED:
        raise WrongState(action, client.state.value)


def _confirm_alone(session: Session, actor: Actor, client: Client) -> None:
    """Let a client of a role without personal data sign in without another's word."""
    if client.role not in CONFIRMED_BY_ANOTHER:
        client.confirmed_at = client.confirmed_at or actor.at
        session.add(client)
        confirm_credentials(session, client, actor.at)


def _overlap(session: Session) -> timedelta:
    return timedelta(hours=settings_of(session).credential_overlap_hours)
