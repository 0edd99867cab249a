"""How many statements does a delivery cost? As many for thirty as for one, however long the queue is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.access.installation import Installation
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.webhooks.exchange import Answer, Lease
from app.webhooks.judging import Judgement, Verdict
from app.webhooks.relay import BATCH, take
from app.webhooks.settling import Outcome, keep_attempts, settle
from tests.support.webhooks import ABOUT, an_endpoint

CLAIM, SETTLE, KEEP = 9, 6, 1
LONG = 450


@pytest.mark.parametrize(("waiting", "batch"), [(1, BATCH), (LONG, 1), (LONG, BATCH)])
def test_a_claim_takes_as_many_statements_for_a_batch_as_for_one(
    installation: Installation, waiting: int, batch: int
) -> None:
    an_endpoint(installation)
    installation.database.run(queue, installation, waiting)
    installation.database.run(take, installation.clock.now(), 0)

    with counted(installation) as statements:
        taken = leases(installation, batch)

    assert len(taken) == min(waiting, batch)
    assert len(statements) <= CLAIM


@pytest.mark.parametrize("verdict", [Verdict.ACKNOWLEDGED, Verdict.DELIVERED])
@pytest.mark.parametrize("number", [1, BATCH])
def test_settling_takes_as_many_statements_for_a_batch_as_for_one(
    installation: Installation, verdict: Verdict, number: int
) -> None:
    an_endpoint(installation)
    installation.database.run(queue, installation, number)
    now = installation.clock.now()
    judgement = Judgement(verdict, receipt_id="r" if verdict is Verdict.ACKNOWLEDGED else None)
    outcomes = [Outcome(one, Answer(now, now, 200), judgement, 0.0) for one in leases(installation, number)]

    with counted(installation) as settling:
        settled = installation.database.run(settle, outcomes, now)
    with counted(installation) as keeping:
        installation.database.run(keep_attempts, outcomes)

    assert len(settled.deliveries) == number
    assert (len(settling) <= SETTLE, len(keeping)) == (True, KEEP)


def test_an_idle_worker_asks_little(installation: Installation) -> None:
    an_endpoint(installation)

    with counted(installation) as statements:
        leases(installation, BATCH)

    assert len(statements) == 4


def leases(installation: Installation, limit: int) -> list[Lease]:
    return installation.database.run(take, installation.clock.now(), limit)


def queue(session: Session, installation: Installation, number: int) -> None:
    """Announce events about as many subjects."""
    for one in range(number):
        announce(session, installation.clock.now(), EventType.INCIDENT_RECORDED, f"incidents/{one}", **ABOUT)


@contextmanager
def counted(installation: Installation) -> Iterator[list[str]]:
    """Yield the statements that reach the database meanwhile, but for the words that begin a transaction."""
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(installation.database.engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(installation.database.engine, "before_cursor_execute", look)
