"""What may follow at any time? To see whether measures held, and to name to ISA the persons it has to know."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import Conflict
from app.core.rows import move
from app.events.catalogue import EventType
from app.incidents import lifecycle, naming, queries, views
from app.incidents.models import Fact
from app.incidents.naming_schemas import NamePersons
from app.incidents.schemas import CheckEffect, IncidentView
from app.incidents.writing import advance, entry_of, tell_isa
from app.provisions.models import ProvidedTo


def check_effect(session: Session, actor: Actor, incident_id: UUID, version: int, body: CheckEffect) -> IncidentView:
    """Record whether the measures have prevented a recurrence; if they have not, the next check falls due.

    Raises:
        Conflict: there are no measures whose effect could be seen.

    """
    incident = queries.get_incident(session, incident_id)
    lifecycle.after(incident.kind, "check-effect", incident.state)
    if not queries.has_entry(session, incident.id, "take-measures"):
        raise Conflict("no_measures_taken")
    found = {Fact.RECURRENCE_PREVENTED.value: body.recurrence_prevented}
    return advance(session, actor, incident, version, "check-effect", body, facts=found)


def name_persons(session: Session, actor: Actor, incident_id: UUID, version: int, body: NamePersons) -> IncidentView:
    """Let ISA read who is concerned, in any state, where it needs to know; each person is a provision with its basis.

    Raises:
        Refusal: by clause 2(2), where a person's basis is missing; then nobody is named.

    """
    incident = queries.get_incident(session, incident_id)
    for person in body.persons:
        grounds = naming.grounds_towards_isa(incident, person.law)
        naming.tell(session, actor, incident, ProvidedTo.ISA, person, grounds)

    move(session, incident, version)
    session.add(entry_of(session, actor, incident, "name-persons", body.note))
    tell_isa(session, actor, incident, EventType.INCIDENT_MOVED, "name-persons")
    record(session, actor, "incident.persons-named", "incidents", incident.id, persons=len(body.persons))
    return views.full(session, actor, incident)
