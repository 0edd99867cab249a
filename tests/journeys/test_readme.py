"""Do the README's curl lines work when they are run as they stand?"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[str]:
    """Yield the address of a demonstration that runs in a folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--demo", "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until_ready(base)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_ready(base: str) -> None:
    """Wait until the service answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(base)


def test_the_curl_lines_of_the_readme_work(demonstration: str, tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)

    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "BASE": demonstration, "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert '"receipt_number"' in done.stdout
    assert '"invalid_scope"' in done.stdout
    assert '"clause":"2(3)","in_force":true' in done.stdout


def test_the_docs_page_needs_nothing_from_elsewhere(demonstration: str) -> None:
    page = httpx.get(f"{demonstration}/docs", trust_env=False).text

    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert [source for source in sources if not source.startswith("/")] == []
    assert all(httpx.get(f"{demonstration}{source}", trust_env=False).is_success for source in sources)
