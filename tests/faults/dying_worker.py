"""A process that announces and delivers events, and kills itself when it comes to a named point for the n-th time."""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from app.core.clock import FrozenClock
from app.main import install
from app.worker import Worker
from tests.support.serving import NOON, demo_settings
from tests.support.webhooks import an_event

SUBJECTS = 12
POINTS = {
    "before-commit": ("core/transaction.py", "commit", "call"),
    "after-commit": ("core/transaction.py", "commit", "return"),
    "after-claim": ("webhooks/sending.py", "send", "call"),
    "after-post-before-mark": ("webhooks/judging.py", "judge", "call"),
    "during-mark": ("webhooks/settling.py", "settle", "return"),
}


class Death:
    """Counts how often a point is come to, and ends the process there without a word."""

    def __init__(self, point: str, at: int) -> None:
        self._file, self._name, self._event = POINTS[point]
        self._left, self.armed = at, False

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Take notice of one call or return."""
        code = frame.f_code
        if self.armed and code.co_name == self._name and event == self._event and code.co_filename.endswith(self._file):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def live(url: str, state_dir: Path, minutes: float, events: int, death: Death) -> None:
    """Announce so many events, say each once it is committed, and deliver all that is due."""
    threading.setprofile(death)
    sys.setprofile(death)
    clock = FrozenClock(NOON)
    clock.advance(minutes=minutes)
    installation = install(demo_settings(url, state_dir), clock)
    death.armed = True
    for number in range(events):
        sys.stdout.write(an_event(installation, f"incidents/{number % SUBJECTS}") + "\n")
        sys.stdout.flush()
    asyncio.run(Worker(installation).run_once())


if __name__ == "__main__":
    live(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), Death(sys.argv[5], int(sys.argv[6])))
