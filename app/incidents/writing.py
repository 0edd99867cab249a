"""What does every step of an incident leave behind? A new version, an entry in words, an event and its audit."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.rows import move
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.incidents import lifecycle, views
from app.incidents.models import Incident, IncidentEntry
from app.incidents.schemas import IncidentView, Note
from app.vault.keystore import Domain
from app.vault.sealing import reseal


def advance(
    session: Session,
    actor: Actor,
    incident: Incident,
    version: int,
    action: str,
    body: Note,
    facts: Mapping[str, object] | None = None,
    **values: bool,
) -> IncidentView:
    """Take a step of an incident's life in words that ISA reads, and return the incident with them.

    Raises:
        WrongState: its life does not allow it here.

    """
    state = lifecycle.after(incident.kind, action, incident.state)
    move(session, incident, version, state=state, **values)
    session.add(entry_of(session, actor, incident, action, body.note, facts))
    tell_isa(session, actor, incident, EventType.INCIDENT_MOVED, action)
    record(session, actor, "incident.moved", "incidents", incident.id, step=action, state=state.value)
    return views.full(session, actor, incident)


def entry_of(
    session: Session,
    actor: Actor,
    incident: Incident,
    action: str,
    text: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> IncidentEntry:
    """Return the row that tells of the version an incident has just come to."""
    entry = IncidentEntry(
        incident_id=incident.id,
        number=incident.version,
        at=actor.at,
        party=actor.party,
        client_id=actor.client_id,
        staff_id=actor.staff_id,
        action=action,
        state=incident.state,
        facts=None if facts is None else dict(facts),
    )
    if text is not None:
        fields = {"text": text}
        entry.sealed = reseal(session, Domain.DIRECT, "incident_entries", incident.id, fields, row=entry.id)
    return entry


def tell_isa(
    session: Session,
    actor: Actor,
    incident: Incident,
    event_type: EventType,
    action: str,
    **data: str | bool | int | None,
) -> UUID:
    """Announce what was done about an incident: by ids, states and counts."""
    return announce(
        session,
        actor.at,
        event_type,
        f"incidents/{incident.id}",
        id=str(incident.id),
        kind=incident.kind.value,
        action=action,
        state=incident.state.value,
        **data,
    )
