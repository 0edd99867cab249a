"""Which service do the tests of the edge speak to? One, with less patience for slowness and more for strangers."""

from collections.abc import Iterator

import pytest

from tests.support.process import Running, demonstration

IMPATIENT = {
    "YONSEI_HEADER_SECONDS": "1",
    "YONSEI_BODY_SECONDS": "2",
    "YONSEI_ANSWER_SECONDS": "2",
    "YONSEI_IDLE_SECONDS": "2",
    "YONSEI_STRANGERS_PER_MINUTE": "10000",
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Yield a service with short deadlines."""
    with demonstration(tmp_path_factory.mktemp("edge"), IMPATIENT) as running:
        yield running
