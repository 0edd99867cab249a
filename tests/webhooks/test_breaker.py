"""Is an endpoint that fails spared, and does it get everything once it is back?"""

from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.access.installation import Installation
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.webhooks import service
from app.webhooks.models import DeliveryStatus, EndpointState
from tests.support.clients import an_actor
from tests.support.receiver import Receiver, Reply
from tests.support.webhooks import (
    ANOTHER,
    an_endpoint,
    an_event,
    deliveries,
    endpoint,
    leases,
    statuses,
    work,
)

FAILS = Reply(500)


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
    assert statuses(sqlite_installation) == [DeliveryStatus.HELD] * 4, "the day of silence held a verification too"
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


def failing(installation: Installation, receiver: Receiver) -> UUID:
    """Return an endpoint that has failed five times in a row, with six events waiting."""
    receiver.otherwise = Reply(503)
    endpoint_id = an_endpoint(installation, receiver.url)
    for _ in range(6):
        an_event(installation, f"incidents/{uuid4()}")
    work(installation)
    return endpoint_id


def acts_of_the_worker(installation: Installation, endpoint_id: UUID) -> list[str]:
    def find(session: Session) -> list[str]:
        mine = select(AuditEntry).where(AuditEntry.resource_id == endpoint_id, AuditEntry.client_id == "worker")
        return [entry.action for entry in session.exec(mine.order_by(col(AuditEntry.id)))]

    return installation.database.run(find)
