"""`python -m bench [--postgres]` prints the table of the hot paths, then that of delivery, and exits.

Both servers share one process, and the load is one other process, the same for each: a share says what our path costs
beside a bare FastAPI route, both with HTTP around them.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import uvloop

from app.access.installation import Installation
from bench import delivery
from bench.databases import database
from bench.serving import Jobs, prepared, served

ROUNDS = 5
REQUESTS = 800
PATHS = ("bare", "read", "write", "feed")
FLOORS = {
    "sqlite": {("read", 16): 0.20, ("read", 64): 0.20, ("write", 16): 0.12, ("write", 64): 0.12, ("feed", 16): 0.35},
    "postgresql": {("read", 16): 0.15, ("read", 64): 0.15, ("write", 16): 0.08, ("write", 64): 0.08},
}


class Load:
    """The process that asks."""

    def __init__(self) -> None:
        program = [sys.executable, "-m", "bench.load"]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    async def rate(self, job: dict[str, object]) -> float:
        """Return the answers a second to a job, while this process serves."""
        return await asyncio.to_thread(self._ask, json.dumps(job))

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate()

    def _ask(self, line: str) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


async def measure(installation: Installation, load: Load) -> None:
    """Print each path's rate and its share of the bare route, medians of interleaved rounds."""
    kind = "sqlite" if installation.database.is_sqlite else "postgresql"
    print(f"{kind}: path   c    req/s  share  floor")
    async with served(installation) as ports:
        jobs = Jobs(installation, *ports)
        for at_once in (16, 64):
            rates: dict[str, list[float]] = {path: [] for path in PATHS}
            for _ in range(ROUNDS):
                for path in PATHS:
                    job = {**jobs.of(path), "at_once": at_once, "requests": REQUESTS}
                    rates[path].append(await load.rate(job))
            base = statistics.median(rates["bare"])
            for path in PATHS:
                middle, floor = statistics.median(rates[path]), FLOORS[kind].get((path, at_once), "")
                print(f"{path:>12} {at_once:>5} {middle:>8.0f} {middle / base:>6.2f} {floor!s:>6}")


def main() -> None:
    """Measure in a temporary folder."""
    load, postgres = Load(), "--postgres" in sys.argv
    with (
        tempfile.TemporaryDirectory() as folder,
        database(Path(folder), postgres=postgres) as url,
        prepared(Path(folder), url) as installation,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(measure(installation, load))
    load.end()
    delivery.show(postgres=postgres)


if __name__ == "__main__":
    main()
