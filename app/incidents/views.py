"""How is an incident shown? As a receipt or a line without its words, or whole, which is recorded as a reading."""

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.audit.trail import record
from app.incidents import commission, queries
from app.incidents.duties import duties_of
from app.incidents.models import ContributionKind, Incident
from app.incidents.schemas import ContributionView, EntryView, IncidentLine, IncidentReceipt, IncidentView
from app.limits.queries import limits_of
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
    record(session, actor, "incident.read", "incidents", incident.id, fields=WORDS)
    return IncidentView.model_validate(
        _facts(incident)
        | {
            "acknowledged_at": queries.acknowledged_at(session, incident),
            "summary": words.summary,
            "details": words.details,
            "seconds_since_known": int((actor.at - incident.known_at).total_seconds()),
            "commission": commission.track(session, incident, actor.at),
            "duties": duties_of(limits_of(session), signed_terms(session), incident, actor.at),
            "isa_sees_no_need": any(
                one.party is Party.ISA and one.kind is ContributionKind.NO_NEED for one in contributions
            ),
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
