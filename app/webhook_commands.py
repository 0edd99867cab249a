"""What does each command about webhooks do? One function a command; each returns the exit code."""

import argparse
import sys
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.local import local_actor
from app.access.roles import Role
from app.commands import explained, installed, settings_in_earnest
from app.webhooks.fallback import print_page
from app.webhooks.keys import replace_keys, rotate_key
from app.webhooks.queries import get_endpoint
from app.webhooks.schemas import RotateSecret
from app.webhooks.service import rotate_secret as give_another


def rotate_keys(options: argparse.Namespace) -> int:
    """Publish the next webhook key, or in an emergency revoke all and sign with a new one at once; print its kid."""
    rotate = replace_keys if options.emergency else rotate_key
    with installed(settings_in_earnest()) as installation, explained("webhook keys"):
        kid = installation.database.run(rotate, _operator(installation.clock.now()))
        sys.stdout.write(f"{kid}\n")
    return 0


def rotate_secret(options: argparse.Namespace) -> int:
    """Give an endpoint another secret, without showing it: ISA reads it over HTTP."""
    with installed(settings_in_earnest()) as installation, explained(str(options.endpoint_id)):
        operator = _operator(installation.clock.now())
        installation.database.run(_rotate, operator, options.endpoint_id, RotateSecret(emergency=options.emergency))
    return 0


def print_fallback_page(_options: argparse.Namespace) -> int:
    """Write the page to standard output."""
    with installed(settings_in_earnest()) as installation:
        sys.stdout.write(installation.database.run(print_page, _operator(installation.clock.now())))
    return 0


def _rotate(session: Session, operator: Actor, endpoint_id: UUID, body: RotateSecret) -> None:
    give_another(session, operator, endpoint_id, get_endpoint(session, endpoint_id).version, body)


def _operator(at: datetime) -> Actor:
    return local_actor(Role.OPERATOR, at, "webhooks")
