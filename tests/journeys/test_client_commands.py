"""Can clients be managed at the machine itself, with the same two steps as over HTTP?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.access.keys import new_private_key, public_members
from app.core.migrations import upgrade

ROOT = Path(__file__).parents[2]


class Machine:
    """A fresh installation, and commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "YONSEI_DATABASE_URL": f"sqlite:///{folder / 'yonsei.db'}",
            "YONSEI_STATE_DIR": str(folder),
            "YONSEI_ISSUER": "https://matching.example",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command about clients."""
        program = [sys.executable, "-m", "app", "clients", *arguments]
        return subprocess.run(program, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def jwks(self) -> str:
        """Write a file with a new public key and return its path."""
        file = self.folder / "jwks.json"
        file.write_text(json.dumps({"keys": [public_members(new_private_key())]}))
        return str(file)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    upgrade(made.environment["YONSEI_DATABASE_URL"])
    return made


def test_a_client_is_registered_confirmed_and_revoked(machine: Machine) -> None:
    created = machine.run("create", "admin", "--role", "staff_administrator")
    confirmed = machine.run("confirm", "admin")
    revoked = machine.run("revoke", "admin")

    done = [json.loads(step.stdout) for step in (created, confirmed, revoked)]
    assert [one["state"] for one in done] == ["unconfirmed", "active", "revoked"]
    assert done[0]["client_secret"]


def test_isa_gets_a_key_and_no_secret(machine: Machine) -> None:
    with_secret = machine.run("create", "isa", "--role", "isa_exchange")
    with_key = machine.run("create", "isa", "--role", "isa_exchange", "--jwks", machine.jwks())

    assert (with_secret.returncode, with_secret.stderr) == (1, "isa: /secret role_needs_private_key\n")
    assert json.loads(with_key.stdout)["client_secret"] is None


def test_credentials_are_rotated(machine: Machine) -> None:
    first = json.loads(machine.run("create", "watch", "--role", "auditor").stdout)
    second = json.loads(machine.run("rotate-secret", "watch").stdout)
    third = json.loads(machine.run("rotate-key", "watch", "--jwks", machine.jwks()).stdout)

    assert first["client_secret"] != second["client_secret"]
    assert [one["kid"] is None for one in third["credentials"]] == [True, True, False]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("revoke", "nobody"), "there is no client nobody\n"),
        (("create", "A", "--role", "auditor"), "A: client_id string_pattern_mismatch\n"),
        (("create", "desk", "--role", "coordinator"), "desk: /staff_id role_needs_staff\n"),
        (("rotate-key", "x", "--jwks", "/nowhere"), "/nowhere is no JWKS document with public P-256 keys\n"),
    ],
)
def test_what_cannot_be_done_is_said(machine: Machine, arguments: tuple[str, ...], said: str) -> None:
    refused = machine.run(*arguments)

    assert (refused.returncode, refused.stderr) == (1, said)


def test_the_list_shows_state_and_no_secret(machine: Machine) -> None:
    secret = json.loads(machine.run("create", "watch", "--role", "auditor").stdout)["client_secret"]
    machine.run("create", "admin", "--role", "staff_administrator")

    listed = machine.run("list").stdout

    assert listed == "admin\tstaff_administrator\tunconfirmed\t\nwatch\tauditor\tactive\t\n"
    assert secret not in listed
