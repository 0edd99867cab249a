"""Which clients does the demonstration begin with, besides one per role? One that works and one that waits."""

from sqlmodel import Session

from app.access.actor import Actor
from app.access.models import Client
from app.access.roles import Role
from app.access.secrets import hash_now, new_secret
from app.clients import service
from app.clients.schemas import EXAMPLE_KEY, PublicKey, RegisterClient
from app.core.examples import example_id


def seed(session: Session, actor: Actor) -> None:
    """Register the demonstration's clients if they are missing; nobody kept what they sign in with."""
    if session.get(Client, example_id("clients", "auditor")) is None:
        _register(session, actor, "auditor", Role.AUDITOR)
        _register(session, actor, "unconfirmed", Role.PRIVACY_OFFICER, PublicKey.model_validate(EXAMPLE_KEY))


def _register(session: Session, actor: Actor, part: str, role: Role, *keys: PublicKey) -> None:
    body = RegisterClient(client_id=f"example-{part}", role=role, system="example", jwks=keys)
    secret_hash = None if keys else hash_now(new_secret())
    service.register_as(session, actor, example_id("clients", part), body, None, secret_hash)
