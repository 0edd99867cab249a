"""How does work reach the database? Through this one door, which answers only after the commit."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from app.core.engine import make_engine, make_looking_engine
from app.core.grouping import Group, Looking
from app.core.settings import Settings
from app.core.transaction import Piece, Transaction, attempt

P = ParamSpec("P")
T = TypeVar("T")
Hook = Callable[[Session], None]


class Database:
    """One installation's database: SQLite with a single writer, or PostgreSQL with several connections."""

    def __init__(self, url: str, connections: int = 8) -> None:
        self.engine = make_engine(url, connections)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.info: dict[str, object] = {}
        self.before_commit: list[Hook] = []
        self.after_commit: list[Callable[[], None]] = []
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else connections, "database")
        self._group = Group(self._begin, self._threads, on_loop=self.is_sqlite)
        self.looking_engine = make_looking_engine(url) if self.is_sqlite else self.engine
        self._looks = Looking(self._begin_looking, self._threads, on_loop=True) if self.is_sqlite else self._group

    async def transact(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that may change rows and return its result once it is committed.

        Raises:
            Unavailable: the commit failed; whether it took hold is unknown.
            UnauditedChangeError: the work changed rows and recorded nothing.

        """
        if self.is_sqlite:
            return await self._group.run(partial(_call, work, args, kwargs))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(self.run, work, *args, **kwargs))

    async def read(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that only reads and appends to the audit; neighbours share its transaction on both databases."""
        return await self._group.run(partial(_call, work, args, kwargs))

    async def look(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that changes and records nothing; neighbours share its transaction, on SQLite beside the writer."""
        return await self._looks.run(partial(_call, work, args, kwargs))

    def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same as `transact`, synchronously and in a transaction of its own.

        Never on the event loop: on SQLite it would wait for a group that waits for the loop.
        """
        return attempt(self._begin, Piece(partial(_call, work, args, kwargs)))

    def time(self) -> datetime:
        """Return PostgreSQL's own time."""
        with self.engine.connect() as connection:
            instant: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return instant

    def close(self) -> None:
        """Let go of every connection."""
        self._threads.shutdown()
        self.looking_engine.dispose()
        self.engine.dispose()

    def _begin(self) -> Transaction:
        return Transaction(self.engine, self.info, self.before_commit, self.after_commit)

    def _begin_looking(self) -> Transaction:
        return Transaction(self.looking_engine, self.info, (), ())


def _call(work: Callable[..., T], args: tuple[object, ...], kwargs: Mapping[str, object], session: Session) -> T:
    return work(session, *args, **kwargs)


def settings_of(session: Session) -> Settings:
    """Return the settings of the installation a session belongs to."""
    settings: Settings = session.info["settings"]
    return settings
