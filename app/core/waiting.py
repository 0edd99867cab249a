"""How do many wait for something new without a connection each? One look for all, and after each commit here."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.database import Database
from app.core.errors import TooManyRequests, Unavailable

LOOK_SECONDS = 0.5
"""How late a reader may learn of what another process has committed."""

BACK_SECONDS = 5
log = structlog.get_logger("waiting")


class Waiters:
    """Whoever waits in this process for a counter to pass a number; used on its event loop alone."""

    def __init__(self, database: Database, look: Callable[[Session], Mapping[str, int]], most: int) -> None:
        self._database, self._look, self._most = database, look, most
        self._waiting: dict[asyncio.Future[None], tuple[str, int]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._wake: Callable[[], None] = _nobody
        self._are_released = False
        database.after_commit.append(self._committed)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    async def passed(self, counter: str, number: int, seconds: float) -> None:
        """Return once a counter has passed a number, after so many seconds, or when the service stops.

        Raises:
            TooManyRequests: as many wait as may.

        """
        if self._are_released:
            return
        if len(self._waiting) >= self._most:
            raise TooManyRequests(BACK_SECONDS)
        told = asyncio.get_running_loop().create_future()
        self._waiting[told] = (counter, number)
        self._looking = self._looking or asyncio.create_task(self._keep_looking())
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await told
        finally:
            del self._waiting[told]
            if not self._waiting and self._looking is not None:
                self._looking.cancel()
                self._looking, self._wake = None, _nobody

    def release(self) -> None:
        """Let everybody go, and nobody wait any more: the service is about to stop."""
        self._are_released = True
        self._tell({})

    def _committed(self) -> None:
        self._wake()

    async def _keep_looking(self) -> None:
        loop, due = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: _wake(loop, due)
        while True:
            due.clear()
            self._tell(await self._counters())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await due.wait()

    async def _counters(self) -> Mapping[str, int]:
        """Return the counters, or nothing if they cannot be had: who waits then asks for itself and is told why."""
        try:
            return await self._database.look(self._look)
        except (SQLAlchemyError, Unavailable) as error:
            log.warning("cannot-look", error=type(error).__name__)
            return {}

    def _tell(self, counters: Mapping[str, int]) -> None:
        for told, (counter, number) in self._waiting.items():
            if not told.done() and counters.get(counter, number + 1) > number:
                told.set_result(None)


def _nobody() -> None:
    """Wake nobody, for nobody waits."""


def _wake(loop: asyncio.AbstractEventLoop, due: asyncio.Event) -> None:
    """Wake from whatever thread has committed; a loop that has ended needs no waking."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(due.set)
