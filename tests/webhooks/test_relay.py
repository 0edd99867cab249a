"""Does every event reach every endpoint, once per attempt, in order per subject, and is none ever lost?"""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.access.installation import Installation
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.events.catalogue import Stream
from app.webhooks import service
from app.webhooks.exchange import Lease
from app.webhooks.judging import Judgement, Verdict
from app.webhooks.models import DeliveryAttempt, DeliveryStatus, EndpointState
from app.webhooks.relay import note_acknowledged, take
from app.webhooks.schemas import ReplayEvents
from app.webhooks.settling import settle
from app.worker import Worker
from tests.support.clients import an_actor
from tests.support.receiver import Receiver, Reply, receipt
from tests.support.webhooks import (
    ANOTHER,
    acknowledge,
    acknowledged,
    an_endpoint,
    an_event,
    deliveries,
    endpoint,
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

    settled = installation.database.run(settle, lost, Judgement(Verdict.DELIVERED), clock.now(), 0.0)

    assert not settled
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


def test_a_receipt_is_isas_acknowledgement(installation: Installation, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)
    event_id = an_event(installation)
    receiver.otherwise = receipt("r-1")

    work(installation)

    assert acknowledged(installation) == {event_id: "webhook"}
    assert [(one.status, one.receipt_id) for one in deliveries(installation)] == [(DeliveryStatus.ACKED, "r-1")]


def test_a_receipt_for_another_body_is_none(sqlite_installation: Installation, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.otherwise = receipt(bodySha256=hashlib.sha256(b"other").hexdigest())

    work(sqlite_installation)

    assert acknowledged(sqlite_installation) == {}
    assert [one.last_error_class for one in deliveries(sqlite_installation)] == ["receipt-mismatch"]


def test_an_acknowledgement_by_the_feed_cancels_the_push(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    event_id = an_event(installation)
    receiver.replies.append(FAILS)
    work(installation)

    acknowledge(installation, event_id)
    clock.advance(hours=1)
    work(installation)

    assert receiver.ids() == [event_id]
    assert statuses(installation) == [DeliveryStatus.ACKED]


def test_an_event_that_isa_could_not_take_from_the_feed_is_still_pushed(
    sqlite_installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    event_id = an_event(sqlite_installation)
    acknowledge(sqlite_installation, event_id, error="processing")
    receiver.otherwise = receipt()

    work(sqlite_installation)

    assert receiver.ids() == [event_id]
    assert acknowledged(sqlite_installation) == {event_id: "webhook"}


def test_what_was_delivered_without_a_receipt_is_acknowledged_by_the_feed(
    sqlite_installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    event_id = an_event(sqlite_installation)
    work(sqlite_installation)

    acknowledge(sqlite_installation, event_id)
    sqlite_installation.database.run(note_acknowledged)

    assert statuses(sqlite_installation) == [DeliveryStatus.ACKED]


def test_gone_holds_everything(sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver) -> None:
    endpoint_id = an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    an_event(sqlite_installation)
    receiver.otherwise = Reply(410)

    work(sqlite_installation)
    an_event(sqlite_installation, ANOTHER)
    clock.advance(days=1)
    work(sqlite_installation)

    assert endpoint(sqlite_installation, endpoint_id).state is EndpointState.GONE
    assert statuses(sqlite_installation) == [DeliveryStatus.HELD] * 3
    assert len(receiver.received) == 1


def test_what_was_held_while_paused_arrives_on_resuming(installation: Installation, receiver: Receiver) -> None:
    endpoint_id = an_endpoint(installation, receiver.url)
    operator = an_actor(installation)
    installation.database.run(service.pause_endpoint, operator, endpoint_id, 2)
    event_id = an_event(installation)

    work(installation)
    during = (receiver.ids(), statuses(installation))
    installation.database.run(service.resume_endpoint, operator, endpoint_id, 3)
    work(installation)

    assert during == ([], [DeliveryStatus.HELD])
    assert receiver.ids() == [event_id]


def test_an_endpoint_confirmed_late_gets_what_isa_has_not_acknowledged(
    installation: Installation, receiver: Receiver
) -> None:
    known, unknown = an_event(installation), an_event(installation)
    acknowledge(installation, known)

    an_endpoint(installation, receiver.url)
    work(installation)

    assert receiver.ids() == [unknown]


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


def test_a_failing_endpoint_is_probed_with_one_event(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    endpoint_id = failing(sqlite_installation, receiver)
    oldest = deliveries(sqlite_installation)[0].event_id
    before = len(receiver.received)

    clock.advance(minutes=2)
    work(sqlite_installation)

    assert endpoint(sqlite_installation, endpoint_id).state is EndpointState.DEGRADED
    assert receiver.ids()[before:] == [str(oldest)]


def test_the_first_success_lets_everything_go_again(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    endpoint_id = failing(installation, receiver)
    receiver.otherwise = Reply()

    clock.advance(seconds=30)
    work(installation)

    assert endpoint(installation, endpoint_id).state is EndpointState.ACTIVE
    assert statuses(installation) == [DeliveryStatus.DELIVERED] * 6


def test_a_success_forgets_the_failures_before_it(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    endpoint_id = failing(sqlite_installation, receiver)
    receiver.otherwise = Reply()
    clock.advance(seconds=30)
    work(sqlite_installation)

    receiver.replies.append(FAILS)
    an_event(sqlite_installation)
    work(sqlite_installation)

    assert endpoint(sqlite_installation, endpoint_id).state is EndpointState.ACTIVE


def test_a_failing_endpoint_is_probed_once_at_a_time(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    failing(installation, receiver)
    clock.advance(minutes=2)

    first, second = leases(installation, 4), leases(installation, 4)

    assert (len(first), len(second)) == (1, 0)


def test_what_the_relay_does_to_an_endpoint_is_in_the_audit(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    endpoint_id = failing(sqlite_installation, receiver)
    receiver.otherwise = Reply(410)

    clock.advance(minutes=2)
    work(sqlite_installation)

    assert acts_of_the_worker(sqlite_installation, endpoint_id) == ["webhook.degraded", "webhook.gone"]


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


def test_a_replay_sends_acknowledged_events_again_under_their_ids(
    installation: Installation, receiver: Receiver
) -> None:
    endpoint_id = an_endpoint(installation, receiver.url)
    first, second = an_event(installation), an_event(installation)
    receiver.otherwise = receipt()
    work(installation)

    replay(installation, endpoint_id, {"ids": [first]})
    work(installation)

    assert receiver.ids() == [first, second, first]
    assert statuses(installation) == [DeliveryStatus.ACKED] * 2


def test_a_replay_reaches_what_was_acknowledged_before_the_endpoint_was_there(
    installation: Installation, receiver: Receiver
) -> None:
    event_id = an_event(installation)
    acknowledge(installation, event_id)
    endpoint_id = an_endpoint(installation, receiver.url)
    work(installation)

    replay(installation, endpoint_id, {"from": "2026-06-01T00:00:00+09:00"})
    work(installation)

    assert receiver.ids() == [event_id]


def test_a_replay_by_time_takes_what_was_recorded_then(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    endpoint_id = an_endpoint(installation, receiver.url)
    events = []
    for _ in range(3):
        events.append(an_event(installation))
        clock.advance(hours=1)
    work(installation)

    replay(installation, endpoint_id, {"from": "2026-06-01T13:00:00+09:00", "to": "2026-06-01T14:00:00+09:00"})
    work(installation)

    assert receiver.ids() == [*events, events[1]]


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


def statuses(installation: Installation) -> list[DeliveryStatus]:
    return [delivery.status for delivery in deliveries(installation)]


def leases(installation: Installation, limit: int) -> list[Lease]:
    return installation.database.run(take, installation.clock.now(), limit)


def lease(installation: Installation) -> Lease:
    (taken,) = leases(installation, 1)
    return taken


def failing(installation: Installation, receiver: Receiver) -> UUID:
    """Return an endpoint that has failed five times in a row, with six events waiting."""
    receiver.otherwise = Reply(503)
    endpoint_id = an_endpoint(installation, receiver.url)
    for _ in range(6):
        an_event(installation, f"incidents/{uuid4()}")
    work(installation)
    return endpoint_id


def replay(installation: Installation, endpoint_id: UUID, wish: dict[str, object]) -> None:
    body = ReplayEvents.model_validate(wish)
    version = endpoint(installation, endpoint_id).version
    installation.database.run(service.replay_events, an_actor(installation), endpoint_id, version, body)


def acts_of_the_worker(installation: Installation, endpoint_id: UUID) -> list[str]:
    def find(session: Session) -> list[str]:
        mine = select(AuditEntry).where(AuditEntry.resource_id == endpoint_id, AuditEntry.client_id == "worker")
        return [entry.action for entry in session.exec(mine.order_by(col(AuditEntry.id)))]

    return installation.database.run(find)


async def together(installation: Installation, workers: int) -> None:
    """Let several workers do what is due at the same time."""
    await asyncio.gather(*(Worker(installation).run_once() for _ in range(workers)))
