"""What do tests of the whole contract find at hand? The guarded routes, and the data of the demonstration."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from app.core.clock import FrozenClock
from app.core.migrations import upgrade
from app.demonstration import prepare
from app.main import install
from tests.support.recorded import Sealed, sealed_in
from tests.support.serving import NOON, demo_settings, the_app


@pytest.fixture(scope="session")
def routes() -> list[APIRoute]:
    """Return every route that is described in OpenAPI."""
    return [route for route in the_app().routes if isinstance(route, APIRoute) and route.include_in_schema]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a database and keys as the demonstration makes them."""
    folder = tmp_path_factory.mktemp("seeded")
    url = f"sqlite:///{folder / 'yonsei.db'}"
    upgrade(url)
    installation = install(demo_settings(url, folder), FrozenClock(NOON))
    prepare(installation)
    installation.database.close()
    return folder


@pytest.fixture(scope="session")
def sealed(seeded: Path) -> Sealed:
    """Return everything that the demonstration holds sealed, opened."""
    installation = install(demo_settings(f"sqlite:///{seeded / 'yonsei.db'}", seeded), FrozenClock(NOON))
    found = installation.database.run(sealed_in)
    installation.database.close()
    return found
