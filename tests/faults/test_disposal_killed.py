"""Does a disposal reach the same end wherever it is killed, and is it never reported before?"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.clock import FrozenClock
from app.main import install
from tests.support.agreements import an_agreement
from tests.support.consents import a_form
from tests.support.hands import Hands
from tests.support.serving import NOON, demo_settings, the_app

ROOT = Path(__file__).parents[2]
SOME = (1, 110, 220, 330)
"""At which of about 350 steps the process dies: before, within and after the transaction that deletes the keys."""
MANY = range(2, 340, 7)


@contextmanager
def served(url: str, state_dir: Path) -> Iterator[Hands]:
    """Start the service on what is there."""
    installation = install(demo_settings(url, state_dir), FrozenClock(NOON))
    app = the_app()
    app.state.installation = installation
    with TestClient(app) as client:
        yield Hands(client, installation)
    installation.database.close()


class Doomed:
    """An approved disposal of one of two forms, and processes that die executing it."""

    def __init__(self, url: str, state_dir: Path) -> None:
        self.url, self.state_dir = url, state_dir
        with served(url, state_dir) as hands:
            an_agreement(hands.installation)
            ids = [hands.isa_exchange.post("/v1/consents", a_form()).json()["id"] for _ in range(2)]
            self.leaving, self.staying = ids
            body = {"basis": "withdrawal", "consent_ids": [self.leaving]}
            self.disposal = hands.privacy_officer.post("/v1/disposals", body).json()["id"]
            hands.secretary_general.post(f"/v1/disposals/{self.disposal}/approve", version=1)

    def execute(self, die_at: int) -> subprocess.CompletedProcess[str]:
        """Execute it in a process of its own, which dies at a step or, at 0, not at all."""
        program = [sys.executable, "-m", "tests.faults.dying_disposal"]
        arguments = [self.url, str(self.state_dir), self.disposal, str(die_at)]
        return subprocess.run([*program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def doomed(database_url: str, tmp_path: Path) -> Doomed:
    return Doomed(database_url, tmp_path / "state")


def die_and_resume(doomed: Doomed, die_at: int) -> None:
    """Kill an execution, and hold that nothing is reported before it is resumed, verified, and true."""
    assert doomed.execute(die_at).returncode == -signal.SIGKILL

    path = f"/v1/disposals/{doomed.disposal}"
    with served(doomed.url, doomed.state_dir) as hands:
        early = hands.secretary_general.post(f"{path}/report", version=2)
        version = hands.privacy_officer.get(path).json()["version"]
        resumed = hands.privacy_officer.post(f"{path}/execute", version=version)
        checked = hands.secretary_general.post(f"{path}/verify", version=version + 1)
        gone = hands.coordinator.get(f"/v1/consents/{doomed.leaving}")
        kept = hands.coordinator.get(f"/v1/consents/{doomed.staying}")

    assert early.json()["type"] == "/problems/report-before-disposal"
    assert (resumed.status_code, checked.json()["state"], checked.json()["findings"]) == (200, "verified", [])
    assert (gone.status_code, kept.status_code) == (410, 200)


@pytest.mark.parametrize("step", SOME)
def test_case_100_a_killed_disposal_resumes_to_the_same_end(step: int, doomed: Doomed) -> None:
    die_and_resume(doomed, step)


@pytest.mark.deep
@pytest.mark.parametrize("step", MANY)
def test_case_100_wherever_it_is_killed(step: int, doomed: Doomed) -> None:
    die_and_resume(doomed, step)
