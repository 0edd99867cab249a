"""On which databases does a test run? On fresh, migrated ones of both kinds."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.core.migrations import upgrade
from tests.support.postgres import Server, postgres_server

TEMPLATE = "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a migrated database of the test's own, of each kind in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database without any table, of each kind in turn."""
    url: str = request.getfixturevalue("empty_sqlite_url" if request.param == "sqlite" else "empty_postgres_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Return the URL of a migrated SQLite file."""
    file = tmp_path / "yonsei.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_template: Server) -> Iterator[str]:
    """Yield the URL of a migrated PostgreSQL database that is quick and forgets when the machine falls."""
    with postgres_template.database(f"test_{uuid4().hex}", TEMPLATE) as url:
        yield url


@pytest.fixture
def durable_postgres_url(durable_postgres: Server) -> Iterator[str]:
    """Yield the URL of a migrated PostgreSQL database that waits for the disk, for tests of faults."""
    with durable_postgres.database(f"test_{uuid4().hex}") as url:
        upgrade(url)
        yield url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Return the URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres_url(postgres: Server) -> Iterator[str]:
    """Yield the URL of an empty PostgreSQL database."""
    with postgres.database(f"empty_{uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file migrated once, to be copied."""
    file = tmp_path_factory.mktemp("template") / "migrated.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> Iterator[Server]:
    """Yield the server once it holds a migrated database, to be copied."""
    with postgres.database(TEMPLATE) as url:
        upgrade(url)
        yield postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Yield one PostgreSQL server for all tests of this process."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Server]:
    """Yield a PostgreSQL server whose commits reach the disk."""
    with postgres_server(durable=True) as server:
        yield server
