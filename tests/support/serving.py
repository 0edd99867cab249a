"""What serves a test? One application for all of them, and a fresh installation for each."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.core.settings import Settings
from app.main import create_app, install
from tests.support.hands import Hands

ISSUER = "http://matching.example"
PLENTY = 1_000_000
NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
"""Noon in Japan."""


@pytest.fixture
def clock() -> FrozenClock:
    """Return a clock that stands at noon in Japan on 2026-06-01."""
    return FrozenClock(NOON)


@pytest.fixture
def installation(database_url: str, clock: FrozenClock, tmp_path: Path) -> Iterator[Installation]:
    """Yield an installation on a migrated database, of each kind in turn."""
    yield from _installed(database_url, clock, tmp_path)


@pytest.fixture
def sqlite_installation(sqlite_url: str, clock: FrozenClock, tmp_path: Path) -> Iterator[Installation]:
    """Yield an installation on SQLite, for tests to which the kind of database is all one."""
    yield from _installed(sqlite_url, clock, tmp_path)


@pytest.fixture
def postgres_installation(postgres_url: str, clock: FrozenClock, tmp_path: Path) -> Iterator[Installation]:
    """Yield an installation on PostgreSQL, for tests of what writers do side by side."""
    yield from _installed(postgres_url, clock, tmp_path)


@pytest.fixture
def client(installation: Installation) -> Iterator[TestClient]:
    """Yield a client of the service, without any token."""
    yield from _served(installation)


@pytest.fixture
def sqlite_client(sqlite_installation: Installation) -> Iterator[TestClient]:
    """Yield such a client on SQLite."""
    yield from _served(sqlite_installation)


@pytest.fixture
def hands(client: TestClient, installation: Installation) -> Hands:
    """Return a hand for every role."""
    return Hands(client, installation)


@pytest.fixture
def sqlite_hands(sqlite_client: TestClient, sqlite_installation: Installation) -> Hands:
    """Return a hand for every role, on SQLite."""
    return Hands(sqlite_client, sqlite_installation)


def demo_settings(database_url: str, state_dir: Path) -> Settings:
    """Return settings as the demonstration has them."""
    return Settings(
        database_url=database_url,
        state_dir=state_dir,
        issuer=ISSUER,
        demo=True,
        connections=4,
        # A clock that stands still never fills a budget up again; tests of the budgets have settings of their own.
        calls_per_minute=PLENTY,
        tokens_per_minute=PLENTY,
        guesses_per_minute=PLENTY,
        strangers_per_minute=PLENTY,
        searches_per_hour=PLENTY,
        openings_per_hour=PLENTY,
    )


def _installed(database_url: str, clock: FrozenClock, state_dir: Path) -> Iterator[Installation]:
    made = install(demo_settings(database_url, state_dir), clock)
    yield made
    made.database.close()


def _served(installation: Installation) -> Iterator[TestClient]:
    app = the_app()
    app.state.installation = installation
    with TestClient(app, raise_server_exceptions=True) as client:
        yield client


@lru_cache(maxsize=1)
def the_app() -> FastAPI:
    """Return the application, built once: each test puts its own installation behind it."""
    return create_app(Installation.__new__(Installation))
