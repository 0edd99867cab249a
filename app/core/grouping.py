"""How do many callers share one commit? Whatever waits while the last commit reaches the disk goes into the next."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlmodel import Session
from typing_extensions import override

from app.core.transaction import Piece, Spoiled, Transaction, attempt

T = TypeVar("T")
LARGEST = 64


class Waiting(Piece[Any]):
    """A piece with somebody waiting for its outcome."""

    def __init__(self, work: Callable[[Session], Any], answer: "asyncio.Future[Any]") -> None:
        super().__init__(work)
        self.answer = answer
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Tell whoever waits."""
        if self.answer.done():
            return
        if self.error is None:
            self.answer.set_result(self.result)
        else:
            self.answer.set_exception(self.error)


class Group:
    """A queue whose pieces are committed together, one batch after another."""

    def __init__(self, begin: Callable[[], Transaction], threads: ThreadPoolExecutor, *, on_loop: bool) -> None:
        self._begin, self._threads, self._on_loop = begin, threads, on_loop
        self._queue: deque[Waiting] = deque()
        self._runner: asyncio.Task[None] | None = None

    async def run(self, work: Callable[[Session], T]) -> T:
        """Put work into the next batch and return its result after that batch's commit."""
        loop = asyncio.get_running_loop()
        piece = Waiting(work, loop.create_future())
        self._queue.append(piece)
        if self._runner is None or self._runner.done():
            self._runner = loop.create_task(self._drain())
        result: T = await piece.answer
        return result

    async def _drain(self) -> None:
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(LARGEST, len(self._queue)))]
            try:
                await self._commit(batch)
            except Exception as error:
                for piece in batch:
                    piece.error = error
            for piece in batch:
                piece.settle()

    async def _commit(self, batch: list[Waiting]) -> None:
        loop = asyncio.get_running_loop()
        if not self._on_loop:
            await loop.run_in_executor(self._threads, self._whole, batch)
            return
        transaction = await loop.run_in_executor(self._threads, self._begin)
        if _do_all(transaction, batch):
            await loop.run_in_executor(self._threads, transaction.commit)
        else:
            await loop.run_in_executor(self._threads, self._each_alone, batch)

    def _whole(self, batch: list[Waiting]) -> None:
        transaction = self._begin()
        if _do_all(transaction, batch):
            transaction.commit()
        else:
            self._each_alone(batch)

    def _each_alone(self, batch: list[Waiting]) -> None:
        for piece in batch:
            try:
                piece.result, piece.error = attempt(self._begin, piece), None
            except Exception as error:
                piece.error = error


class Looking(Group):
    """A group whose pieces only look: no disk and no lock is waited for, so they are done on the loop."""

    @override
    async def _commit(self, batch: list[Waiting]) -> None:
        self._whole(batch)


def _do_all(transaction: Transaction, batch: list[Waiting]) -> bool:
    """Do every piece; False if one spoiled the transaction, which is then rolled back."""
    try:
        for piece in batch:
            _do(transaction, piece)
        transaction.prepare()
    except Exception:
        transaction.rollback()
        return False
    return True


def _do(transaction: Transaction, piece: Waiting) -> None:
    try:
        piece.result = transaction.do(piece.work)
    except Spoiled:
        raise
    except Exception as error:
        piece.error = error
