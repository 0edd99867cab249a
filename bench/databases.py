"""On which database is it measured? A new one, durable as in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import postgres_server


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if not postgres:
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    with postgres_server(durable=True) as server, server.database("bench") as url:
        yield url
