"""Can a reader who goes by positions miss an event? Not while the counter row is taken last and kept to the commit."""

import json
import threading
from uuid import UUID

from sqlmodel import Session

from app.access.installation import Installation
from app.core.transaction import Transaction
from app.events.catalogue import EventType, Stream
from app.events.outbox import announce, place
from app.feeds.queries import read_page
from tests.support.webhooks import ABOUT, an_event

PATIENCE_SECONDS = 0.5


def test_an_event_committed_late_is_not_overtaken_by_one_that_began_later(
    postgres_installation: Installation,
) -> None:
    slow = begun(postgres_installation)
    slow.prepare()
    quick = threading.Thread(target=an_event, args=(postgres_installation,))
    quick.start()
    quick.join(PATIENCE_SECONDS)
    seen, last = read_on(postgres_installation, None)

    slow.commit()
    quick.join()

    assert seen + read_on(postgres_installation, last)[0] == [1, 2]


def test_what_is_rolled_back_leaves_no_gap(postgres_installation: Installation) -> None:
    undone = begun(postgres_installation)
    undone.prepare()
    undone.rollback()

    an_event(postgres_installation)

    assert read_on(postgres_installation, None)[0] == [1]


def begun(installation: Installation) -> Transaction:
    """Return a transaction that has announced an event and is not committed."""
    database = installation.database
    transaction = Transaction(database.engine, database.info, [place], [])
    at = installation.clock.now()

    def tell(session: Session) -> UUID:
        return announce(session, at, EventType.INCIDENT_RECORDED, "incidents/slow", **ABOUT)

    transaction.do(tell)
    return transaction


def read_on(installation: Installation, last: UUID | None) -> tuple[list[int], UUID | None]:
    """Return the positions after an event, and the event to go on from."""
    page = installation.database.run(read_page, Stream.INCIDENTS, last, 10)
    return [json.loads(body)["position"] for body in page.bodies], page.last_event or last
