"""What does every test of the vault find at hand?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vault.installation import Vault, open_vault


@pytest.fixture
def vault(empty_database_url: str, tmp_path: Path) -> Iterator[Vault]:
    """Yield an installation on each kind of database in turn."""
    opened = open_vault(empty_database_url, tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def sqlite_vault(empty_sqlite_url: str, tmp_path: Path) -> Iterator[Vault]:
    """Yield an installation whose files a test may look into."""
    opened = open_vault(empty_sqlite_url, tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def postgres_vault(empty_postgres_url: str, tmp_path: Path) -> Iterator[Vault]:
    """Yield an installation that several connections use at once."""
    opened = open_vault(empty_postgres_url, tmp_path)
    yield opened
    opened.engine.dispose()
