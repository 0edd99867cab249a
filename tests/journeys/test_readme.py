"""Do the README's curl lines work when they are run as they stand?"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.process import demonstration

ROOT = Path(__file__).parents[2]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Yield the address of a demonstration that runs in a folder of its own."""
    with demonstration(tmp_path, {}) as running:
        yield running.base


def test_the_curl_lines_of_the_readme_work(base: str, tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)

    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "BASE": base, "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert '"receipt_number"' in done.stdout
    assert '"invalid_scope"' in done.stdout
    assert '"clause":"2(3)","in_force":true' in done.stdout


def test_the_docs_page_needs_nothing_from_elsewhere(base: str) -> None:
    page = httpx.get(f"{base}/docs", trust_env=False).text

    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert [source for source in sources if not source.startswith("/")] == []
    assert all(httpx.get(f"{base}{source}", trust_env=False).is_success for source in sources)
