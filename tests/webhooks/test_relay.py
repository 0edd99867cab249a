"""Does every event reach every endpoint, once per attempt, in order per subject, and is none ever lost?"""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.events.catalogue import Stream
from app.webhooks.exchange import Answer, Lease
from app.webhooks.judging import Judgement, Verdict
from app.webhooks.models import DeliveryAttempt, DeliveryStatus
from app.webhooks.relay import take
from app.webhooks.settling import Outcome, settle
from app.worker import Worker
from tests.support.receiver import Receiver, Reply
from tests.support.webhooks import (
    ANOTHER,
    an_endpoint,
    an_event,
    leases,
    statuses,
    work,
)

FAILS = Reply(500)
MINUTES = timedelta(minutes=10)


def test_an_event_arrives_once_as_it_was_announced(installation: Installation, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)
    event_id = an_event(installation)

    work(installation)
    work(installation)

    assert receiver.ids() == [event_id]
    assert receiver.received[0].event["id"] == event_id


def test_a_failed_event_comes_again_under_the_same_id(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    event_id = an_event(installation)
    receiver.replies.append(FAILS)

    work(installation)
    clock.advance(seconds=7)
    work(installation)

    assert receiver.ids() == [event_id, event_id]
    assert statuses(installation) == [DeliveryStatus.DELIVERED]


def test_of_one_subject_the_next_event_waits_for_the_one_before(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    first, second = an_event(sqlite_installation), an_event(sqlite_installation)
    receiver.replies.append(FAILS)

    work(sqlite_installation)
    clock.advance(seconds=7)
    work(sqlite_installation)

    assert receiver.ids() == [first, first, second]


def test_another_subject_does_not_wait(sqlite_installation: Installation, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    first = an_event(sqlite_installation)
    second = an_event(sqlite_installation)
    other = an_event(sqlite_installation, ANOTHER)
    receiver.otherwise = FAILS

    work(sqlite_installation)

    assert set(receiver.ids()) == {first, other}
    assert second not in receiver.ids()


def test_what_a_dead_process_had_leased_is_sent_again(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    event_id = an_event(installation)
    lease(installation)

    work(installation)
    during = receiver.ids()
    clock.advance(seconds=61)
    work(installation)

    assert (during, receiver.ids()) == ([], [event_id])


def test_who_lost_the_lease_cannot_settle(installation: Installation, clock: FrozenClock) -> None:
    an_endpoint(installation)
    an_event(installation)
    lost = lease(installation)
    clock.advance(seconds=61)
    lease(installation)

    outcome = Outcome(lost, Answer(clock.now(), clock.now(), 204), Judgement(Verdict.DELIVERED), 0.0)
    settled = installation.database.run(settle, [outcome], clock.now())

    assert settled.deliveries == frozenset()
    assert statuses(installation) == [DeliveryStatus.LEASED]


def test_two_workers_never_lease_the_same_delivery(installation: Installation) -> None:
    an_endpoint(installation)
    for number in range(8):
        an_event(installation, f"incidents/{number}")
    installation.database.run(take, installation.clock.now() - MINUTES, 0)

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda _: leases(installation, 3), range(4)))

    found = [one.delivery_id for some in taken for one in some]
    assert len(found) == len(set(found)) == 8


def test_an_endpoint_gets_its_own_streams_only(sqlite_installation: Installation, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url, streams=[Stream.DISPOSALS])
    an_event(sqlite_installation)

    work(sqlite_installation)

    assert receiver.received == []


def test_what_is_refused_three_times_waits_for_a_human_and_blocks_its_subject_only(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    refused = an_event(sqlite_installation)
    receiver.otherwise = Reply(422)
    for _ in range(4):
        work(sqlite_installation)
        clock.advance(minutes=5)
    receiver.otherwise = Reply()
    an_event(sqlite_installation)
    other = an_event(sqlite_installation, ANOTHER)

    work(sqlite_installation)

    assert receiver.ids() == [refused, refused, refused, other]
    assert statuses(sqlite_installation) == [DeliveryStatus.PARKED, DeliveryStatus.PENDING, DeliveryStatus.DELIVERED]


def test_every_attempt_is_kept(installation: Installation, clock: FrozenClock, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)
    an_event(installation)
    receiver.replies.append(FAILS)

    work(installation)
    clock.advance(seconds=7)
    work(installation)

    kept = installation.database.run(lambda session: list(session.exec(select(DeliveryAttempt))))
    assert sorted((one.n, one.status, one.error) for one in kept) == [(1, 500, "status-500"), (2, 204, None)]
    assert {one.remote_ip for one in kept} == {"127.0.0.1"}
    assert {one.request_sha256 for one in kept} == {hashlib.sha256(receiver.received[0].body).digest()}


def test_many_events_of_many_subjects_arrive_complete_and_in_order(
    installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    sent: dict[str, list[str]] = {f"incidents/{number}": [] for number in range(5)}
    for number in range(30):
        subject = f"incidents/{number % 5}"
        sent[subject].append(an_event(installation, subject))

    asyncio.run(together(installation, 2))

    came = {
        subject: [one.event["id"] for one in receiver.received if one.event["subject"] == subject] for subject in sent
    }
    assert came == sent


def lease(installation: Installation) -> Lease:
    (taken,) = leases(installation, 1)
    return taken


async def together(installation: Installation, workers: int) -> None:
    """Let several workers do what is due at the same time."""
    await asyncio.gather(*(Worker(installation).run_once() for _ in range(workers)))
