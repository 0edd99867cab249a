"""Can a reader tell a silent feed from a dead one?"""

import json
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.events.catalogue import EventType, Stream
from app.events.heartbeat import beat
from app.events.models import FeedHead, OutboxEvent
from tests.support.webhooks import an_endpoint, an_event, work

IDLE = timedelta(hours=6)


def test_a_stream_without_an_event_for_six_hours_says_that_it_is_alive(
    installation: Installation, clock: FrozenClock
) -> None:
    an_event(installation)
    pulse(installation)

    clock.advance(hours=5)
    early = pulse(installation)
    clock.advance(hours=1)
    late = pulse(installation)

    assert early == []
    assert late == list(Stream)


def test_an_event_in_between_puts_it_off(sqlite_installation: Installation, clock: FrozenClock) -> None:
    pulse(sqlite_installation)
    clock.advance(hours=5)
    an_event(sqlite_installation)

    clock.advance(hours=1)

    assert pulse(sqlite_installation) == [Stream.DISPOSALS, Stream.CONSENTS]


def test_a_verification_is_an_event_in_its_place_of_the_chain(
    sqlite_installation: Installation, clock: FrozenClock
) -> None:
    an_event(sqlite_installation)
    pulse(sqlite_installation)
    clock.advance(hours=6)

    pulse(sqlite_installation)

    first, second = sqlite_installation.database.run(incidents)
    body = json.loads(second.body)
    assert (second.type, second.subject, second.position) == (EventType.FEED_VERIFIED, "feeds/incidents", 2)
    assert (body["data"], body["prevhash"]) == ({}, first.hash.hex())


def test_of_several_workers_one_verifies(installation: Installation, clock: FrozenClock) -> None:
    pulse(installation)
    clock.advance(hours=6)

    assert [len(pulse(installation)), len(pulse(installation))] == [3, 0]


def test_each_look_is_kept_with_its_time(sqlite_installation: Installation, clock: FrozenClock) -> None:
    an_event(sqlite_installation)
    spoke = clock.now()
    clock.advance(minutes=1)

    work(sqlite_installation)

    assert sqlite_installation.database.run(times) == (spoke, clock.now())


def test_a_worker_pushes_the_verification_like_any_event(sqlite_installation: Installation, clock: FrozenClock) -> None:
    an_endpoint(sqlite_installation, "http://127.0.0.1:9/", streams=[Stream.CONSENTS])
    work(sqlite_installation)

    clock.advance(hours=6)

    assert work(sqlite_installation) == 1


def pulse(installation: Installation) -> list[Stream]:
    return installation.database.run(beat, installation.clock.now(), IDLE)


def incidents(session: Session) -> list[OutboxEvent]:
    found = select(OutboxEvent).where(OutboxEvent.stream == Stream.INCIDENTS.value)
    return list(session.exec(found.order_by(col(OutboxEvent.position))))


def times(session: Session) -> tuple[datetime | None, datetime | None]:
    head = session.get_one(FeedHead, Stream.INCIDENTS.value)
    return head.spoke_at, head.checked_at
