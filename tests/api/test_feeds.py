"""Can ISA follow what happens without missing anything, prove that it is complete, and say that it has it?"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from app.access.installation import Installation
from app.audit.models import AuditEntry
from app.events.catalogue import Stream
from app.events.models import OutboxEvent
from app.feeds.queries import read_page
from app.incidents.schemas import ReportIncident
from app.incidents.service import report_incident
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.incidents import TROUBLE, a_trouble

FEED, ACKNOWLEDGE = "/v1/feeds/incidents", "/v1/feeds/acknowledgements"
WRITERS = 64


def test_events_come_in_their_order_byte_for_byte(hands: Hands) -> None:
    a_trouble(hands.installation, after=("handle", "resolve"))

    answer = hands.isa_exchange.get(FEED)

    stored = hands.installation.database.run(bodies)
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    assert answer.content == b"[" + b",".join(stored) + b"]"
    assert [event["position"] for event in answer.json()] == [1, 2, 3]


def test_the_next_link_leads_through_the_whole_feed(hands: Hands) -> None:
    a_trouble(hands.installation, after=("handle", "resolve"))

    pages = list(follow(hands, f"{FEED}?limit=2"))

    assert [[event["position"] for event in page] for page in pages] == [[1, 2], [3], []]


def test_the_link_of_an_empty_page_stays_where_it_is(sqlite_hands: Hands) -> None:
    a_trouble(sqlite_hands.installation)
    *_, empty = follow(sqlite_hands, FEED)
    a_trouble(sqlite_hands.installation)

    *_, again = [page for page in follow(sqlite_hands, FEED) if page]

    assert empty == []
    assert [event["position"] for event in again] == [1, 2]


def test_isa_proves_the_feed_complete_by_itself(hands: Hands) -> None:
    for _ in range(3):
        a_trouble(hands.installation)

    answer = hands.isa_exchange.get(FEED)

    digest = bytes.fromhex(answer.json()[0]["prevhash"])
    for body in hands.installation.database.run(bodies):
        digest = sha256(digest + sha256(body).digest()).digest()
    assert (answer.headers["feed-head"], answer.headers["feed-hash"]) == ("3", digest.hex())


def test_a_feed_without_events_is_empty(sqlite_hands: Hands) -> None:
    answer = sqlite_hands.isa_exchange.get("/v1/feeds/disposals")

    assert (answer.status_code, answer.json(), answer.headers["feed-head"]) == (200, [], "0")


def test_a_full_page_never_changes_and_the_last_one_is_asked_for_again(sqlite_hands: Hands) -> None:
    a_trouble(sqlite_hands.installation)

    full, tail = (sqlite_hands.isa_exchange.get(f"{FEED}?limit={limit}") for limit in (1, 2))

    assert full.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert tail.headers["cache-control"] == "private, no-cache"


def test_what_comes_later_changes_no_byte_of_a_full_page(hands: Hands) -> None:
    first, *_ = record(hands, 3)
    pages = [f"{FEED}?limit=2", f"{FEED}?limit=2&lastEventId={first}"]

    before = [hands.isa_exchange.get(page) for page in pages]
    record(hands, 2)
    after = [hands.isa_exchange.get(page) for page in pages]

    assert [page.content for page in after] == [page.content for page in before]
    assert [page.headers["etag"] for page in after] == [page.headers["etag"] for page in before]
    assert {page.headers["feed-head"] for page in after} == {"5"}


def test_a_page_the_reader_has_is_not_sent_again_until_something_comes(hands: Hands) -> None:
    a_trouble(hands.installation)
    known = {"If-None-Match": f'"other", W/{hands.isa_exchange.get(FEED).headers["etag"]}'}

    unchanged = hands.isa_exchange.get(FEED, headers=known)
    a_trouble(hands.installation)
    changed = hands.isa_exchange.get(FEED, headers=known)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (changed.status_code, len(changed.json())) == (200, 2)


@pytest.mark.parametrize("last", ["", "x", "01900000-0000-7000-8000-000000000000"])
def test_an_unknown_place_is_refused_and_never_taken_for_the_beginning(sqlite_hands: Hands, last: str) -> None:
    a_trouble(sqlite_hands.installation)

    refused = sqlite_hands.isa_exchange.get(f"{FEED}?lastEventId={last}")

    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed")


def test_a_place_in_one_feed_is_none_in_another(sqlite_hands: Hands) -> None:
    [event] = record(sqlite_hands, 1)

    assert sqlite_hands.isa_exchange.get(f"/v1/feeds/consents?lastEventId={event}").status_code == 400


def test_there_are_three_feeds(sqlite_hands: Hands) -> None:
    found = [sqlite_hands.isa_exchange.get(f"/v1/feeds/{name}").status_code for name in (*Stream, "matches")]

    assert found == [200, 200, 200, 404]


def test_acknowledgements_are_posted_and_cannot_be_asked_for(sqlite_hands: Hands) -> None:
    asked = sqlite_hands.isa_exchange.get(ACKNOWLEDGE)

    assert (asked.status_code, asked.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("role", ["coordinator", "operator", "privacy_officer", "auditor"])
def test_feeds_are_for_isa(sqlite_hands: Hands, role: str) -> None:
    assert getattr(sqlite_hands, role).get(FEED).status_code == 403
    assert getattr(sqlite_hands, role).post(ACKNOWLEDGE, {}).status_code == 403


def test_the_checkpoint_stops_before_the_first_event_not_acknowledged(hands: Hands) -> None:
    events = record(hands, 3)

    checkpoints = [acknowledge(hands, ack=[event]) for event in (events[0], events[2], events[1])]

    assert [checkpoint["incidents"] for checkpoint in checkpoints] == [1, 1, 3]
    assert checkpoints[-1] == {"consents": 0, "disposals": 0, "incidents": 3}


def test_acknowledging_up_to_an_event_counts_in_its_own_feed(hands: Hands) -> None:
    events = record(hands, 3)

    checkpoint = acknowledge(hands, upTo=events[1])

    assert checkpoint == {"consents": 0, "disposals": 0, "incidents": 2}


def test_saying_it_again_changes_nothing(hands: Hands) -> None:
    events = record(hands, 2)

    first, second = (acknowledge(hands, ack=events, upTo=events[-1]) for _ in range(2))

    assert first == second
    assert len(hands.installation.database.run(entries)) == 1


def test_unknown_events_are_ignored(sqlite_hands: Hands) -> None:
    record(sqlite_hands, 1)
    stranger = str(uuid4())

    checkpoint = acknowledge(sqlite_hands, ack=[stranger], setErrs={stranger: {"err": "access_denied"}}, upTo=stranger)

    assert checkpoint["incidents"] == 0
    assert sqlite_hands.installation.database.run(entries) == []


def test_an_event_that_could_not_be_taken_waits_until_it_is_acknowledged(hands: Hands) -> None:
    [event] = record(hands, 1)

    failed = acknowledge(hands, setErrs={event: {"err": "invalid_request", "description": "It does not parse."}})
    taken = acknowledge(hands, ack=[event])

    assert (failed["incidents"], taken["incidents"]) == (0, 1)


def test_an_acknowledgement_is_not_taken_back(hands: Hands) -> None:
    [event] = record(hands, 1)
    acknowledge(hands, ack=[event])

    checkpoint = acknowledge(hands, setErrs={event: {"err": "invalid_request"}})

    assert checkpoint["incidents"] == 1


def test_an_event_named_both_ways_is_not_acknowledged(sqlite_hands: Hands) -> None:
    [event] = record(sqlite_hands, 1)

    checkpoint = acknowledge(sqlite_hands, ack=[event], setErrs={event: {"err": "invalid_key"}})

    assert checkpoint["incidents"] == 0


@pytest.mark.parametrize(
    "body",
    [{"ack": "x"}, {"ack": ["x"]}, {"setErrs": {"x": {"err": "invalid_key"}}}, {"up_to": str(uuid4())}],
)
def test_an_acknowledgement_that_makes_no_sense_is_refused(sqlite_hands: Hands, body: dict[str, Any]) -> None:
    assert sqlite_hands.isa_exchange.post(ACKNOWLEDGE, body).status_code == 422


def test_what_isa_says_of_an_error_in_words_is_kept_nowhere(hands: Hands) -> None:
    [event] = record(hands, 1)
    acknowledge(hands, setErrs={event: {"err": "invalid_request", "description": "Hanako Example"}})

    [entry] = hands.installation.database.run(entries)

    assert entry.facts == {"events": [], "errors": [event]}


def test_a_reader_misses_nothing_while_many_write(installation: Installation) -> None:
    seen = asyncio.run(read_while_writing(installation))

    assert seen == list(range(1, WRITERS + 1))


async def read_while_writing(installation: Installation) -> list[int]:
    """Let many record at once, follow the feed meanwhile, and return the positions met."""
    actor, body = an_actor(installation), ReportIncident.model_validate(TROUBLE)
    written = Event()
    reader = asyncio.create_task(asyncio.to_thread(positions_until, installation, written))
    await asyncio.gather(*(installation.database.transact(report_incident, actor, body) for _ in range(WRITERS)))
    written.set()
    return await reader


def positions_until(installation: Installation, written: Event) -> list[int]:
    """Follow the feed, on a connection of its own, until all is written and read."""
    seen: list[int] = []
    last, page, is_last_look = None, None, False
    while not is_last_look or (page is not None and page.bodies):
        is_last_look = written.is_set()
        page = installation.database.run(read_page, Stream.INCIDENTS, last, 5)
        seen += [json.loads(event)["position"] for event in page.bodies]
        last = page.last_event or last
    return seen


def record(hands: Hands, number: int) -> list[str]:
    """Return the ids of the events of some incidents."""
    return [hands.operator.post("/v1/incidents", TROUBLE).json()["event_id"] for _ in range(number)]


def acknowledge(hands: Hands, **body: object) -> Mapping[str, int]:
    """Acknowledge and return the checkpoints."""
    checkpoints: Mapping[str, int] = hands.isa_exchange.post(ACKNOWLEDGE, body).json()["checkpoints"]
    return checkpoints


def follow(hands: Hands, link: str) -> Iterator[list[dict[str, Any]]]:
    """Yield page after page until an empty one."""
    while True:
        answer = hands.isa_exchange.get(link)
        page: list[dict[str, Any]] = answer.json()
        yield page
        if not page:
            return
        link = answer.headers["link"].partition(">")[0].removeprefix("<")


def bodies(session: Session) -> list[bytes]:
    """Return the stored bytes of all events of incidents."""
    return list(session.exec(select(OutboxEvent.body).order_by(col(OutboxEvent.position))))


def entries(session: Session) -> list[AuditEntry]:
    """Return what the audit says of acknowledgements."""
    return list(session.exec(select(AuditEntry).where(AuditEntry.action == "feed.acknowledged")))
