"""What do callers meet in earnest? The service as a process of its own, spoken to byte by byte."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A service that runs."""

    port: int
    pid: int
    folder: Path
    client: httpx.Client

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has logged."""
        return (self.folder / "log").read_text()

    def connect(self) -> socket.socket:
        """Return a connection of 10 s patience."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Make a request as a well-behaved client does."""
        return self.client.request(method, self.base + path, **options)

    def tell(self, sent: bytes) -> bytes:
        """Send bytes and return all that comes until the service closes the connection."""
        with self.connect() as connection:
            with suppress(ConnectionError):
                connection.sendall(sent)
            return read_all(connection)

    def holds(self, connection: socket.socket) -> bool:
        """Tell whether the service still has its end of a connection."""
        ends = f"0100007F:{self.port:04X} 0100007F:{connection.getsockname()[1]:04X} 01"
        return any(ends in line for line in Path("/proc/net/tcp").read_text().splitlines())

    def bytes_read(self) -> int:
        """Return how much it has read from files and sockets."""
        return int(Path(f"/proc/{self.pid}/io").read_text().split()[1])

    def seconds_of_work(self) -> float:
        """Return the CPU time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def bytes_held(self) -> int:
        """Return its resident memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def read_all(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes; a reset counts as that."""
    chunks = []
    with suppress(ConnectionError):
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    return b"".join(chunks)


@contextmanager
def demonstration(folder: Path, settings: Mapping[str, str]) -> Iterator[Running]:
    """Run a demonstration in a folder of its own until the test is over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--demo", "--port", str(port)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            stderr=log,
        )
    try:
        with httpx.Client(trust_env=False) as client:
            running = Running(port, process.pid, folder, client)
            wait_until_ready(client, running.base)
            yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_ready(client: httpx.Client, base: str) -> None:
    """Wait until the service answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if client.get(f"{base}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(base)
