"""How is a connection made durable? SQLite and PostgreSQL each need their own words."""

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
        _prepare_sqlite(engine)
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


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred BEGIN that turns into a write later fails where waiting would have helped.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
