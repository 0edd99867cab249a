"""A process that executes a disposal and kills itself at the n-th step of it; without n it says how many there are."""

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from starlette.testclient import TestClient

from app.core.clock import FrozenClock
from app.main import create_app, install
from tests.support.hands import Hands
from tests.support.serving import NOON, demo_settings

WATCHED = ("/app/disposals/", "/app/vault/", "/app/core/transaction.py", "/app/core/grouping.py")


class Death:
    """Counts the calls and returns of what carries a disposal out, and ends the process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.steps, self.armed = at, 0, False

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Take notice of one call or return."""
        if self.armed and event in {"call", "return"} and any(part in frame.f_code.co_filename for part in WATCHED):
            self.steps += 1
            if self.steps == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def execute(url: str, state_dir: Path, disposal: str, death: Death) -> int:
    """Execute an approved disposal over HTTP and return the status of the answer."""
    threading.setprofile(death)
    installation = install(demo_settings(url, state_dir), FrozenClock(NOON))
    with TestClient(create_app(installation)) as client:
        officer = Hands(client, installation).privacy_officer
        death.armed = True
        answer = officer.post(f"/v1/disposals/{disposal}/execute", version=2)
        death.armed = False
    installation.database.close()
    return answer.status_code


if __name__ == "__main__":
    counted = Death(int(sys.argv[4]))
    status = execute(sys.argv[1], Path(sys.argv[2]), sys.argv[3], counted)
    sys.stdout.write(f"{status} {counted.steps}\n")
