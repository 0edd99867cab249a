"""What does the data of each type of event hold? The `dataschema` of every event leads here; a type keeps its shape."""

from collections.abc import Collection, Mapping
from typing import Any

from app.events.catalogue import EventType, Told

PATH = "/schemas/events.json"
LARGEST_BODY = 4096
"""Bytes below which a whole event stays, so that it can be signed where the key cannot be taken out of its device."""

_CODE = {"type": "string", "minLength": 1, "maxLength": 80}
_COUNT = {"type": "integer", "minimum": 0}
_ID = {"type": "string", "format": "uuid"}
_KINDS: Mapping[Told, dict[str, Any]] = {
    Told.ACTION: _CODE,
    Told.ALSO_TROUBLE: {"type": "boolean"},
    Told.BASIS: _CODE,
    Told.FORMS: _COUNT,
    Told.ID: _ID,
    Told.KIND: _CODE,
    Told.OWED_UNDER_2_3: {"type": "boolean"},
    Told.PARTY: _CODE,
    Told.PERSONS: {"type": ["integer", "null"], "minimum": 0},
    Told.REASONS: {"type": "array", "items": _CODE, "maxItems": 20},
    Told.RECEIPT_NUMBER: _COUNT,
    Told.RECORDED_IN_ERROR: {"type": "boolean"},
    Told.REPORT_ID: _ID,
    Told.STATE: _CODE,
    Told.UNTIL: {"type": "string", "format": "date"},
    Told.URGENCY: _CODE,
}
"""Codes stay open words: a new state is no new type."""

_MOVED = {Told.ID, Told.KIND, Told.ACTION, Told.STATE}
_DISPOSAL = frozenset({Told.ID, Told.BASIS, Told.FORMS})
SHAPES: Mapping[EventType, frozenset[Told]] = {
    EventType.INCIDENT_RECORDED: frozenset(
        _MOVED | {Told.ALSO_TROUBLE, Told.URGENCY, Told.OWED_UNDER_2_3, Told.PERSONS}
    ),
    EventType.INCIDENT_MOVED: frozenset(_MOVED),
    EventType.INCIDENT_AMENDED: frozenset(_MOVED | {Told.RECORDED_IN_ERROR, Told.PERSONS}),
    EventType.CONTRIBUTION_RECORDED: frozenset({Told.ID, Told.REPORT_ID, Told.PARTY, Told.KIND}),
    EventType.DISPOSAL_PROPOSED: _DISPOSAL,
    EventType.DISPOSAL_DELAYED: frozenset(_DISPOSAL | {Told.REASONS, Told.UNTIL}),
    EventType.DISPOSAL_REPORTED: _DISPOSAL,
    EventType.CONSENT_RETURNED: frozenset({Told.ID, Told.RECEIPT_NUMBER, Told.REASONS}),
    EventType.CONSENT_OUTSIDE_TERM: frozenset({Told.ID, Told.RECEIPT_NUMBER}),
    EventType.FEED_VERIFIED: frozenset(),
}


class UnpromisedDataError(RuntimeError):
    """A fault of ours: an event says more or less than its type promises."""


def require_shape(event_type: EventType, names: Collection[str]) -> None:
    """Let pass data that holds what its type promises, and nothing else.

    Raises:
        UnpromisedDataError: naming what is too much or missing; a new content is a new type.

    """
    if set(names) != SHAPES[event_type]:
        raise UnpromisedDataError(f"{event_type.value}: {sorted(set(names) ^ SHAPES[event_type])}")


def schemas() -> dict[str, Any]:
    """Return the JSON Schema of the data of every type, as it is published."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Data of events by their type",
        "$defs": {event_type.value: _schema_of(names) for event_type, names in SHAPES.items()},
    }


def dataschema(issuer: str, event_type: EventType) -> str:
    """Return the address of the schema of a type, as CloudEvents wants it."""
    return f"{issuer}{PATH}#/$defs/{event_type.value}"


def _schema_of(names: Collection[Told]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name.value: _KINDS[name] for name in sorted(names)},
        "required": sorted(name.value for name in names),
        "additionalProperties": False,
    }
