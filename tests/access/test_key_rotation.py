"""Can our own signing key be changed while the service runs, with two keys living side by side?"""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import Role
from app.access.scopes import Scope
from app.access.signing_keys import FILE_NAME, SigningKeyFile
from app.vault.errors import KeyStoreExposed
from tests.support.clients import a_client

ROOT = Path(__file__).parents[2]
JWKS = "/.well-known/jwks.json"


@pytest.fixture
def key_file(sqlite_installation: Installation) -> SigningKeyFile:
    """Return the key file as another process sees it."""
    return SigningKeyFile(sqlite_installation.settings.state_dir / "keys" / FILE_NAME)


@pytest.fixture
def token(sqlite_installation: Installation) -> str:
    """Return a living token of the key that signs at first."""
    client_id = a_client(sqlite_installation, Role.AUDITOR)
    scope = frozenset({Scope.AUDIT_READ})
    now = sqlite_installation.clock.now()
    return sqlite_installation.tokens.issue(client_id, Role.AUDITOR, scope, None, now)


def status(client: TestClient, token: str) -> int:
    """Use a token and return the status."""
    return client.get("/v1/audit/entries", headers={"Authorization": f"Bearer {token}"}).status_code


def kids(client: TestClient) -> list[str]:
    """Return the ids of the published keys for ES256."""
    return [key["kid"] for key in client.get(JWKS).json()["keys"] if key["kty"] == "EC"]


def test_a_token_of_the_key_before_is_still_taken(
    sqlite_client: TestClient, token: str, key_file: SigningKeyFile
) -> None:
    before = status(sqlite_client, token)

    key_file.rotate()

    assert (before, status(sqlite_client, token)) == (200, 200)


def test_case_15_a_token_of_a_retired_key_is_refused(
    sqlite_client: TestClient, token: str, key_file: SigningKeyFile
) -> None:
    before = status(sqlite_client, token)

    key_file.rotate()
    key_file.rotate()

    assert (before, status(sqlite_client, token)) == (200, 401)


def test_both_keys_are_published_the_signing_one_first(sqlite_client: TestClient, key_file: SigningKeyFile) -> None:
    [old] = kids(sqlite_client)

    new = key_file.rotate().current["kid"]

    assert kids(sqlite_client) == [new, old]


def test_the_running_service_signs_with_the_new_key(
    sqlite_installation: Installation, key_file: SigningKeyFile
) -> None:
    key_file.rotate()

    now, scope = sqlite_installation.clock.now(), frozenset({Scope.AUDIT_READ})
    made = sqlite_installation.tokens.issue("somebody", Role.AUDITOR, scope, None, now)

    alone = SigningKeyFile(sqlite_installation.settings.state_dir / "keys" / FILE_NAME).current().current["kid"]
    assert alone in b64_header(made)


def b64_header(token: str) -> str:
    """Return the header of a token in clear."""
    head = token.partition(".")[0]
    return base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode()


def test_no_private_member_is_published(sqlite_client: TestClient, key_file: SigningKeyFile) -> None:
    key_file.rotate()

    published = sqlite_client.get(JWKS).json()["keys"]

    assert [key for key in published if "d" in key] == []


def test_the_command_rotates_and_prints_the_new_key(tmp_path: Path) -> None:
    keys = SigningKeyFile.open_or_create(tmp_path / "keys" / FILE_NAME)
    before = keys.current().current["kid"]

    done = subprocess.run(
        [sys.executable, "-m", "app", "keys", "rotate"],
        cwd=ROOT,
        env={"YONSEI_STATE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == keys.current().current["kid"] != before


def test_a_key_file_open_to_others_is_not_read(tmp_path: Path) -> None:
    SigningKeyFile.open_or_create(tmp_path / "keys" / FILE_NAME)
    (tmp_path / "keys" / FILE_NAME).chmod(0o644)

    with pytest.raises(KeyStoreExposed):
        SigningKeyFile.open_or_create(tmp_path / "keys" / FILE_NAME)
