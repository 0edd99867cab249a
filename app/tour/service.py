"""How does the tour run a service of its own? As a process, in a folder that is gone afterwards."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx

START_SECONDS, STOP_SECONDS = 60, 20


def free_port() -> int:
    """Return a port of loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(folder: Path, port: int, at: datetime | None = None) -> Iterator[str]:
    """Yield the address of a demonstration, at an instant if one is given, and stop it afterwards."""
    base = f"http://127.0.0.1:{port}"
    instant = ["--at", at.isoformat()] if at else []
    with (folder / "service.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--demo", "--port", str(port), *instant],
            cwd=folder,
            env=environment(base),
            stderr=log,
        )
        try:
            _wait(base, process)
            yield base
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def command(folder: Path, base: str, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run one command of the service beside it, as whoever works at the machine would."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=folder,
        env=environment(base),
        input=stdin,
        capture_output=True,
        check=False,
    )


def environment(base: str) -> dict[str, str]:
    """Return the environment in which the service and its commands find each other's data."""
    root = str(Path(__file__).parents[2])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YONSEI_")}
    return {**kept, "PYTHONPATH": root, "YONSEI_ISSUER": base, "YONSEI_DEMO": "true"}


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{base}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the service did not start")
