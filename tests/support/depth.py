"""What does `./dev test --deep` look further at? Tests marked `deep`, and ten times as many examples of Hypothesis."""

import os

import pytest
from hypothesis import settings

DEEP = os.environ.get("YONSEI_TEST_DEEP") == "1"

settings.register_profile("deep", max_examples=1000, deadline=None)
if DEEP:
    settings.load_profile("deep")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip deep tests in an ordinary run."""
    for item in items:
        if not DEEP and item.get_closest_marker("deep"):
            item.add_marker(pytest.mark.skip(reason="runs with ./dev test --deep"))
