"""`python -m bench` prints the table of the hot paths and exits."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import uvloop
from fastapi import FastAPI

from app.access.installation import Installation
from app.main import create_app
from bench.serving import Caller, ask, prepared

ROUNDS = 5
REQUESTS = 600
FLOORS = {("read", 16): 0.20, ("read", 64): 0.20, ("write", 16): 0.12, ("write", 64): 0.12, ("feed", 16): 0.35}


@dataclass(frozen=True, slots=True)
class HotPath:
    """One hot path and how to ask for it."""

    name: str
    scope: Callable[[], tuple[dict[str, object], bytes]]


async def rate(app: FastAPI, path: HotPath, at_once: int) -> float:
    """Return the requests a second of one path with so many at once."""
    numbers: Iterator[int] = iter(range(REQUESTS))

    async def keep_asking() -> None:
        for _ in numbers:
            status = await ask(app, *path.scope())
            if status not in (200, 201):
                raise RuntimeError(f"{path.name} answered {status}")

    start = time.perf_counter()
    await asyncio.gather(*(keep_asking() for _ in range(at_once)))
    return REQUESTS / (time.perf_counter() - start)


async def measure(installation: Installation, consent_id: str) -> None:
    """Print each path's rate and its share of the bare route, medians of interleaved rounds."""
    app = create_app(installation)

    @app.get("/bare")
    async def bare() -> dict[str, str]:
        return {"status": "ok"}

    callers = Caller(installation)
    unique = count()
    paths = [
        HotPath("bare", lambda: callers.get("/bare", "coordinator")),
        HotPath("read", lambda: callers.get(f"/v1/consents/{consent_id}", "coordinator")),
        HotPath("write", lambda: callers.provide(next(unique))),
        HotPath("feed", lambda: callers.get("/v1/feeds/incidents?limit=100", "isa_exchange")),
    ]
    sys.stdout.write(f"{'path':6} {'c':>3} {'req/s':>8} {'share':>6} {'floor':>6}\n")
    for at_once in (16, 64):
        rates: dict[str, list[float]] = {path.name: [] for path in paths}
        for _ in range(ROUNDS):
            for path in paths:
                rates[path.name].append(await rate(app, path, at_once))
        base = statistics.median(rates["bare"])
        for path in paths:
            middle = statistics.median(rates[path.name])
            floor = FLOORS.get((path.name, at_once), "")
            sys.stdout.write(f"{path.name:6} {at_once:>3} {middle:>8.0f} {middle / base:>6.2f} {floor!s:>6}\n")


def main() -> None:
    """Measure on SQLite in a temporary folder."""
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared(Path(folder)) as (installation, consent_id),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(measure(installation, consent_id))


if __name__ == "__main__":
    main()
