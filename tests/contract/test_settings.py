"""Does the README list every setting, and does the readings page list every number that is ours?"""

from pathlib import Path

import pytest

from app.core.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_the_readme_lists_a_setting(name: str) -> None:
    assert f"`YONSEI_{name.upper()}`" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", [n for n, f in Settings.model_fields.items() if "ours" in (f.description or "")])
def test_the_readings_page_lists_a_number_of_ours(name: str) -> None:
    assert f"`YONSEI_{name.upper()}`" in (ROOT / "docs" / "readings.md").read_text()
