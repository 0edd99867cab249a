"""What becomes of three days of events while ISA's endpoint is down? They wait, it is spared, and all come in order."""

import math
import sys
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest
from sqlmodel import Session

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.events.catalogue import EventType, Stream
from app.events.outbox import announce
from app.webhooks.judging import BREAKER_AFTER
from app.webhooks.models import DeliveryStatus
from app.webhooks.pace import LARGEST
from tests.support.depth import DEEP
from tests.support.receiver import Receiver, Reply, a_receiver, receipt
from tests.support.webhooks import ABOUT, an_endpoint, out_of_order, outbox, statuses, work

OUTAGE = timedelta(days=3)
EVENTS, SUBJECTS, STEP = (10_000, 2_500, timedelta(minutes=1)) if DEEP else (120, 30, timedelta(hours=4))
STEPS = OUTAGE // STEP
LONGEST_DRAIN_SECONDS = 600


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Yield a receiver that is down for maintenance."""
    with a_receiver() as running:
        running.otherwise = Reply(503)
        yield running


def test_three_days_of_events_wait_spare_the_endpoint_and_arrive_in_order(
    installation: Installation, clock: FrozenClock, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    an_endpoint(installation, receiver.url)
    for step in range(STEPS):
        installation.database.run(record_share, installation, step)
        work(installation)
        clock.advance(seconds=STEP.total_seconds())
    during = len(receiver.received)

    receiver.otherwise, receiver.thinks, receiver.busiest = receipt(), 0.002, 0
    began = monotonic()
    work(installation)
    took = monotonic() - began

    committed = [event for event in installation.database.run(outbox) if event.stream == Stream.INCIDENTS.value]
    came = receiver.ids()
    told = [event for event in committed if event.type == EventType.INCIDENT_RECORDED]
    if DEEP:
        with capsys.disabled():
            sys.stdout.write(f"\n{during} attempts in the outage, {len(committed)} drained in {took:.0f} s\n")
    assert len(told) == EVENTS
    assert set(came[during:]) == {str(event.event_id) for event in committed}
    assert len(came) == during + len(committed)
    assert out_of_order(committed, came) == []
    assert set(statuses(installation)) == {DeliveryStatus.ACKED}
    assert during <= STEPS + BREAKER_AFTER + LARGEST
    assert receiver.busiest <= LARGEST
    assert took < LONGEST_DRAIN_SECONDS


def record_share(session: Session, installation: Installation, step: int) -> None:
    """Announce what happens in one step of the outage."""
    first, last = (math.floor(EVENTS * part / STEPS) for part in (step, step + 1))
    for number in range(first, last):
        subject = f"incidents/{number % SUBJECTS}"
        announce(session, installation.clock.now(), EventType.INCIDENT_RECORDED, subject, **ABOUT)
