"""Case 95: are a thousand incidents reported at once all taken, none twice, and in ISA's feed without a gap?"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.process import Running, demonstration

pytestmark = pytest.mark.deep

REPORTS, CONNECTIONS, IN_FEED_SECONDS, PATIENCE_SECONDS = 1000, 8, 2.0, 120
ROLES = ("coordinator", "operator", "privacy_officer", "secretary_general", "staff_administrator")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run the demonstration as it comes, with its own budgets."""
    with demonstration(tmp_path, {}) as service:
        yield service


@dataclass
class Reported:
    """What became of the reports: the ids that were given, how long each answer took, and how often one had to wait."""

    ids: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    retried: int = 0


def signed_in(running: Running, role: str, scope: str) -> dict[str, str]:
    """Return the header of a client of the demonstration."""
    found = json.loads((running.folder / "var" / "demo" / "clients.json").read_text())[role]
    form = {"grant_type": "client_credentials", "scope": scope}
    answer = running.ask("POST", "/oauth/token", data=form, auth=(found["client_id"], found["client_secret"]))
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def report(client: httpx.AsyncClient, turn: asyncio.Semaphore, key: str, done: Reported) -> None:
    """Report one trouble; after a 503 the same again with the same key, as it says."""
    body = {"kind": "trouble", "summary": f"The list {key} could not be opened."}
    async with turn:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            start = time.monotonic()
            answer = await client.post("/v1/incidents", json=body, headers={"Idempotency-Key": key})
            done.took.append(time.monotonic() - start)
            if answer.status_code == 201:
                done.ids.append(answer.json()["id"])
                return
            assert (answer.status_code, time.monotonic() < deadline) == (503, True), answer.text
            done.retried += 1
            await asyncio.sleep(int(answer.headers["retry-after"]))


async def report_all(running: Running, done: Reported) -> None:
    """Report everything at once, each role over connections of its own."""
    limits = httpx.Limits(max_connections=CONNECTIONS)
    clients = [
        httpx.AsyncClient(
            base_url=running.base,
            headers=signed_in(running, role, "incidents:report"),
            limits=limits,
            timeout=PATIENCE_SECONDS,
            trust_env=False,
        )
        for role in ROLES
    ]
    turns = [asyncio.Semaphore(CONNECTIONS) for _ in ROLES]
    numbered = [(number, number % len(ROLES)) for number in range(REPORTS)]
    try:
        await asyncio.gather(*(report(clients[of], turns[of], f"report-{number}", done) for number, of in numbered))
    finally:
        for client in clients:
            await client.aclose()


def feed(running: Running, headers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the whole feed of incidents."""
    events: list[dict[str, Any]] = []
    while True:
        after = {"lastEventId": events[-1]["id"]} if events else {}
        page = running.ask("GET", "/v1/feeds/incidents", params=after, headers=headers).json()
        if not page:
            return events
        events += page


def test_case_95_a_thousand_reports_at_once_are_all_taken_and_all_told(running: Running) -> None:
    reader, done, began = signed_in(running, "isa_exchange", "feeds:read"), Reported(), time.monotonic()

    asyncio.run(report_all(running, done))
    over = time.monotonic()
    events = feed(running, reader)
    known_after = time.monotonic() - over

    told = [one["data"]["id"] for one in events if one["type"].endswith("incident.recorded.v1")]
    cuts = statistics.quantiles(done.took, n=100)
    sys.stdout.write(
        f"\n{len(done.ids)} reports in {over - began:.1f} s, p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s, "
        f"max {max(done.took):.3f} s, {done.retried} after a 503; the feed was read {known_after:.2f} s later\n"
    )
    assert len(set(done.ids)) == REPORTS
    assert [told.count(one) for one in done.ids] == [1] * REPORTS
    assert [one["position"] for one in events] == list(range(1, len(events) + 1))
    assert known_after <= IN_FEED_SECONDS
