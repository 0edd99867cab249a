"""Which tests run only when we look further? Those marked `deep`, with `./dev test --deep`."""

import os

import pytest

DEEP = os.environ.get("YONSEI_TEST_DEEP") == "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip deep tests in an ordinary run."""
    for item in items:
        if not DEEP and item.get_closest_marker("deep"):
            item.add_marker(pytest.mark.skip(reason="runs with ./dev test --deep"))
