"""What do tests of delivery find at hand? A receiver that runs."""

from collections.abc import Iterator

import pytest

from tests.support.receiver import Receiver, a_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Yield a running receiver that answers 204 unless told otherwise."""
    with a_receiver() as running:
        yield running
