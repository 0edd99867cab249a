"""Does the worker work by itself, in time, and stop when told to?"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic, sleep

from sqlmodel import Session, select

from app.access.installation import Installation
from app.access.models import RevokedToken, UsedAssertion
from app.core.clock import FrozenClock
from app.webhooks.models import DeliveryStatus, WebhookKey
from app.worker import POLL_SECONDS, Worker
from tests.support.receiver import Receiver, Reply
from tests.support.webhooks import an_endpoint, an_event, change, deliveries, work


def test_an_announcement_wakes_the_worker(installation: Installation, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)

    async def meanwhile() -> None:
        await asyncio.sleep(0.1)
        await asyncio.to_thread(an_event, installation)
        await until(lambda: bool(receiver.received))

    running(installation, meanwhile, poll_seconds=3600)

    assert len(receiver.received) == 1


def test_the_worker_finishes_what_is_on_its_way(sqlite_installation: Installation, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.otherwise = Reply(hangs=True)

    async def meanwhile() -> None:
        await until(lambda: bool(receiver.received))
        asyncio.get_running_loop().call_later(0.1, receiver.released.set)

    running(sqlite_installation, meanwhile)

    assert [delivery.status for delivery in deliveries(sqlite_installation)] == [DeliveryStatus.PENDING]


def test_a_hanging_receiver_does_not_keep_another_waiting(
    sqlite_installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_endpoint(sqlite_installation, receiver.url)
    receiver.replies.append(Reply(hangs=True))

    async def meanwhile() -> None:
        await asyncio.to_thread(an_event, sqlite_installation)
        await until(lambda: len(receiver.received) == 2)
        await asyncio.to_thread(an_event, sqlite_installation)
        await until(lambda: len(receiver.received) == 3)
        receiver.released.set()

    running(sqlite_installation, meanwhile)

    assert len(receiver.received) == 3


def test_the_worker_survives_what_fails(sqlite_installation: Installation, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    change(sqlite_installation, WebhookKey, revoked_at=sqlite_installation.clock.now())

    async def meanwhile() -> None:
        await asyncio.sleep(0.2)
        await asyncio.to_thread(change, sqlite_installation, WebhookKey, revoked_at=None)
        await until(lambda: bool(receiver.received))

    running(sqlite_installation, meanwhile)

    assert len(receiver.received) == 1


def test_what_has_had_its_time_is_forgotten(installation: Installation, clock: FrozenClock) -> None:
    past = clock.now() - timedelta(days=2)
    remember(installation, UsedAssertion(client_id="c", jti="1" * 16, expires_at=past))
    remember(installation, RevokedToken(jti="2" * 16, expires_at=past))
    remember(installation, RevokedToken(jti="3" * 16, expires_at=clock.now() + timedelta(minutes=1)))

    work(installation)

    left = installation.database.run(lambda session: list(session.exec(select(RevokedToken.jti))))
    assert left == ["3" * 16]
    assert installation.database.run(lambda session: session.exec(select(UsedAssertion)).all()) == []


def running(
    installation: Installation,
    meanwhile: Callable[[], Awaitable[object]],
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """Let a worker run while something happens, and stop it."""

    async def both() -> None:
        stop = asyncio.Event()
        worker = asyncio.create_task(Worker(installation, poll_seconds).run(stop))
        await meanwhile()
        stop.set()
        await worker

    asyncio.run(both())


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something to become true, and not for ever."""
    await asyncio.to_thread(_watch, holds, monotonic() + 10)


def _watch(holds: Callable[[], bool], deadline: float) -> None:
    while not holds():
        assert monotonic() < deadline
        sleep(0.01)


def remember(installation: Installation, row: RevokedToken | UsedAssertion) -> None:
    def add(session: Session) -> None:
        session.add(row)

    installation.database.run(add)
