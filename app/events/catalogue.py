"""Which events are there, and on which feed does each appear? A type never changes its content."""

from collections.abc import Mapping
from enum import StrEnum


class Stream(StrEnum):
    """A feed of its own, with its own positions."""

    INCIDENTS = "incidents"
    DISPOSALS = "disposals"
    CONSENTS = "consents"


class EventType(StrEnum):
    """What may be told to the other party; data holds ids, states and counts only."""

    INCIDENT_RECORDED = "org.yonsei-matching.incident.recorded.v1"
    INCIDENT_MOVED = "org.yonsei-matching.incident.moved.v1"
    INCIDENT_AMENDED = "org.yonsei-matching.incident.amended.v1"
    CONTRIBUTION_RECORDED = "org.yonsei-matching.contribution.recorded.v1"
    DISPOSAL_PROPOSED = "org.yonsei-matching.disposal.proposed.v1"
    DISPOSAL_DELAYED = "org.yonsei-matching.disposal.delayed.v1"
    DISPOSAL_REPORTED = "org.yonsei-matching.disposal.reported.v1"
    CONSENT_RETURNED = "org.yonsei-matching.consent.returned.v1"
    CONSENT_OUTSIDE_TERM = "org.yonsei-matching.consent.received-outside-term.v1"
    FEED_VERIFIED = "org.yonsei-matching.feed.verified.v1"


class Told(StrEnum):
    """What the data of an event may say: ids, states, codes and counts, never a word about a person."""

    ACTION = "action"
    ALSO_TROUBLE = "also_trouble"
    BASIS = "basis"
    FORMS = "forms"
    ID = "id"
    KIND = "kind"
    OWED_UNDER_2_3 = "owed_under_2_3"
    PARTY = "party"
    PERSONS = "persons"
    REASONS = "reasons"
    RECEIPT_NUMBER = "receipt_number"
    RECORDED_IN_ERROR = "recorded_in_error"
    REPORT_ID = "report_id"
    STATE = "state"
    UNTIL = "until"
    URGENCY = "urgency"


Datum = str | int | bool | None | list[str]

STREAM_OF: Mapping[EventType, Stream] = {
    EventType.INCIDENT_RECORDED: Stream.INCIDENTS,
    EventType.INCIDENT_MOVED: Stream.INCIDENTS,
    EventType.INCIDENT_AMENDED: Stream.INCIDENTS,
    EventType.CONTRIBUTION_RECORDED: Stream.INCIDENTS,
    EventType.DISPOSAL_PROPOSED: Stream.DISPOSALS,
    EventType.DISPOSAL_DELAYED: Stream.DISPOSALS,
    EventType.DISPOSAL_REPORTED: Stream.DISPOSALS,
    EventType.CONSENT_RETURNED: Stream.CONSENTS,
    EventType.CONSENT_OUTSIDE_TERM: Stream.CONSENTS,
}
"""The stream of each type that tells of a change; a verification belongs to whichever has been silent."""
