"""Does the demonstration come up again, whatever of it was there before?"""

import json
import stat
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, Role
from app.demonstration import credentials_file, prepare
from app.main import create_app
from tests.support.oauth import SignIn


def credentials(installation: Installation) -> dict[str, Any]:
    """Return what the demonstration's clients sign in with."""
    held: dict[str, Any] = json.loads(credentials_file(installation.settings).read_text())
    return held


def sign_in(installation: Installation, role: Role) -> SignIn:
    """Return a role's client as its file describes it."""
    held = credentials(installation)[role.value]
    return SignIn(installation, TestClient(create_app(installation)), held["client_id"], held["private_key_jwk"])


@pytest.mark.parametrize("role", list(Role))
def test_every_role_signs_in_both_ways(sqlite_installation: Installation, role: Role) -> None:
    prepare(sqlite_installation)
    client, scope = sign_in(sqlite_installation, role), str(min(MAY_HOLD[role]))

    by_secret = client.by_secret(scope, secret=credentials(sqlite_installation)[role.value]["client_secret"])

    assert (by_secret.status_code, client.by_key(scope).status_code) == (200, 200)


def test_a_lost_file_of_credentials_is_made_anew(sqlite_installation: Installation) -> None:
    prepare(sqlite_installation)
    before = credentials(sqlite_installation)
    credentials_file(sqlite_installation.settings).unlink()

    prepare(sqlite_installation)

    after = credentials(sqlite_installation)
    assert {role: one["client_id"] for role, one in after.items()} == {
        role: one["client_id"] for role, one in before.items()
    }
    assert after["operator"]["client_secret"] != before["operator"]["client_secret"]
    assert sign_in(sqlite_installation, Role.COORDINATOR).by_key("matches:read").status_code == 200


def test_the_file_of_credentials_is_its_owners_alone(sqlite_installation: Installation) -> None:
    prepare(sqlite_installation)

    assert stat.S_IMODE(credentials_file(sqlite_installation.settings).stat().st_mode) == 0o600


def test_preparing_again_changes_nothing(sqlite_installation: Installation) -> None:
    prepare(sqlite_installation)
    before = credentials(sqlite_installation)

    prepare(sqlite_installation)

    assert credentials(sqlite_installation) == before
