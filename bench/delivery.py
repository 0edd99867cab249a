"""`python -m bench.delivery` prints how fast events reach a receiver that answers in 5 ms, on both databases.

Two figures: how many events a second one worker delivers of a queue, beside what the HTTP client alone sends to that
receiver in the same run; and how long an event waits from its recording to its first attempt while one after the other
is recorded, as the kept attempts tell. The worker runs in the recording process, as in `serve`.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import uvloop
from sqlmodel import Session, col, func, select

from app.access.installation import Installation
from app.access.local import local_actor
from app.access.roles import Role
from app.core.migrations import upgrade
from app.core.settings import Settings
from app.events.catalogue import EventType, Stream
from app.events.models import OutboxEvent
from app.events.outbox import announce
from app.main import install
from app.webhooks import service
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus
from app.webhooks.schemas import ProposeEndpoint
from app.webhooks.transport import AT_ONCE, Clients
from app.worker import Worker
from bench.databases import database
from tests.support.webhooks import ABOUT

ROUNDS, QUEUE = 3, 1200
SINGLES, PAUSE_SECONDS = 150, 0.02
FLOOR, SLOWEST_SECONDS = 200, 2.0


async def measure(installation: Installation, url: str) -> None:
    """Print rate and latency on one database."""
    kind = "sqlite" if installation.database.is_sqlite else "postgresql"
    rates, bare = [], []
    for _ in range(ROUNDS):
        bare.append(await sent_by_client(url))
        rates.append(await drained(installation))
    waits = await waited(installation)
    rate, client = statistics.median(rates), statistics.median(bare)
    print(f"{kind}: {rate:.0f} events/s (floor {FLOOR}), {rate / client:.2f} of the client alone ({client:.0f}/s)")
    for share in (50, 99):
        print(f"{kind}: recorded to first attempt p{share} {waits[share - 1] * 1000:.0f} ms (p99 at most 2000)")


async def sent_by_client(url: str) -> float:
    """Return the requests a second that the HTTP client alone sends, as many at once as a worker."""
    numbers = iter(range(QUEUE))
    async with Clients() as clients:
        client = clients.for_endpoint(allow_private=True)

        async def send() -> None:
            for _ in numbers:
                await client.post(url, content=b"x" * 600)

        began = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(AT_ONCE)))
        return QUEUE / (time.perf_counter() - began)


async def drained(installation: Installation) -> float:
    """Return the events a second at which a queue is delivered, up to the last receipt in the database."""
    await asyncio.to_thread(installation.database.run, record_many, installation, QUEUE)
    began = time.perf_counter()
    attempts = await Worker(installation).run_once()
    took = time.perf_counter() - began
    open_still = await asyncio.to_thread(installation.database.run, unacknowledged)
    assert (attempts, open_still) == (QUEUE, 0)
    return QUEUE / took


async def waited(installation: Installation) -> list[float]:
    """Return the hundredths of the waits from recording to first attempt, in seconds."""
    stop = asyncio.Event()
    since = installation.clock.now()
    worker = asyncio.create_task(Worker(installation).run(stop))
    for _ in range(SINGLES):
        await installation.database.transact(record_many, installation, 1)
        await asyncio.sleep(PAUSE_SECONDS)
    stop.set()
    await worker
    await Worker(installation).run_once()
    waits = await asyncio.to_thread(installation.database.run, first_waits, since)
    assert len(waits) == SINGLES
    return statistics.quantiles(waits, n=100, method="inclusive")


def record_many(session: Session, installation: Installation, number: int) -> None:
    """Announce events about many subjects."""
    at = installation.clock.now()
    for _ in range(number):
        announce(session, at, EventType.INCIDENT_RECORDED, f"incidents/{uuid4()}", **ABOUT)


def unacknowledged(session: Session) -> int:
    """Return the number of deliveries without a receipt."""
    return session.exec(select(func.count()).where(Delivery.status != DeliveryStatus.ACKED)).one()


def first_waits(session: Session, since: object) -> list[float]:
    """Return the seconds from recording to first attempt of every event since an instant."""
    found = (
        select(DeliveryAttempt.started_at, OutboxEvent.recorded_at)
        .join(Delivery, col(Delivery.id) == DeliveryAttempt.delivery_id)
        .join(OutboxEvent, col(OutboxEvent.event_id) == Delivery.event_id)
        .where(DeliveryAttempt.n == 1, col(OutboxEvent.recorded_at) >= since)
    )
    return [(started - recorded) / timedelta(seconds=1) for started, recorded in session.exec(found)]


@contextmanager
def receiving() -> Iterator[str]:
    """Yield the address of a receiver in a process of its own."""
    program = [sys.executable, "-m", "bench.receiver"]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
    finally:
        process.kill()
        process.communicate()


@contextmanager
def installed(folder: Path, url: str, receiver: str) -> Iterator[Installation]:
    """Yield an installation that delivers to a receiver."""
    upgrade(url)
    settings = Settings(database_url=url, state_dir=folder, issuer="http://127.0.0.1", demo=True)
    installation = install(settings)
    installation.database.run(confirmed, installation, receiver)
    yield installation
    installation.database.close()


def confirmed(session: Session, installation: Installation, receiver: str) -> UUID:
    """Make an endpoint that the operator proposed and ISA confirmed."""
    at = installation.clock.now()
    body = ProposeEndpoint(url=receiver, streams=frozenset({Stream.INCIDENTS}))
    made = service.propose_endpoint(session, local_actor(Role.OPERATOR, at, "bench"), body)
    return service.confirm_endpoint(session, local_actor(Role.ISA_OFFICER, at, "bench"), made.id, 1).id


def show(*, postgres: bool) -> None:
    """Measure on one database in a temporary folder."""
    with (
        receiving() as receiver,
        tempfile.TemporaryDirectory() as folder,
        database(Path(folder), postgres=postgres) as url,
        installed(Path(folder), url, receiver) as installation,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(measure(installation, receiver))


if __name__ == "__main__":
    for kind in (False, True):
        show(postgres=kind)
