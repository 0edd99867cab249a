"""Can ISA wait for the next event cheaply, hear of it at once, and never longer than it may?"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.access.installation import Installation
from app.access.roles import Role
from app.access.scopes import Scope
from app.core import waiting
from app.core.clock import FrozenClock
from app.core.errors import TooManyRequests
from app.core.waiting import Waiters
from app.feeds.queries import heads
from tests.support.hands import Hands
from tests.support.incidents import TROUBLE
from tests.support.oauth import a_sign_in
from tests.support.serving import the_app
from tests.support.webhooks import an_event

LONG = 20.0
"""Seconds after which a test that still waits has failed."""

Answer = Future[httpx.Response]
FEED = "/v1/feeds/incidents"


def waited(installation: Installation, *, woken: bool, most: int = 100) -> Waiters:
    """Let three wait for an event that is recorded meanwhile, and return once all three have come back."""
    waiters = Waiters(installation.database, heads, most)
    if not woken:
        installation.database.after_commit.clear()

    async def run() -> None:
        waits = asyncio.gather(*(waiters.passed("incidents", 0, LONG) for _ in range(3)))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(an_event, installation)
        async with asyncio.timeout(LONG / 2):
            await waits

    asyncio.run(run())
    return waiters


def test_a_commit_here_is_heard_at_once(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", LONG)

    waiters = waited(installation, woken=True)

    assert len(waiters) == 0


def test_a_commit_of_another_process_is_heard_by_the_next_look(installation: Installation) -> None:
    waiters = waited(installation, woken=False)

    assert len(waiters) == 0


def test_many_wait_by_one_look_and_without_a_connection(installation: Installation) -> None:
    looks: list[None] = []
    database = installation.database
    pools: list[Any] = [database.engine.pool, database.looking_engine.pool]

    def look(session: Session) -> dict[str, int]:
        looks.append(None)
        return heads(session)

    async def run() -> tuple[int, int]:
        waiters = Waiters(database, look, 50)
        waits = [asyncio.create_task(waiters.passed("incidents", 0, 0.3)) for _ in range(50)]
        await asyncio.sleep(0.15)
        held = sum(pool.checkedout() for pool in pools)
        await asyncio.gather(*waits)
        return held, len(waiters)

    assert asyncio.run(run()) == (0, 0)
    assert len(looks) == 1


def test_no_more_wait_than_may(sqlite_installation: Installation) -> None:
    with pytest.raises(TooManyRequests) as refused:
        waited(sqlite_installation, woken=True, most=2)

    assert refused.value.retry_after == waiting.BACK_SECONDS


def test_all_are_let_go_when_the_service_stops_and_nobody_waits_any_more(sqlite_installation: Installation) -> None:
    waiters = sqlite_installation.feed_waiters

    async def run() -> None:
        waits = asyncio.create_task(waiters.passed("incidents", 0, LONG))
        await asyncio.sleep(0.1)
        waiters.release()
        async with asyncio.timeout(LONG / 2):
            await waits
            await waiters.passed("incidents", 0, LONG)

    asyncio.run(run())
    assert len(waiters) == 0


def test_a_database_that_fails_sends_everybody_to_ask_it_themselves(sqlite_installation: Installation) -> None:
    def fail(session: Session) -> dict[str, int]:
        session.execute(text("SELECT nothing"))
        return {}

    async def run() -> None:
        async with asyncio.timeout(LONG / 2):
            await Waiters(sqlite_installation.database, fail, 1).passed("incidents", 0, LONG)

    asyncio.run(run())


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    """Yield a thread in which somebody waits."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


def test_a_reader_who_waits_gets_the_next_event(hands: Hands, aside: ThreadPoolExecutor) -> None:
    answer = waiting_for(hands, aside, f"{FEED}?timeout=20000")

    recorded = hands.operator.post("/v1/incidents", TROUBLE).json()["event_id"]

    assert [event["id"] for event in answer.result().json()] == [recorded]
    assert answer.result().headers["feed-head"] == "1"
    assert "timeout=20000" in answer.result().headers["link"]


def test_a_reader_who_has_the_tail_waits_for_another(sqlite_hands: Hands, aside: ThreadPoolExecutor) -> None:
    an_event(sqlite_hands.installation)
    known = {"If-None-Match": sqlite_hands.isa_exchange.get(FEED).headers["etag"]}
    answer = waiting_for(sqlite_hands, aside, f"{FEED}?timeout=20000", known)

    an_event(sqlite_hands.installation)

    assert (answer.result().status_code, len(answer.result().json())) == (200, 2)


@pytest.mark.parametrize(("headers", "status"), [({}, 200), ({"If-None-Match": "*"}, 304)])
def test_nothing_new_is_said_in_the_end(sqlite_hands: Hands, headers: dict[str, str], status: int) -> None:
    answer = sqlite_hands.isa_exchange.get(f"{FEED}?timeout=50", headers=headers)

    assert (answer.status_code, answer.headers["feed-head"]) == (status, "0")
    assert answer.headers["feed-time"] == "2026-06-01T03:00:00+00:00"


def test_what_is_there_already_is_not_waited_for(sqlite_hands: Hands) -> None:
    an_event(sqlite_hands.installation)
    full = {"If-None-Match": sqlite_hands.isa_exchange.get(f"{FEED}?limit=1").headers["etag"]}

    began = time.monotonic()
    some = sqlite_hands.isa_exchange.get(f"{FEED}?timeout=30000")
    same = sqlite_hands.isa_exchange.get(f"{FEED}?timeout=30000&limit=1", headers=full)

    assert (some.status_code, same.status_code) == (200, 304)
    assert time.monotonic() - began < LONG


@pytest.mark.parametrize("patience", ["-1", "30001", "x", "1.5"])
def test_nobody_waits_for_longer_than_half_a_minute(sqlite_hands: Hands, patience: str) -> None:
    assert sqlite_hands.isa_exchange.get(f"{FEED}?timeout={patience}").status_code == 422


def test_a_token_that_ran_out_meanwhile_is_not_answered(
    hands: Hands, clock: FrozenClock, aside: ThreadPoolExecutor
) -> None:
    answer = waiting_for(hands, aside, f"{FEED}?timeout=20000")

    clock.advance(seconds=901)
    an_event(hands.installation)

    assert (answer.result().status_code, answer.result().json()["type"]) == (401, "/problems/unauthenticated")


def test_a_token_that_was_revoked_meanwhile_is_not_answered(hands: Hands, aside: ThreadPoolExecutor) -> None:
    officer = a_sign_in(hands.client, hands.installation, Role.ISA_OFFICER)
    token = officer.by_key("feeds:read").json()["access_token"]
    answer = waiting_for(hands, aside, f"{FEED}?timeout=20000", {"Authorization": f"Bearer {token}"})

    officer.send({**officer.proof(), "token": token}, "/oauth/revoke")
    an_event(hands.installation)

    assert answer.result().status_code == 401


def test_who_leaves_frees_the_place_and_is_answered_nothing(sqlite_hands: Hands) -> None:
    waiters, sent = sqlite_hands.installation.feed_waiters, list[Any]()
    came = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        while not waiters:
            if request := next(came, None):
                return request
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        async with asyncio.timeout(LONG / 2):
            await the_app()(a_request(sqlite_hands), receive, send)

    asyncio.run(run())
    assert (len(waiters), sent) == (0, [])


def waiting_for(hands: Hands, aside: ThreadPoolExecutor, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Let somebody ask, and return once they wait."""
    made = hands.isa_exchange
    answer = aside.submit(made.get, path) if headers is None else aside.submit(made.get, path, headers=headers)
    deadline = time.monotonic() + LONG
    while not hands.installation.feed_waiters and not answer.done() and time.monotonic() < deadline:
        time.sleep(0.01)
    return answer


def a_request(hands: Hands) -> dict[str, Any]:
    """Return a request that waits, as a server hands it to an application."""
    token = hands.isa_exchange.token(Scope.FEEDS_READ)
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": FEED,
        "query_string": b"timeout=30000",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
