"""What does the service do by itself? Deliver webhooks, complain of what does not arrive, forget what had its time."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from app.access.installation import Installation
from app.access.spent import forget_expired
from app.events.heartbeat import beat
from app.http.idempotency import forget_old
from app.provisions.deletion import delete_lapsed
from app.requests.deletion import erase_old_words
from app.webhooks.escalating import escalate
from app.webhooks.queueing import settle_acknowledged
from app.webhooks.relay import Relay
from app.webhooks.sending import Sender
from app.webhooks.transport import Clients

log = structlog.get_logger("worker")
POLL_SECONDS = 0.25
TIDY_EVERY = timedelta(minutes=1)


class Worker:
    """The work of one process beside answering HTTP; any number of them may run."""

    def __init__(self, installation: Installation, poll_seconds: float = POLL_SECONDS) -> None:
        self._installation, self._poll_seconds = installation, poll_seconds
        self._tidied_at: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then wait for what is on its way."""
        async with Clients() as clients:
            with self._woken() as due:
                await self._keep_delivering(self._relay(clients, due.set), due, stop)

    async def run_once(self) -> int:
        """Do everything that is due at this instant and return the number of attempts."""
        async with Clients() as clients:
            relay = self._relay(clients, lambda: None)
            await self._tidy_if_due()
            while await relay.fill():
                await relay.land()
        return relay.attempts

    async def _keep_delivering(self, relay: Relay, due: asyncio.Event, stop: asyncio.Event) -> None:
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: due.set())
        while not stop.is_set():
            due.clear()
            if relay.is_hungry:
                await self._fill(relay)
            await _wait(due, self._poll_seconds)
        await relay.stop()

    async def _fill(self, relay: Relay) -> None:
        """Lease what is due; whatever fails is tried again with the next poll."""
        try:
            await self._tidy_if_due()
            await relay.fill()
        except Exception as error:
            log.critical("worker-failed", error=type(error).__name__)

    async def _tidy_if_due(self) -> None:
        now = self._installation.clock.now()
        if self._tidied_at is None or self._tidied_at + TIDY_EVERY <= now:
            await self._installation.database.transact(tidy, now)
            idle = timedelta(hours=self._installation.settings.verification_hours)
            await self._installation.database.transact(beat, now, idle)
            await self._installation.database.transact(escalate, now)
            self._tidied_at = now

    def _relay(self, clients: Clients, wake: Callable[[], None]) -> Relay:
        sender = Sender(self._installation.clock, self._installation.settings, clients)
        return Relay(self._installation.database, self._installation.clock, sender, wake)

    @contextmanager
    def _woken(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set after every commit that announced something."""
        due, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(due.set)

        self._installation.database.after_commit.append(wake)
        try:
            yield due
        finally:
            self._installation.database.after_commit.remove(wake)


def tidy(session: Session, at: datetime) -> None:
    """Forget what has had its time, from keys of requests to provision records, and note late acknowledgements."""
    forget_old(session, at)
    forget_expired(session, at)
    settle_acknowledged(session)
    delete_lapsed(session, at)
    erase_old_words(session, at)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
