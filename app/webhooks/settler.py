"""Who settles what has ended? One transaction at a time for all that ended while the last one reached the disk."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Unavailable
from app.webhooks.settling import Outcome, Settled, keep_attempts, settle

log = structlog.get_logger("webhooks")


class Settler:
    """Gathers outcomes; each waits for the transaction it is in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._turn = asyncio.Lock()
        self._outcomes: list[Outcome] = []
        self._next: asyncio.Task[Settled] | None = None
        self._keeping: set[asyncio.Task[None]] = set()

    async def settle(self, outcome: Outcome) -> Settled:
        """Settle an outcome together with its neighbours, and return what became of all of them."""
        self._outcomes.append(outcome)
        if self._next is None:
            self._next = asyncio.create_task(self._settle_all())
        return await asyncio.shield(self._next)

    async def finish(self) -> None:
        """Wait until every attempt is kept."""
        while self._keeping:
            await asyncio.wait(self._keeping)

    async def _settle_all(self) -> Settled:
        async with self._turn:
            outcomes, self._outcomes, self._next = self._outcomes, [], None
            settled = await self._database.transact(settle, outcomes, self._clock.now())
        task = asyncio.create_task(self._keep(outcomes))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)
        return settled

    async def _keep(self, outcomes: list[Outcome]) -> None:
        try:
            await self._database.transact(keep_attempts, outcomes)
        except (SQLAlchemyError, Unavailable) as error:
            log.warning("attempts-not-kept", attempts=len(outcomes), error=type(error).__name__)
