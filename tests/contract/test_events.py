"""Is every event of the demonstration, one of nearly each kind, what the service publishes of its type?"""

import json
from pathlib import Path

import jsonschema_rs
from sqlmodel import Session, select

from app.core.clock import FrozenClock
from app.events import shapes
from app.events.catalogue import EventType
from app.events.models import OutboxEvent
from app.main import install
from tests.support.serving import NOON, demo_settings
from tests.support.shown import DOCUMENT

ENVELOPE = {"$ref": "#/components/schemas/EventView", "components": DOCUMENT["components"]}


def test_every_event_of_the_demonstration_is_as_its_schemas_say(seeded: Path) -> None:
    installation = install(demo_settings(f"sqlite:///{seeded / 'yonsei.db'}", seeded), FrozenClock(NOON))
    events = [json.loads(body) for body in installation.database.run(stored)]
    installation.database.close()

    assert {event["type"] for event in events} >= {EventType.INCIDENT_RECORDED, EventType.INCIDENT_MOVED}
    assert [event for event in events if not jsonschema_rs.is_valid(ENVELOPE, event)] == []
    assert [event for event in events if not is_as_promised(event["type"], event["data"])] == []


def is_as_promised(event_type: str, data: object) -> bool:
    """Tell whether data is what the published schema of its type says."""
    return jsonschema_rs.Draft202012Validator(shapes.schemas()["$defs"][event_type], validate_formats=True).is_valid(
        data
    )


def stored(session: Session) -> list[bytes]:
    """Return the bytes of every event."""
    return list(session.exec(select(OutboxEvent.body)))
