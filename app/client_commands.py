"""What can be done with OAuth clients at the machine itself? The same as over HTTP, in the machine's own name."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import clients
from app.access.actor import Actor
from app.access.installation import Installation
from app.access.local import local_actor
from app.access.models import Client
from app.access.roles import Role
from app.access.secrets import hash_now, new_secret
from app.clients import service
from app.clients.schemas import ClientView, PublicKey, RegisterClient, RotateKey
from app.commands import CommandError, explained, installed, settings_in_earnest

Act = Callable[[Session, Actor, UUID, int], ClientView]


def create(options: argparse.Namespace) -> int:
    """Register a client and print it, the secret for the only time."""
    secret = None if options.jwks else new_secret()
    hashed = None if secret is None else hash_now(secret)

    def work(session: Session, actor: Actor) -> ClientView:
        body = RegisterClient(
            client_id=options.client_id,
            role=options.role,
            system=options.system or options.client_id,
            jwks=_keys(options.jwks) if options.jwks else (),
            staff_id=UUID(options.staff) if options.staff else None,
            vouches=options.vouches,
        )
        return service.register_client(session, actor, body, secret, hashed)

    return _done(options.client_id, Role.OPERATOR, work)


def show_all(_options: argparse.Namespace) -> int:
    """Print every client: id, role, state, staff member."""
    with installed(settings_in_earnest()) as installation:
        for view in installation.database.run(_views):
            sys.stdout.write(f"{view.client_id}\t{view.role}\t{view.state}\t{view.staff_id or ''}\n")
    return 0


def confirm(options: argparse.Namespace) -> int:
    """Let a client sign in, as a staff administrator does over HTTP."""
    return _moved(options.client_id, Role.STAFF_ADMINISTRATOR, service.confirm_client)


def rotate_secret(options: argparse.Namespace) -> int:
    """Give a client another secret and print it for the only time."""
    secret = new_secret()
    hashed = hash_now(secret)

    def act(session: Session, actor: Actor, record_id: UUID, version: int) -> ClientView:
        return service.rotate_secret(session, actor, record_id, version, secret, hashed)

    return _moved(options.client_id, Role.OPERATOR, act)


def rotate_key(options: argparse.Namespace) -> int:
    """Give a client another key, the first of the file."""
    body = RotateKey(jwk=_keys(options.jwks)[0])

    def act(session: Session, actor: Actor, record_id: UUID, version: int) -> ClientView:
        return service.rotate_key(session, actor, record_id, version, body)

    return _moved(options.client_id, Role.OPERATOR, act)


def revoke(options: argparse.Namespace) -> int:
    """Let a client in no more."""
    return _moved(options.client_id, Role.OPERATOR, service.revoke_client)


def _moved(client_id: str, role: Role, act: Act) -> int:
    def work(session: Session, actor: Actor) -> ClientView:
        client = clients.find_client(session, client_id)
        if client is None:
            raise CommandError(f"there is no client {client_id}")
        return act(session, actor, client.id, client.version)

    return _done(client_id, role, work)


def _done(client_id: str, role: Role, work: Callable[[Session, Actor], ClientView]) -> int:
    with installed(settings_in_earnest()) as installation, explained(client_id):
        view = installation.database.run(work, _actor(installation, role))
    sys.stdout.write(view.model_dump_json() + "\n")
    return 0


def _actor(installation: Installation, role: Role) -> Actor:
    return local_actor(role, installation.clock.now(), "clients")


def _views(session: Session) -> list[ClientView]:
    return [service.view(session, client) for client in session.exec(select(Client).order_by(col(Client.client_id)))]


def _keys(file: Path) -> list[PublicKey]:
    """Read the public keys of a JWKS file.

    Raises:
        CommandError: it is no such file.

    """
    try:
        content: Any = json.loads(file.read_text())
        keys = [PublicKey.model_validate(key) for key in content["keys"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise CommandError(f"{file} is no JWKS document with public P-256 keys") from None
    if not keys:
        raise CommandError(f"{file} holds no key")
    return keys
