"""Does the database have the schema this code expects, and how does it get there?"""

import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

_ONE_AT_A_TIME = 0x594F_4E53
_SQLITE_SETTINGS = ("busy_timeout=60000", "foreign_keys=OFF", "secure_delete=ON")


class BrokenReferenceError(Exception):
    """A revision would leave rows that refer to nothing; it was rolled back."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision, making an SQLite file and its folder if need be."""
    file = _sqlite_file(url)
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with connect(url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision; `base` leaves it empty."""
    with connect(url) as connection:
        command.downgrade(_config(connection), revision)


def is_current(url: str) -> bool:
    """Tell whether a database stands at the newest revision."""
    file = _sqlite_file(url)
    if file is not None and not file.exists():
        return False
    with connect(url) as connection:
        standing = MigrationContext.configure(connection).get_current_heads()
    return set(standing) == set(ScriptDirectory(str(_folder())).get_heads())


@contextmanager
def connect(url: str) -> Iterator[Connection]:
    """Open a connection fit for migrating, on which SQLite lets a table be rebuilt although others refer to it."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def safeguarded(connection: Connection) -> Iterator[None]:
    """Keep two migrations apart and refuse one that breaks references or waits too long for a lock.

    Raises:
        BrokenReferenceError: SQLite would be left with rows that refer to nothing.

    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    yield
    if connection.dialect.name == "sqlite":
        broken = {row.table for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise BrokenReferenceError(*sorted(broken))


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        # Without this the driver leaves changes of the schema outside the transaction.
        connection.isolation_level = None
        for setting in _SQLITE_SETTINGS:
            connection.execute(f"PRAGMA {setting}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    return config


def _folder() -> Path:
    beside = Path(__file__).parents[2] / "alembic"
    installed = Path(sysconfig.get_path("data"), "share", "yonsei-matching", "alembic")
    return beside if (beside / "env.py").exists() else installed


def _sqlite_file(url: str) -> Path | None:
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in {None, "", ":memory:"}:
        return None
    return Path(str(parts.database))
