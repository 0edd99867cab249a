"""Do OAuth libraries that others wrote get and use tokens by the documented ways, against the running service?"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jwt
from joserfc.jwk import ECKey

from app.access.keys import new_private_key, public_members
from app.access.vouching import JWT_BEARER
from app.core.examples import example_id
from tests.support.process import Running, demonstration

HERE = Path(__file__).parent
SCOPE = "feeds:read reports:read"
FEED = "/v1/feeds/incidents"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with demonstration(tmp_path_factory.mktemp("oauth"), {}) as service:
        yield service


@pytest.fixture(scope="module")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the library of npm that the lock file names, and return the folder it works in."""
    assert shutil.which("npm"), "install Node.js with npm: a client library from npm is tried against the service"
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "check.mjs"):
        shutil.copy(HERE / name, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)  # noqa: S607
    return folder


def credentials(running: Running, role: str) -> dict[str, Any]:
    """Return what a client of the demonstration signs in with."""
    found: dict[str, Any] = json.loads((running.folder / "var" / "demo" / "clients.json").read_text())[role]
    return found


def authlib(running: Running, held: dict[str, Any], method: str) -> Any:
    """Return Authlib's client, signing in by one of the ways."""
    by_secret = method == "client_secret_basic"
    secret = held["client_secret"] if by_secret else ECKey.import_key(held["private_key_jwk"])
    made = OAuth2Client(
        held["client_id"],
        secret,
        scope=SCOPE,
        token_endpoint=f"{running.base}/oauth/token",
        token_endpoint_auth_method=method,
        trust_env=False,
    )
    made.register_client_auth_method(
        PrivateKeyJWT(running.base, headers={"kid": held["private_key_jwk"]["kid"]}, alg="ES256")
    )
    return made


@pytest.mark.parametrize("method", ["client_secret_basic", "private_key_jwt"])
def test_authlib_gets_and_uses_a_token(running: Running, method: str) -> None:
    with authlib(running, credentials(running, "isa_exchange"), method) as client:
        token = client.fetch_token(grant_type="client_credentials")
        feed = client.get(f"{running.base}{FEED}")

    assert (token["token_type"], token["scope"], feed.status_code) == ("Bearer", SCOPE, 200)


def test_authlib_asks_and_ends_a_token(running: Running) -> None:
    with authlib(running, credentials(running, "isa_officer"), "client_secret_basic") as client:
        token = client.fetch_token(grant_type="client_credentials")["access_token"]
        before = client.introspect_token(f"{running.base}/oauth/introspect", token=token).json()
        client.revoke_token(f"{running.base}/oauth/revoke", token=token)
        after = client.introspect_token(f"{running.base}/oauth/introspect", token=token).json()

    assert (before["active"], after) == (True, {"active": False})


def vouching_client(running: Running) -> dict[str, Any]:
    """Register a system that vouches, at the machine itself, and return what it signs in with."""
    key = new_private_key()
    (running.folder / "jwks.json").write_text(json.dumps({"keys": [public_members(key)]}))
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1]), "YONSEI_ISSUER": "https://matching.example"}
    for arguments in (
        ["create", "desk", "--role", "coordinator", "--vouches", "--jwks", "jwks.json"],
        ["confirm", "desk"],
    ):
        program = [sys.executable, "-m", "app", "clients", *arguments]
        subprocess.run(program, cwd=running.folder, env=environment, check=True, capture_output=True)
    return {"client_id": "desk", "private_key_jwk": key}


def test_authlib_speaks_for_a_member_of_the_staff(running: Running) -> None:
    held, staff_id = vouching_client(running), str(example_id("staff", "briefed"))
    key = held["private_key_jwk"]
    now = int(time.time())
    claims = {"iss": "desk", "sub": staff_id, "aud": running.base, "iat": now, "exp": now + 60, "jti": "x" * 20}
    assertion = jwt.encode({"alg": "ES256", "kid": key["kid"]}, claims, ECKey.import_key(key))

    with authlib(running, held, "private_key_jwt") as client:
        client.fetch_token(grant_type=JWT_BEARER, assertion=assertion, scope="matches:read")
        matches = client.get(f"{running.base}/v1/matches")

    assert matches.status_code == 200


def test_a_library_of_npm_finds_its_way_by_the_metadata(running: Running, node_modules: Path) -> None:
    held = credentials(running, "isa_officer")
    arguments = [running.base, held["client_id"], json.dumps(held["private_key_jwk"]), SCOPE, FEED]

    done = subprocess.run(
        ["node", "check.mjs", *arguments],  # noqa: S607
        cwd=node_modules,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "scope": SCOPE,
        "status": 200,
        "before": True,
        "sub": held["client_id"],
        "after": False,
    }
