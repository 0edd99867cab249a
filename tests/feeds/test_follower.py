"""Does the reader we give away go on where it was, and notice whatever is missing, changed or too old?"""

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from app.core.clock import FrozenClock
from examples.isa_receiver import follower as following
from examples.isa_receiver.follower import FeedError, Follower
from examples.isa_receiver.inbox import START, Inbox
from examples.isa_receiver.verifying import NotVerifiedError
from tests.support.hands import Hands
from tests.support.webhooks import acknowledged, an_event

Answer = tuple[bytes, Mapping[str, str]]
Falsify = Callable[[bytes, dict[str, str]], Answer]


class Asked:
    """The service as ISA's system asks it, through something that may lie."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.falsify: Falsify = lambda body, headers: (body, headers)

    def get(self, path: str) -> Answer:
        """Return what came through."""
        answer: httpx.Response = self._hands.isa_exchange.get(path)
        assert answer.is_success, answer.text
        return self.falsify(answer.content, dict(answer.headers))

    def post(self, path: str, body: object) -> Any:
        """Send JSON."""
        return self._hands.isa_exchange.post(path, body).json()


@pytest.fixture
def asked(sqlite_hands: Hands) -> Asked:
    return Asked(sqlite_hands)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    kept = Inbox(str(tmp_path / "inbox.db"))
    yield kept
    kept.close()


@pytest.fixture
def follower(asked: Asked, inbox: Inbox, sqlite_hands: Hands, clock: FrozenClock) -> Follower:
    keys = sqlite_hands.client.get("/.well-known/jwks.json").json()["keys"]
    return Follower(asked, inbox, "incidents", keys, lambda: clock.now().timestamp())


def events(hands: Hands, number: int) -> list[str]:
    """Let some things happen, and return the ids of their events."""
    return [an_event(hands.installation) for _ in range(number)]


def test_it_reads_page_by_page_to_the_head_and_says_so(
    sqlite_hands: Hands, follower: Follower, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "PAGE", 2)
    ids = events(sqlite_hands, 5)

    place = follower.catch_up()

    assert (place.position, place.event_id) == (5, ids[-1])
    assert [json.loads(body)["id"] for body in inbox.bodies()] == ids
    assert acknowledged(sqlite_hands.installation) == dict.fromkeys(ids, "feed")


def test_it_goes_on_where_it_was_after_a_restart(
    asked: Asked, sqlite_hands: Hands, follower: Follower, inbox: Inbox, tmp_path: Path, clock: FrozenClock
) -> None:
    events(sqlite_hands, 2)
    follower.catch_up()
    inbox.close()
    missed = events(sqlite_hands, 2)

    reopened = Inbox(str(tmp_path / "inbox.db"))
    again = Follower(asked, reopened, "incidents", [], lambda: clock.now().timestamp())

    assert (again.catch_up().position, again.catch_up().event_id) == (4, missed[-1])
    assert len(reopened.bodies()) == 4
    reopened.close()


def test_what_was_pushed_before_is_kept_once_with_its_receipt(
    sqlite_hands: Hands, follower: Follower, inbox: Inbox
) -> None:
    [event_id] = events(sqlite_hands, 1)
    body = sqlite_hands.isa_exchange.get("/v1/feeds/incidents").content[1:-1]
    receipt = inbox.take(event_id, body, "2026-06-01T03:00:00Z")

    follower.catch_up()

    assert inbox.bodies() == [body]
    assert inbox.take(event_id, body, "2026-06-02T03:00:00Z") == receipt


def without_the_second(body: bytes, headers: dict[str, str]) -> Answer:
    first, _, third = (json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in json.loads(body))
    return f"[{first},{third}]".encode(), headers


def without_the_last(body: bytes, headers: dict[str, str]) -> Answer:
    return json.dumps(json.loads(body)[:-1], ensure_ascii=False, separators=(",", ":")).encode(), headers


def altered(body: bytes, headers: dict[str, str]) -> Answer:
    return body.replace(b'"promptly"', b'"regularly"'), headers


def with_another_head(body: bytes, headers: dict[str, str]) -> Answer:
    return body, {**headers, "feed-hash": "0" * 64}


def of_yesterday(body: bytes, headers: dict[str, str]) -> Answer:
    return body, {**headers, "feed-time": "2026-05-31T03:00:00+00:00"}


@pytest.mark.parametrize("falsify", [without_the_second, without_the_last, altered, with_another_head, of_yesterday])
def test_it_notices_what_is_missing_changed_or_old(
    sqlite_hands: Hands, asked: Asked, follower: Follower, falsify: Falsify
) -> None:
    events(sqlite_hands, 3)
    asked.falsify = falsify

    with pytest.raises(FeedError):
        # Left out at the end, an event is missed once the next page is empty before the head.
        _ = [follower.catch_up() for _ in range(2)]


def test_it_keeps_the_services_word_and_proves_by_it(
    sqlite_hands: Hands, follower: Follower, clock: FrozenClock
) -> None:
    for _ in range(2):
        events(sqlite_hands, 1)
        follower.catch_up()
        follower.keep_checkpoint()
        clock.advance(days=1)

    assert follower.prove() == 2


def test_a_past_that_was_written_anew_does_not_stand_before_a_checkpoint(
    sqlite_hands: Hands, asked: Asked, follower: Follower, inbox: Inbox
) -> None:
    events(sqlite_hands, 2)
    follower.keep_checkpoint()
    asked.falsify = rewritten
    follower.catch_up()

    with pytest.raises(FeedError, match="another past"):
        follower.prove()


def test_a_checkpoint_signed_by_somebody_else_is_not_kept(asked: Asked, inbox: Inbox, clock: FrozenClock) -> None:
    stranger = Follower(asked, inbox, "incidents", [], lambda: clock.now().timestamp())

    with pytest.raises(NotVerifiedError):
        stranger.keep_checkpoint()
    assert inbox.checkpoints("incidents") == []


def rewritten(body: bytes, headers: dict[str, str]) -> Answer:
    """Tell another story with a chain of its own, as a service could that keeps no promise."""
    events, digest = json.loads(body), START
    bodies = []
    for event in events:
        written = json.dumps({**event, "prevhash": digest.hex(), "data": {}}, separators=(",", ":")).encode()
        digest = sha256(digest + sha256(written).digest()).digest()
        bodies.append(written)
    return b"[" + b",".join(bodies) + b"]", {**headers, "feed-hash": digest.hex()}
