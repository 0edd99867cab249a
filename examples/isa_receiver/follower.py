"""How does ISA follow a feed and prove that it has all of it? Position by position, hash by hash, up to the head."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from examples.isa_receiver.inbox import Inbox, Place
from examples.isa_receiver.receiver import utc
from examples.isa_receiver.verifying import Jwk, verify_checkpoint

FRESH_SECONDS = 60
PAGE = 100


class FeedError(Exception):
    """The feed is not what it promises to be: something is missing, was changed, or nobody has looked for too long."""


class Answers(Protocol):
    """Whatever can ask the service."""

    def get(self, path: str) -> tuple[bytes, Mapping[str, str]]:
        """Return the body and the headers of an answer."""
        ...

    def post(self, path: str, body: object) -> Any:
        """Send JSON and return the answer's."""
        ...


class Follower:
    """Reads one feed on from where the inbox ends, and says so to the service once it is stored."""

    def __init__(
        self, service: Answers, inbox: Inbox, feed: str, keys: Sequence[Jwk], now: Callable[[], float]
    ) -> None:
        self._service, self._inbox, self._feed, self._keys, self._now = service, inbox, feed, keys, now

    def catch_up(self, wait_ms: int = 0) -> Place:
        """Read to the head of the feed, which may be waited for, and return that place: up to it nothing is missing.

        Raises:
            FeedError: the chain does not lead to the head that the service names.

        """
        while True:
            place, headers = self._read_page(wait_ms)
            if place.position == int(headers["feed-head"]):
                self._require_head(place, headers)
                return place
            wait_ms = 0

    def keep_checkpoint(self) -> dict[str, Any]:
        """Get the service's signed word for how far the feed has come, hold it against what was read, and keep it.

        Raises:
            FeedError: it speaks of another past.
            NotVerifiedError: it is not signed with a pinned key.

        """
        compact = self._service.get(f"/v1/feeds/{self._feed}/checkpoint")[0].decode()
        said = verify_checkpoint(compact, self._keys)
        self._require_same_past(said)
        self._inbox.keep_checkpoint(self._feed, said["position"], said["time"], compact)
        return said

    def prove(self) -> int:
        """Hold every kept checkpoint against what was read, and return their number.

        Raises:
            FeedError: one of them speaks of another past.

        """
        kept = self._inbox.checkpoints(self._feed)
        for compact in kept:
            self._require_same_past(verify_checkpoint(compact, self._keys))
        return len(kept)

    def _read_page(self, wait_ms: int) -> tuple[Place, Mapping[str, str]]:
        before = self._inbox.place(self._feed)
        last = f"&lastEventId={before.event_id}" if before.event_id else ""
        wait = f"&timeout={wait_ms}" if wait_ms else ""
        body, headers = self._service.get(f"/v1/feeds/{self._feed}?limit={PAGE}{last}{wait}")
        page = list(_chained(before, _bodies(body)))
        if page:
            self._inbox.take_page(self._feed, page, utc(self._now()))
            self._service.post("/v1/feeds/acknowledgements", {"upTo": page[-1][0].event_id})
        elif before.position != int(headers["feed-head"]):
            raise FeedError("the feed ends before its head")
        return (page[-1][0] if page else before), headers

    def _require_head(self, place: Place, headers: Mapping[str, str]) -> None:
        if place.hash.hex() != headers["feed-hash"]:
            raise FeedError("the chain leads to another head")
        age = self._now() - datetime.fromisoformat(headers["feed-time"]).timestamp()
        if abs(age) > FRESH_SECONDS:
            raise FeedError("the head is not fresh: this silence may be a failure")

    def _require_same_past(self, said: Mapping[str, Any]) -> None:
        if said["feed"] != self._feed:
            raise FeedError("the checkpoint is of another feed")
        mine = self._inbox.hash_at(self._feed, said["position"])
        if mine is not None and mine.hex() != said["headHash"]:
            raise FeedError("the checkpoint speaks of another past")


def _bodies(batch: bytes) -> Iterator[tuple[Mapping[str, Any], bytes]]:
    """Yield each event of a batch with its exact bytes, which are what is hashed."""
    text, at, decoder = batch.decode(), 1, json.JSONDecoder()
    while text[at] != "]":
        event, end = decoder.raw_decode(text, at)
        yield event, text[at:end].encode()
        at = end + (text[end] == ",")


def _chained(before: Place, events: Iterator[tuple[Mapping[str, Any], bytes]]) -> Iterator[tuple[Place, bytes]]:
    for event, body in events:
        if event["position"] != before.position + 1 or event["prevhash"] != before.hash.hex():
            raise FeedError(f"no link from position {before.position} to {event['position']}")
        digest = hashlib.sha256(before.hash + hashlib.sha256(body).digest()).digest()
        before = Place(event["position"], event["id"], digest)
        yield before, body
