"""What happens inside one transaction, from its first piece of work to the commit?"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session

from app.core.errors import Unavailable
from app.core.watching import Watch

T = TypeVar("T")
TRIES = 6
_TRANSIENT = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialisation failure and of a deadlock."""


class Spoiled(Exception):
    """A piece failed after it had written, so what its neighbours did cannot be kept either."""


class Piece(Generic[T]):
    """One caller's work, waiting for its turn."""

    def __init__(self, work: Callable[[Session], T]) -> None:
        self.work = work


class Transaction:
    """A session with its connection, from begin to commit or rollback."""

    def __init__(
        self,
        engine: Engine,
        info: Mapping[str, object],
        before_commit: Sequence[Callable[[Session], None]],
        after_commit: Sequence[Callable[[], None]],
    ) -> None:
        self._before, self._after = before_commit, after_commit
        self.session = Session(engine, expire_on_commit=False, info={**info, "announcements": []})
        self._connection = self.session.connection()

    def do(self, work: Callable[[Session], T]) -> T:
        """Do one piece of work; whatever it raises before its first write leaves no trace.

        Raises:
            Spoiled: it failed after writing; the cause is what it raised.

        """
        watch = self._connection.info["watch"] = Watch()
        announced = len(self.session.info["announcements"])
        try:
            result = work(self.session)
            self.session.flush()
            watch.require_audit()
        except Exception as error:
            if watch.written or isinstance(error, SQLAlchemyError):
                raise Spoiled from error
            del self.session.info["announcements"][announced:]
            self.session.expunge_all()
            raise
        self.session.expunge_all()
        return result

    def prepare(self) -> None:
        """Let the hooks have the last word before the commit."""
        self._connection.info["watch"] = None
        for hook in self._before:
            hook(self.session)
        self.session.flush()

    def commit(self) -> None:
        """Make it durable.

        Raises:
            Unavailable: the commit failed; it is never tried again, for it may have happened.

        """
        had_events = bool(self.session.info["announcements"])
        try:
            self.session.commit()
        except SQLAlchemyError as error:
            self.rollback()
            raise Unavailable from error
        self.session.close()
        if had_events:
            for wake in self._after:
                wake()

    def rollback(self) -> None:
        """Undo everything and let the connection go."""
        self.session.rollback()
        self.session.close()


def attempt(begin: Callable[[], Transaction], piece: Piece[T]) -> T:
    """Run a piece in a transaction of its own, again after a deadlock or a serialisation failure.

    Raises:
        Unavailable: the commit failed, or the database stayed contended.

    """
    for trial in range(TRIES):
        transaction = begin()
        try:
            result = transaction.do(piece.work)
            transaction.prepare()
        except Spoiled as spoiled:
            transaction.rollback()
            if not _is_transient(spoiled.__cause__):
                raise (spoiled.__cause__ or spoiled) from None
        except BaseException as error:
            transaction.rollback()
            if not _is_transient(error):
                raise
        else:
            transaction.commit()
            return result
        time.sleep(random.uniform(0, 0.01 * 2**trial))
    raise Unavailable


def _is_transient(error: BaseException | None) -> bool:
    origin: Any = error.orig if isinstance(error, DBAPIError) else None
    return getattr(origin, "sqlstate", None) in _TRANSIENT
