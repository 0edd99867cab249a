"""Does what was acknowledged survive a kill -9?"""

import subprocess
import sys
from pathlib import Path

from app.core.database import Database
from tests.core.counting import count

ACKNOWLEDGED = 200


def test_a_kill_loses_nothing_that_was_acknowledged(door: Database) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.killed", door.engine.url.render_as_string(hide_password=False)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    heard = [int(process.stdout.readline()) for _ in range(ACKNOWLEDGED)]
    process.kill()
    heard += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    process.stdout.close()
    process.wait(10)

    assert door.run(count) >= max(heard)
    assert len(heard) == len(set(heard))
