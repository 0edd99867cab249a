"""How is a connection made durable? SQLite and PostgreSQL each need their own words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine, event

from app.core.watching import watch_statements

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=30000",
)


def make_engine(url: str, connections: int) -> Engine:
    """Make the engine for a URL, durable and watched."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False})
        # A deferred BEGIN that turns into a write later fails where waiting would have helped.
        _prepare_sqlite(engine, "BEGIN IMMEDIATE", _PRAGMAS)
    else:
        engine = create_engine(
            url,
            pool_size=connections + 1,
            max_overflow=2,
            pool_pre_ping=True,
            connect_args={"options": "-c synchronous_commit=on -c timezone=UTC"},
        )
    watch_statements(engine)
    return engine


def make_looking_engine(url: str) -> Engine:
    """Make an engine for SQLite that only looks: it waits for no writer, and what would write is refused."""
    engine = create_engine(url, connect_args={"check_same_thread": False})
    _prepare_sqlite(engine, "BEGIN", (*_PRAGMAS, "PRAGMA query_only=ON"))
    return engine


def _prepare_sqlite(engine: Engine, begin: str, pragmas: Sequence[str]) -> None:
    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
