"""Does every event say what its type promises, in a schema anybody can read, and stay small enough to be signed?"""

import pytest
from sqlmodel import Session, select

from app.access.installation import Installation
from app.events import shapes
from app.events.catalogue import STREAM_OF, Datum, EventType, Told
from app.events.models import OutboxEvent
from app.events.outbox import announce
from tests.support.hands import Hands
from tests.support.serving import NOON
from tests.support.webhooks import ABOUT

WIDEST: dict[str, Datum] = {
    "string": "x" * 80,
    "boolean": False,
    "integer": 2**31 - 1,
    "['integer', 'null']": 2**31 - 1,
    "array": ["x" * 80] * 20,
}


def stored(session: Session) -> list[bytes]:
    """Return the bytes of every event."""
    return list(session.exec(select(OutboxEvent.body)))


def test_the_address_in_an_event_leads_to_its_schema(sqlite_hands: Hands) -> None:
    sqlite_hands.installation.database.run(tell, ABOUT)
    [event] = sqlite_hands.isa_exchange.get("/v1/feeds/incidents").json()

    address, _, pointer = event["dataschema"].removeprefix("http://matching.example").partition("#/$defs/")
    schema = sqlite_hands.client.get(address).json()["$defs"][pointer]

    assert schema["required"] == sorted(event["data"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("data", [{}, {**ABOUT, "party": "isa"}, {"id": ABOUT["id"]}])
def test_an_event_that_says_what_its_type_does_not_promise_is_refused(
    sqlite_installation: Installation, data: dict[str, Datum]
) -> None:
    with pytest.raises(shapes.UnpromisedDataError):
        sqlite_installation.database.run(tell, data)


def test_every_type_has_its_stream_and_its_shape() -> None:
    assert set(shapes.SHAPES) == set(EventType) == {*STREAM_OF, EventType.FEED_VERIFIED}
    assert set().union(*shapes.SHAPES.values()) == set(Told)


def test_the_largest_events_stay_below_four_kib(sqlite_installation: Installation) -> None:
    sqlite_installation.database.run(tell_the_widest)

    bodies = sqlite_installation.database.run(stored)
    assert len(bodies) == len(STREAM_OF)
    assert max(map(len, bodies)) < shapes.LARGEST_BODY


def tell(session: Session, data: dict[str, Datum]) -> None:
    """Announce an incident with some data."""
    announce(session, NOON, EventType.INCIDENT_RECORDED, "incidents/one", **data)


def tell_the_widest(session: Session) -> None:
    """Announce one event of each type with the longest data that its schema lets pass."""
    for event_type in STREAM_OF:
        properties = shapes.schemas()["$defs"][event_type]["properties"]
        data = {name: WIDEST[str(kind["type"])] for name, kind in properties.items()}
        announce(session, NOON, event_type, "s" * 120, **data)
