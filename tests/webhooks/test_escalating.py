"""Is somebody told, in time and once, when ISA has not acknowledged?"""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.access.installation import Installation
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.events.catalogue import Stream
from app.webhooks import service
from app.webhooks.escalating import Level, escalate, level_of
from app.webhooks.outstanding import oldest_by_stream, outstanding
from app.webhooks.schemas import CloseDelivery, ClosingReason
from tests.support.clients import an_actor
from tests.support.receiver import Receiver, Reply, receipt
from tests.support.webhooks import acknowledge, an_endpoint, an_event, deliveries, endpoint, work


@pytest.mark.parametrize(
    ("age", "level"),
    [
        (timedelta(minutes=14, seconds=59), Level.ON_TIME),
        (timedelta(minutes=15), Level.WARNED),
        (timedelta(minutes=59, seconds=59), Level.WARNED),
        (timedelta(hours=1), Level.PAGED),
        (timedelta(hours=23, minutes=59), Level.PAGED),
        (timedelta(hours=24), Level.CRITICAL),
        (timedelta(days=400), Level.CRITICAL),
    ],
)
def test_the_age_of_the_oldest_decides(sqlite_installation: Installation, age: timedelta, level: Level) -> None:
    assert level_of(age, sqlite_installation.settings) is level


def test_each_step_is_told_once_and_its_end_too(installation: Installation, clock: FrozenClock) -> None:
    event_id = an_event(installation)
    for minutes in (14, 1, 0, 45, 23 * 60):
        clock.advance(minutes=minutes)
        rise(installation)
        rise(installation)

    acknowledge(installation, event_id)
    rise(installation)

    assert alarms(installation) == ["delivery.warned", "delivery.paged", "delivery.critical", "delivery.on-time"]


def test_the_worker_raises_the_alarm_by_itself(sqlite_installation: Installation, clock: FrozenClock) -> None:
    an_event(sqlite_installation)
    clock.advance(hours=1)

    work(sqlite_installation)

    assert alarms(sqlite_installation) == ["delivery.paged"]


def test_a_bare_success_does_not_end_the_wait(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    work(sqlite_installation)
    clock.advance(hours=1)

    assert rise(sqlite_installation)[Stream.INCIDENTS] is Level.PAGED


def test_a_receipt_ends_the_wait(sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.otherwise = receipt()
    work(sqlite_installation)
    clock.advance(hours=1)

    assert rise(sqlite_installation)[Stream.INCIDENTS] is Level.ON_TIME


def test_an_event_that_isa_could_not_take_still_counts(sqlite_installation: Installation) -> None:
    event_id = an_event(sqlite_installation)
    acknowledge(sqlite_installation, event_id, error="invalid_request")

    assert [str(row.event_id) for row in sqlite_installation.database.run(outstanding, 10)] == [event_id]


def test_what_a_person_closed_everywhere_is_waited_for_no_more(installation: Installation, receiver: Receiver) -> None:
    first, second = an_endpoint(installation, receiver.url), an_endpoint(installation, receiver.url)
    an_event(installation)
    receiver.otherwise = Reply(500)
    work(installation)

    shut(installation, first)
    half = installation.database.run(oldest_by_stream)
    shut(installation, second)
    whole = installation.database.run(oldest_by_stream)

    assert (set(half), whole) == ({Stream.INCIDENTS}, {})


def test_a_standby_gets_only_what_nobody_acknowledged_within_the_hour(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url, standby=True)
    known, unknown = an_event(installation), an_event(installation)
    clock.advance(minutes=30)
    young = an_event(installation)
    acknowledge(installation, known)

    work(installation)
    early = receiver.ids()
    clock.advance(minutes=30)
    work(installation)

    assert (early, receiver.ids()) == ([], [unknown])
    assert young not in receiver.ids()


def rise(installation: Installation) -> dict[Stream, Level]:
    return installation.database.run(escalate, installation.clock.now())


def alarms(installation: Installation) -> list[str]:
    def find(session: Session) -> list[str]:
        mine = select(AuditEntry).where(col(AuditEntry.action).startswith("delivery."))
        return [entry.action for entry in session.exec(mine.order_by(col(AuditEntry.id)))]

    return installation.database.run(find)


def shut(installation: Installation, endpoint_id: UUID) -> None:
    (mine,) = [one for one in deliveries(installation) if one.endpoint_id == endpoint_id]
    body = CloseDelivery(delivery_id=mine.id, reason=ClosingReason.HANDED_OVER)
    version = endpoint(installation, endpoint_id).version
    installation.database.run(service.close_delivery, an_actor(installation), endpoint_id, version, body)
