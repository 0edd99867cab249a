"""Do the receivers we give away work against the running service, and what `docs/webhooks.md` says?"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from examples.vectors.__main__ import FILE
from tests.support.process import ROOT, Running, demonstration

NODE_RECEIVER = ROOT / "examples" / "isa_receiver_node"
PROMPT = 10.0
"""Seconds in which an event is pushed or a service has stopped, well below how long a reader may wait."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with demonstration(tmp_path_factory.mktemp("receivers"), {}) as service:
        yield service


@pytest.fixture(scope="module")
def node_receiver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install what the lock file of the receiver in Node names, in a folder apart, and return that folder."""
    assert shutil.which("npm"), "install Node.js with npm: a receiver in Node is tried against the service"
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "receiver.mjs", "vectors.mjs"):
        shutil.copy(NODE_RECEIVER / name, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)  # noqa: S607
    return folder


def test_the_receiver_in_node_takes_what_the_vectors_say(node_receiver: Path) -> None:
    done = node(node_receiver, "vectors.mjs", str(FILE))

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("wrong: []\n")


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (NODE_RECEIVER / "package-lock.json").read_text()


def test_the_curl_lines_of_the_page_work(running: Running) -> None:
    script = (ROOT / "docs" / "webhooks.md").read_text().partition("```sh\n")[2].partition("```")[0]

    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=running.folder,
        env={**os.environ, "BASE": running.base, "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "the feed is complete" in done.stdout
    assert '"checkpoints"' in done.stdout


def test_the_receiver_in_python_follows_the_feeds_and_goes_on_later(running: Running) -> None:
    before = followed(running)
    happen(running)
    after = followed(running)

    assert [line.partition(":")[0] for line in before] == ["incidents", "disposals", "consents"]
    assert int(after[0].split()[4].rstrip(",")) == int(before[0].split()[4].rstrip(",")) + 1
    assert after[0].endswith("2 checkpoints hold")


def test_the_receiver_in_node_stores_what_is_pushed_once_whatever_happens(
    running: Running, node_receiver: Path
) -> None:
    followed(running)
    endpoint = Endpoint(running)

    with receiving(node_receiver, endpoint):
        first = happen(running)
        assert endpoint.acknowledged(first)
    with receiving(node_receiver, endpoint):
        endpoint.replay(first)
        second = happen(running)
        assert endpoint.acknowledged(second)
        assert endpoint.acknowledged(first, attempts=2)

    stored = [json.loads(line) for line in (node_receiver / "inbox.jsonl").read_text().splitlines()]
    assert [line["id"] for line in stored] == [first, second]


def test_a_reader_who_waits_does_not_keep_the_service_from_stopping(running: Running) -> None:
    followed(running)
    last = token_and_last(running)
    with ThreadPoolExecutor(1) as aside:
        answer = aside.submit(wait_for_more, running, *last)
        time.sleep(1)
        began = time.monotonic()

        os.kill(running.pid, signal.SIGTERM)

        assert answer.result().json() == []
        assert time.monotonic() - began < PROMPT


class Endpoint:
    """A place on this computer to which the events of incidents are pushed, proposed and confirmed as it must be."""

    def __init__(self, running: Running) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._running = running
        body = {"url": f"http://127.0.0.1:{self.port}/", "streams": ["incidents"]}
        proposed = call(running, "operator", "webhooks:manage", "/v1/webhooks", body).json()
        self._path = f"/v1/webhooks/{proposed['id']}"
        confirmed = call(running, "isa_officer", "webhooks:confirm", f"{self._path}/confirm", {}, proposed["version"])
        self.secret: str = confirmed.json()["secret"]

    def replay(self, event_id: str) -> None:
        """Ask for an event once more."""
        version = call(self._running, "operator", "webhooks:manage", self._path).json()["version"]
        body = {"ids": [event_id]}
        call(self._running, "operator", "webhooks:manage", f"{self._path}/replay", body, version).raise_for_status()

    def acknowledged(self, event_id: str, attempts: int = 1) -> bool:
        """Tell whether an event has arrived with a receipt, by its nth attempt, soon."""
        deadline = time.monotonic() + PROMPT
        while time.monotonic() < deadline:
            delivery = self._delivery(event_id)
            if delivery.get("status") == "acked" and delivery["attempts"] == attempts:
                return delivery["receipt_id"] is not None
            time.sleep(0.1)
        return False

    def _delivery(self, event_id: str) -> dict[str, Any]:
        page = call(self._running, "operator", "webhooks:manage", f"{self._path}/deliveries?limit=100").json()["items"]
        return next((delivery for delivery in page if delivery["event_id"] == event_id), {})


@contextmanager
def receiving(folder: Path, endpoint: Endpoint) -> Iterator[None]:
    """Run the receiver in Node with the store that is in its folder."""
    (folder / "secret.txt").write_text(endpoint.secret)
    arguments = ["node", "receiver.mjs", "--secret-file", "secret.txt", "--port", str(endpoint.port)]
    with subprocess.Popen(arguments, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("waiting")
        yield
        process.kill()


def node(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a script of the receiver in Node."""
    return subprocess.run(["node", *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S607


def followed(running: Running) -> list[str]:
    """Let the receiver in Python read the feeds to their heads, and return what it says."""
    (running.folder / "keys.json").write_text(httpx.get(f"{running.base}/.well-known/jwks.json", trust_env=False).text)
    program = [sys.executable, "-m", "examples.isa_receiver", "--jwks", "keys.json", "follow", "--base", running.base]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1"}
    done = subprocess.run(program, cwd=running.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def happen(running: Running) -> str:
    """Let an incident happen and return the id of its event."""
    body = {"kind": "trouble", "summary": "They disagree.", "source": "isa"}
    recorded = call(running, "operator", "incidents:report", "/v1/incidents", body)
    return str(recorded.raise_for_status().json()["event_id"])


def call(
    running: Running, role: str, scope: str, path: str, body: object = None, version: int | None = None
) -> httpx.Response:
    """Call a route as a client of the demonstration."""
    headers = {"Authorization": f"Bearer {token(running, role, scope)}", "Idempotency-Key": str(uuid4())}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    if body is None:
        return running.ask("GET", path, headers=headers)
    return running.ask("POST", path, headers=headers, json=body)


def token(running: Running, role: str, scope: str) -> str:
    """Get a token by secret."""
    client = json.loads((running.folder / "var" / "demo" / "clients.json").read_text())[role]
    form = {"grant_type": "client_credentials", "scope": scope}
    answer = running.ask("POST", "/oauth/token", data=form, auth=(client["client_id"], client["client_secret"]))
    return str(answer.json()["access_token"])


def wait_for_more(running: Running, bearer: str, last: str) -> httpx.Response:
    """Wait for half a minute at the end of a feed."""
    path = f"{running.base}/v1/feeds/incidents?timeout=30000&lastEventId={last}"
    return httpx.get(path, headers={"Authorization": f"Bearer {bearer}"}, timeout=60, trust_env=False)


def token_and_last(running: Running) -> tuple[str, str]:
    """Return a token for the feeds and the id of the newest incident's event."""
    bearer = token(running, "isa_exchange", "feeds:read")
    page = running.ask("GET", "/v1/feeds/incidents?limit=1000", headers={"Authorization": f"Bearer {bearer}"}).json()
    return bearer, page[-1]["id"]
