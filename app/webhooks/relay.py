"""How does an event get to an endpoint? Queued and leased, sent, settled; only the sending is outside a transaction."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.webhooks.claiming import claim, give_back
from app.webhooks.exchange import Lease
from app.webhooks.judging import ARRIVED, judge
from app.webhooks.pace import Pace
from app.webhooks.queueing import fan_out
from app.webhooks.sending import Sender
from app.webhooks.settler import Settler
from app.webhooks.settling import Outcome
from app.webhooks.transport import AT_ONCE, TIMEOUT_SECONDS

log = structlog.get_logger("webhooks")
BATCH = 32
"""Leases one process holds before they are sent; taking many at once is what makes the database cheap."""
UNSETTLED = 2 * AT_ONCE
"""Events under way or sent and not yet settled: as many can come twice when the process is killed."""
_LONGEST = timedelta(seconds=TIMEOUT_SECONDS)
_RANDOM = secrets.SystemRandom()


def take(session: Session, at: datetime, limit: int) -> list[Lease]:
    """Queue what is new and lease what is due."""
    fan_out(session, at)
    return claim(session, at, limit)


class Relay:
    """The relay of one process; any number of them may run, leases keep them apart."""

    def __init__(self, database: Database, clock: Clock, sender: Sender, wake: Callable[[], None]) -> None:
        self._database, self._clock, self._sender, self._wake = database, clock, sender, wake
        self._settler, self._pace = Settler(database, clock), Pace()
        self._waiting: deque[Lease] = deque()
        self._flying: set[asyncio.Task[None]] = set()
        self._sending = 0
        self.attempts = 0

    @property
    def is_hungry(self) -> bool:
        """Whether too little is at hand to keep every connection busy."""
        return len(self._waiting) < AT_ONCE

    async def fill(self) -> int:
        """Lease what is due, begin to send it, and return how much that is."""
        room = BATCH - len(self._waiting)
        leases = await self._database.transact(take, self._clock.now(), room)
        self._waiting.extend(leases)
        self._launch()
        return len(leases)

    async def land(self) -> None:
        """Wait until nothing is under way any more."""
        while self._flying:
            await asyncio.wait(self._flying)
        await self._settler.finish()

    async def stop(self) -> None:
        """Begin nothing more, and wait for what is on its way."""
        unsent = list(self._waiting)
        self._waiting.clear()
        await self._give_back(unsent)
        await self.land()

    def _launch(self) -> None:
        while self._sending < AT_ONCE and len(self._flying) < UNSETTLED and (lease := self._next()) is not None:
            self._start(self._deliver(lease))
            self._sending += 1
            self._pace.begin(lease.endpoint_id)

    def _next(self) -> Lease | None:
        """Return the next lease that may be sent, and would still be ours when the longest wait is over."""
        latest = self._clock.now() + _LONGEST
        stale = [lease for lease in self._waiting if lease.until < latest]
        for lease in stale:
            self._waiting.remove(lease)
        if stale:
            self._start(self._give_back(stale))
        for lease in self._waiting:
            if self._pace.has_room(lease.endpoint_id):
                self._waiting.remove(lease)
                return lease
        return None

    async def _deliver(self, lease: Lease) -> None:
        """Send one delivery and settle it; after a failure nothing follows to that endpoint before it is settled."""
        well = False
        try:
            outcome = await self._send(lease)
            well = outcome.judgement.verdict in ARRIVED
            if well:
                self._pace.end(lease.endpoint_id, well=True)
            self._launch()
            await self._settle(outcome)
        finally:
            if not well:
                self._pace.end(lease.endpoint_id, well=False)

    async def _send(self, lease: Lease) -> Outcome:
        try:
            answer = await self._sender.send(lease)
        finally:
            self._sending -= 1
        self.attempts += 1
        return Outcome(lease, answer, judge(answer, lease.body_sha256), _RANDOM.uniform(-1, 1))

    async def _settle(self, outcome: Outcome) -> None:
        """Settle what was sent, and give back what need not be sent now to an endpoint that is spared."""
        settled = await self._settler.settle(outcome)
        spared = [waiting for waiting in self._waiting if waiting.endpoint_id in settled.spared]
        self._waiting = deque(lease for lease in self._waiting if lease.endpoint_id not in settled.spared)
        await self._give_back(spared)

    async def _give_back(self, leases: list[Lease]) -> None:
        if leases:
            await self._database.transact(give_back, leases)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._flying.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        if not task.cancelled() and task.exception() is not None:
            # Its lease runs out, and it is sent again.
            log.error("delivery-failed", error=type(task.exception()).__name__)
        self._launch()
        if self.is_hungry:
            self._wake()
