"""What do tests of the machine find at hand? A door to a migrated database with a table to count in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from app.core.database import Database
from app.core.settings import Settings
from tests.core.counting import make_counter


@pytest.fixture
def door(database_url: str) -> Iterator[Database]:
    """Yield the door to a database that holds one counter at zero, of each kind in turn."""
    with counting_door(database_url) as database:
        yield database


@pytest.fixture
def sqlite_door(sqlite_url: str) -> Iterator[Database]:
    """Yield the door to such a database on SQLite."""
    with counting_door(sqlite_url) as database:
        yield database


@pytest.fixture
def postgres_door(postgres_url: str) -> Iterator[Database]:
    """Yield the door to such a database on PostgreSQL."""
    with counting_door(postgres_url) as database:
        yield database


@contextmanager
def counting_door(url: str) -> Iterator[Database]:
    """Open a door and make the counter behind it."""
    database = Database(url, connections=4)
    database.info["settings"] = Settings(issuer="https://matching.example")
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"))
    database.run(make_counter)
    yield database
    database.close()
