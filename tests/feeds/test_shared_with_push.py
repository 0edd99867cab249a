"""Do the feed and the webhooks agree on what ISA has, whichever way it said so?"""

from collections.abc import Iterator

import pytest

from app.core.clock import FrozenClock
from tests.support.hands import Hands
from tests.support.receiver import Receiver, Reply, a_receiver, receipt
from tests.support.webhooks import an_endpoint, an_event, work

ACKNOWLEDGE = "/v1/feeds/acknowledgements"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as running:
        yield running


def test_what_is_acknowledged_up_to_an_event_is_not_pushed_any_more(
    hands: Hands, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(hands.installation, receiver.url)
    first, second, third = (an_event(hands.installation, f"incidents/{number}") for number in range(3))
    receiver.otherwise = Reply(500)
    work(hands.installation)

    hands.isa_exchange.post(ACKNOWLEDGE, {"upTo": second})
    receiver.otherwise = receipt()
    clock.advance(hours=1)
    work(hands.installation)

    assert receiver.ids() == [first, second, third, third]


def test_a_receipt_for_a_push_moves_the_checkpoint_of_the_feed(hands: Hands, receiver: Receiver) -> None:
    an_endpoint(hands.installation, receiver.url)
    an_event(hands.installation)
    receiver.otherwise = receipt()
    work(hands.installation)

    checkpoints = hands.isa_exchange.post(ACKNOWLEDGE, {}).json()["checkpoints"]

    assert checkpoints == {"consents": 0, "disposals": 0, "incidents": 1}
