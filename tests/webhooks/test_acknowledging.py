"""Do a receipt, the feed's acknowledgement and a replay agree on what has arrived?"""

import hashlib
from uuid import UUID

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.webhooks import service
from app.webhooks.models import DeliveryStatus
from app.webhooks.queueing import settle_acknowledged
from app.webhooks.schemas import ReplayEvents
from tests.support.clients import an_actor
from tests.support.receiver import Receiver, Reply, receipt
from tests.support.webhooks import (
    acknowledge,
    acknowledged,
    an_endpoint,
    an_event,
    deliveries,
    endpoint,
    statuses,
    work,
)

FAILS = Reply(500)


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
    sqlite_installation.database.run(settle_acknowledged)

    assert statuses(sqlite_installation) == [DeliveryStatus.ACKED]


def test_an_endpoint_confirmed_late_gets_what_isa_has_not_acknowledged(
    installation: Installation, receiver: Receiver
) -> None:
    known, unknown = an_event(installation), an_event(installation)
    acknowledge(installation, known)

    an_endpoint(installation, receiver.url)
    work(installation)

    assert receiver.ids() == [unknown]


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


def replay(installation: Installation, endpoint_id: UUID, wish: dict[str, object]) -> None:
    body = ReplayEvents.model_validate(wish)
    version = endpoint(installation, endpoint_id).version
    installation.database.run(service.replay_events, an_actor(installation), endpoint_id, version, body)
