"""What does `--demo` begin with? One client per role with both ways to sign in, and one record of each kind."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from app.access import clients
from app.access.actor import Actor
from app.access.installation import Installation
from app.access.keys import new_private_key, public_members
from app.access.local import local_actor
from app.access.roles import CONFIRMED_BY_ANOTHER, NEEDS_STAFF, Role
from app.access.secrets import hash_now, new_secret
from app.agreements import examples as agreements
from app.applicants import examples as applicants
from app.clients import examples as example_clients
from app.consents import examples as consents
from app.consultations import examples as consultations
from app.core.examples import example_id
from app.core.settings import Settings
from app.disposals import examples as disposals
from app.exchanges import examples as exchanges
from app.incidents import examples as incidents
from app.matching import examples as matching
from app.reports import examples as reports
from app.requests import examples as requests
from app.staff import examples as staff
from app.webhooks import examples as webhooks

SEEDS: tuple[Callable[[Session, Actor], None], ...] = (
    agreements.seed,
    staff.seed,
    example_clients.seed,
    consents.seed,
    applicants.seed,
    matching.seed,
    incidents.seed,
    exchanges.seed,
    consultations.seed,
    requests.seed,
    disposals.seed,
    reports.seed,
    webhooks.seed,
)


def prepare(installation: Installation) -> None:
    """Create whatever is missing of the demonstration: records, clients, and the file with their credentials."""
    actor = local_actor(
        Role.COORDINATOR,
        installation.clock.now(),
        "demonstration",
        example_id("staff", "briefed"),
    )
    for seed in SEEDS:
        installation.database.run(seed, actor)
    file = credentials_file(installation.settings)
    if not file.exists():
        _write(file, {role.value: _let_in(installation, role) for role in Role})


def credentials_file(settings: Settings) -> Path:
    """Return the file with the demonstration's credentials."""
    return settings.state_dir / "demo" / "clients.json"


def greeting(settings: Settings) -> str:
    """Return the one line that says where the credentials are and what to try first."""
    return (
        f"Demonstration on {settings.issuer}: credentials in {credentials_file(settings)}; "
        f"open {settings.issuer}/docs, or try the curl lines of README.md."
    )


def _let_in(installation: Installation, role: Role) -> dict[str, object]:
    """Give a role's client its credentials, new ones where it has been registered and its file was lost."""
    client_id, secret, key = f"demo-{role.value.replace('_', '-')}", new_secret(), new_private_key()
    registration = clients.Registration(
        client_id=client_id,
        role=role,
        system="demonstration",
        secret_hash=hash_now(secret),
        jwks=[public_members(key)],
        staff_id=example_id("staff", "briefed") if role in NEEDS_STAFF else None,
    )
    now = installation.clock.now()
    operator, administrator = (
        local_actor(one, now, "demonstration") for one in (Role.OPERATOR, Role.STAFF_ADMINISTRATOR)
    )
    installation.database.run(_register, operator, administrator, registration)
    return {"client_id": client_id, "client_secret": secret, "private_key_jwk": key}


def _register(session: Session, operator: Actor, administrator: Actor, wanted: clients.Registration) -> None:
    client = clients.find_client(session, wanted.client_id)
    if client is None:
        client = clients.register_client(session, operator, wanted)
    else:
        client = clients.rotate_secret(session, operator, client, client.version, wanted.secret_hash or "")
        client = clients.rotate_key(session, operator, client, client.version, wanted.jwks[0])
    if client.role in CONFIRMED_BY_ANOTHER:
        clients.confirm_client(session, administrator, client, client.version)


def _write(file: Path, credentials: dict[str, dict[str, object]]) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(credentials, out, indent=2)
