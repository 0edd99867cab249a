"""How is an incident shown? As a receipt or a line without its words, or whole, which is recorded as a reading."""

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.incidents import commission, naming, queries
from app.incidents.contribution_schemas import ContributionView
from app.incidents.models import ContributionKind, Incident
from app.incidents.schemas import EntryView, IncidentLine, IncidentReceipt, IncidentView, LinkView
from app.incidents.standing import standing_of
from app.memorandum.clause import Party

WORDS = ["summary", "details", "entries", "contributions"]
"""The fields in which an incident has words, for the record of a reading."""


def receipt(_session: Session, incident: Incident) -> IncidentReceipt:
    """Return the proof that ISA can read an incident."""
    return IncidentReceipt.model_validate(_facts(incident))


def line(session: Session, incident: Incident) -> IncidentLine:
    """Return an incident as it stands in a list."""
    return IncidentLine.model_validate(
        _facts(incident) | {"acknowledged_at": queries.acknowledged_at(session, incident)}
    )


def full(session: Session, actor: Actor, incident: Incident) -> IncidentView:
    """Return an incident with its words, and record the reading."""
    words = queries.words_of(session, incident)
    contributions = queries.contributions_to(session, incident.id)
    of_isa = {one.kind for one in contributions if one.party is Party.ISA}
    record(session, actor, "incident.read", "incidents", incident.id, fields=WORDS)
    return IncidentView.model_validate(
        _facts(incident)
        | {
            "acknowledged_at": queries.acknowledged_at(session, incident),
            "summary": words.summary,
            "details": words.details,
            "seconds_since_known": int((actor.at - incident.known_at).total_seconds()),
            "commission": commission.track(session, incident, actor.at),
            "duties": standing_of(session, incident, actor.at),
            "isa_sees_no_need": ContributionKind.NO_NEED in of_isa,
            "isa_proposes_joint_handling": ContributionKind.JOINT_HANDLING in of_isa and not incident.joint,
            "identities": naming.without_words(session, incident.id),
            "links": [
                LinkView.model_validate(one, from_attributes=True) for one in queries.links_of(session, incident.id)
            ],
            "entries": [
                EntryView.model_validate(entry, from_attributes=True) for entry in queries.entries_of(session, incident)
            ],
            "contributions": [ContributionView.model_validate(one, from_attributes=True) for one in contributions],
        },
    )


def _facts(incident: Incident) -> dict[str, object]:
    """Return what stands in clear; `recorded_at` is the instant of making."""
    return incident.model_dump(exclude={"sealed"}) | {
        "recorded_at": incident.created_at,
        "event_id": incident.recorded_event_id,
    }
