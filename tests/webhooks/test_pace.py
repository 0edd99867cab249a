"""Is an endpoint sent to as fast as it answers, and no faster?"""

import asyncio
from copy import deepcopy
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.access.installation import Installation
from app.core.clock import FrozenClock, SystemClock
from app.main import install
from app.webhooks.judging import BREAKER_AFTER
from app.webhooks.models import Delivery, DeliveryStatus
from app.webhooks.pace import LARGEST, Pace
from app.webhooks.relay import Relay
from app.webhooks.sending import Sender
from app.webhooks.transport import AT_ONCE, Clients
from app.worker import Worker
from tests.support.receiver import Receiver, Reply
from tests.support.serving import demo_settings
from tests.support.webhooks import an_endpoint, an_event, deliveries, leases, statuses, work

HERE, THERE = UUID(int=1), UUID(int=2)
MANY = 20


def test_room_grows_with_success_up_to_a_bound_and_falls_to_one_with_a_failure() -> None:
    pace = Pace()

    grown = [learned(pace, well=True) for _ in range(4)]
    fallen = learned(pace, well=False)

    assert grown == [2, 4, LARGEST, LARGEST]
    assert fallen == 1
    assert LARGEST < AT_ONCE


def test_one_endpoint_says_nothing_about_another() -> None:
    pace = Pace()
    pace.begin(HERE)

    assert (pace.has_room(HERE), pace.has_room(THERE)) == (False, True)


def test_what_was_leased_for_an_endpoint_that_fails_is_given_back_unsent(
    installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    for _ in range(MANY):
        an_event(installation, f"incidents/{uuid4()}")
    receiver.otherwise = Reply(503)

    work(installation)

    unsent = [one for one in deliveries(installation) if one.attempts == 0]
    assert len(receiver.received) == BREAKER_AFTER
    assert len(unsent) == MANY - BREAKER_AFTER
    assert {one.status for one in unsent} == {DeliveryStatus.PENDING}


def test_what_was_leased_for_an_endpoint_that_is_gone_is_held(installation: Installation, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)
    for _ in range(MANY):
        an_event(installation, f"incidents/{uuid4()}")
    receiver.otherwise = Reply(410)

    work(installation)

    assert len(receiver.received) == 1
    assert statuses(installation) == [DeliveryStatus.HELD] * MANY


def test_a_worker_that_stops_gives_back_what_it_has_not_sent(installation: Installation, receiver: Receiver) -> None:
    an_endpoint(installation, receiver.url)
    for _ in range(MANY):
        an_event(installation, f"incidents/{uuid4()}")
    receiver.otherwise = Reply(hangs=True)

    asyncio.run(stopped_while_sending(installation, receiver))

    assert DeliveryStatus.LEASED not in statuses(installation)
    assert sum(one.attempts for one in deliveries(installation)) == len(receiver.received)


def test_nothing_is_sent_under_a_lease_that_would_end_during_the_longest_wait(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    for _ in range(3):
        an_event(sqlite_installation, f"incidents/{uuid4()}")
    receiver.otherwise = Reply(hangs=True)

    asyncio.run(held_up(sqlite_installation, receiver, clock))

    assert len(receiver.received) == 1
    assert [(one.status, one.attempts) for one in deliveries(sqlite_installation)] == [
        (DeliveryStatus.PENDING, 1),
        (DeliveryStatus.PENDING, 0),
        (DeliveryStatus.PENDING, 0),
    ]


@pytest.mark.parametrize("minutes", [-10, 10])
def test_leases_go_by_the_time_of_the_database_whatever_a_worker_s_own_clock_says(
    postgres_installation: Installation, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    an_endpoint(postgres_installation)
    settings = postgres_installation.settings
    right = install(demo_settings(settings.database_url, settings.state_dir))
    an_event(right)
    skewed_now = FrozenClock(SystemClock().now())
    skewed_now.advance(minutes=minutes)
    monkeypatch.setattr(SystemClock, "now", lambda _: skewed_now.now())
    wrong = install(demo_settings(settings.database_url, settings.state_dir))

    first, second = leases(right, 1), leases(wrong, 1)
    left = right.database.run(seconds_left, right)

    for made in (right, wrong):
        made.database.close()
    assert (len(first), len(second)) == (1, 0)
    assert 50 < left <= 60


async def stopped_while_sending(installation: Installation, receiver: Receiver) -> None:
    """Run a worker until a request has come, stop it, and let the receiver go on."""
    stop = asyncio.Event()
    worker = asyncio.create_task(Worker(installation).run(stop))
    await arrival(receiver)
    stop.set()
    await asyncio.sleep(0.05)
    receiver.released.set()
    await worker


async def held_up(installation: Installation, receiver: Receiver, clock: FrozenClock) -> None:
    """Lease three events, and let most of the lease go by while the first is under way."""
    async with Clients() as clients:
        sender = Sender(clock, installation.settings, clients)
        relay = Relay(installation.database, clock, sender, lambda: None)
        await relay.fill()
        await arrival(receiver)
        clock.advance(seconds=45)
        receiver.released.set()
        await relay.land()


async def arrival(receiver: Receiver) -> None:
    """Wait until a request has come, and not for ever."""
    await asyncio.to_thread(receiver.arrived.wait, 10)


def seconds_left(session: Session, installation: Installation) -> float:
    (delivery,) = session.exec(select(Delivery)).all()
    assert delivery.lease_until is not None
    return (delivery.lease_until - installation.database.time()).total_seconds()


def learned(pace: Pace, *, well: bool) -> int:
    """Let a request begin and end, and return how many may be under way then."""
    pace.begin(HERE)
    pace.end(HERE, well=well)
    room, later = 0, deepcopy(pace)
    while later.has_room(HERE):
        later.begin(HERE)
        room += 1
    return room
