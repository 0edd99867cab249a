"""What reaches ISA when workers are killed at the worst moments? All that was committed, in order, and little twice."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.events.models import OutboxEvent
from app.webhooks.claiming import LEASE
from app.webhooks.relay import UNSETTLED
from tests.faults.dying_worker import POINTS
from tests.support.depth import DEEP
from tests.support.receiver import Receiver, a_receiver, receipt
from tests.support.serving import NOON
from tests.support.webhooks import an_endpoint, out_of_order, outbox, work

ROOT = Path(__file__).parents[2]
EVENTS, PATIENCE_SECONDS = (36, 600) if DEEP else (9, 60)
ROUNDS, PROCESSES, LATEST = (6, 3, 20) if DEEP else (1, 1, 2)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Yield a receiver that gives receipts."""
    with a_receiver() as running:
        running.otherwise = receipt()
        yield running


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_nothing_and_keeps_the_order_of_each_subject(
    installation: Installation,
    clock: FrozenClock,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
    point: str,
) -> None:
    an_endpoint(installation, receiver.url)

    killed, said = let_die(installation, clock, point)
    work(installation)

    committed, came = installation.database.run(outbox), receiver.ids()
    if DEEP:
        with capsys.disabled():
            sys.stdout.write(figures(installation, point, killed, committed, came))
    assert killed > 0
    assert said <= set(came) == {str(event.event_id) for event in committed}
    assert [event.position for event in committed] == list(range(1, len(committed) + 1))
    assert len(came) - len(committed) <= UNSETTLED * killed
    assert out_of_order(committed, came) == []


def let_die(installation: Installation, clock: FrozenClock, point: str) -> tuple[int, set[str]]:
    """Let rounds of processes announce and deliver until they die; return how many did and what they had committed."""
    lots, killed, said = random.Random(point), 0, set()
    for _ in range(ROUNDS):
        processes = lots.randint(1, PROCESSES)
        began = [start(installation, clock, point, lots.randint(1, LATEST)) for _ in range(processes)]
        for process in began:
            said.update(process.communicate(timeout=PATIENCE_SECONDS)[0].split())
            killed += process.returncode == -signal.SIGKILL
        clock.advance(seconds=LEASE.total_seconds() + 1)
    return killed, said


def start(installation: Installation, clock: FrozenClock, point: str, at: int) -> "subprocess.Popen[str]":
    """Start a process that dies when it comes to a point for the n-th time."""
    url = installation.database.engine.url.render_as_string(hide_password=False)
    minutes = (clock.now() - NOON).total_seconds() / 60
    words = [url, installation.settings.state_dir, minutes, EVENTS, point, at]
    command = [sys.executable, "-m", "tests.faults.dying_worker", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def figures(installation: Installation, point: str, killed: int, committed: list[OutboxEvent], came: list[str]) -> str:
    """Say in a line what the kills did."""
    lost = {str(event.event_id) for event in committed} - set(came)
    kind, swapped = installation.database.engine.dialect.name, len(out_of_order(committed, came))
    return (
        f"\n{kind} {point}: {killed} killed, {len(committed)} committed, {len(lost)} lost, {swapped} out of order, "
        f"{len(came) - len(committed)} twice (at most {UNSETTLED * killed})\n"
    )
