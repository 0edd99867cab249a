"""What is known of an incident? Facts, words, entries and contributions, for this resource and those above it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.events.models import Acknowledgement
from app.incidents.models import Contribution, ContributionKind, Incident, IncidentEntry, IncidentLink
from app.memorandum.clause import Party
from app.vault.sealing import open_sealed


@dataclass(frozen=True, slots=True)
class Words:
    """What the reporter wrote."""

    summary: str
    details: str | None


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry, opened."""

    number: int
    at: datetime
    party: Party
    action: str
    state: str
    facts: Mapping[str, object] | None
    text: str | None


@dataclass(frozen=True, slots=True)
class ContributionText:
    """A contribution, opened."""

    id: UUID
    version: int
    at: datetime
    party: Party
    kind: ContributionKind
    answers: UUID | None
    text: str


def get_incident(session: Session, incident_id: UUID) -> Incident:
    """Return an incident.

    Raises:
        NotFound: there is none of this id.

    """
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound
    return incident


def words_of(session: Session, incident: Incident) -> Words:
    """Open what the reporter wrote; whoever asks records the reading."""
    fields = open_sealed(session, "incidents", incident.id, incident.sealed)
    details = fields["details"]
    return Words(str(fields["summary"]), None if details is None else str(details))


def entries_of(session: Session, incident: Incident) -> list[EntryText]:
    """Open everything done and written about an incident, oldest first; whoever asks records the reading."""
    rows = session.exec(
        select(IncidentEntry).where(IncidentEntry.incident_id == incident.id).order_by(col(IncidentEntry.number)),
    )
    return [
        EntryText(row.number, row.at, row.party, row.action, row.state.value, row.facts, _entry_text(session, row))
        for row in rows
    ]


def _entry_text(session: Session, entry: IncidentEntry) -> str | None:
    if entry.sealed is None:
        return None
    return str(open_sealed(session, "incident_entries", entry.incident_id, entry.sealed, row=entry.id)["text"])


def has_entry(session: Session, incident_id: UUID, action: str) -> bool:
    """Return whether something of this kind was ever done."""
    wanted = select(IncidentEntry.number).where(
        IncidentEntry.incident_id == incident_id,
        IncidentEntry.action == action,
    )
    return session.exec(wanted).first() is not None


def contributions_to(session: Session, report_id: UUID) -> list[ContributionText]:
    """Open what was contributed to a report, oldest first; whoever asks records the reading."""
    rows = session.exec(
        select(Contribution).where(Contribution.report_id == report_id).order_by(col(Contribution.id)),
    )
    return [open_contribution(session, row) for row in rows]


def open_contribution(session: Session, row: Contribution) -> ContributionText:
    """Open one contribution; whoever asks records the reading."""
    text = open_sealed(session, "contributions", row.id, row.sealed)["text"]
    return ContributionText(row.id, row.version, row.created_at, row.party, row.kind, row.answers, str(text))


def get_contribution(session: Session, report_id: UUID, contribution_id: UUID) -> Contribution:
    """Return one contribution to a report.

    Raises:
        NotFound: the report has none of this id.

    """
    found = session.get(Contribution, contribution_id)
    if found is None or found.report_id != report_id:
        raise NotFound
    return found


def kinds_contributed(session: Session, report_id: UUID, party: Party) -> set[ContributionKind]:
    """Return which kinds of contribution a party has made to a report."""
    rows = session.exec(
        select(Contribution.kind).where(Contribution.report_id == report_id, Contribution.party == party).distinct(),
    )
    return {ContributionKind(kind) for kind in rows}


def acknowledged_at(session: Session, incident: Incident) -> datetime | None:
    """Return when ISA acknowledged the event of an incident's recording; an error it reported is no acknowledgement."""
    if incident.recorded_event_id is None:
        return None
    found = session.get(Acknowledgement, incident.recorded_event_id)
    return None if found is None or found.error is not None else found.acknowledged_at


def links_of(session: Session, incident_id: UUID) -> Sequence[IncidentLink]:
    """Return the consultations and exchanges to which an incident was taken, oldest first."""
    linked = select(IncidentLink).where(IncidentLink.incident_id == incident_id).order_by(col(IncidentLink.resource_id))
    return session.exec(linked).all()


def incidents_linked_to(session: Session, resource: str, resource_id: UUID) -> list[UUID]:
    """Return the incidents that were taken to a consultation or an exchange."""
    linked = select(IncidentLink.incident_id).where(
        IncidentLink.resource == resource, IncidentLink.resource_id == resource_id
    )
    return list(session.exec(linked.order_by(col(IncidentLink.incident_id))))


def link(session: Session, incident_ids: Iterable[UUID], resource: str, resource_id: UUID, at: datetime) -> None:
    """Note that incidents were taken to a consultation or an exchange; a link made before stays as it is.

    Raises:
        NotFound: one of the incidents is not there.

    """
    for incident_id in incident_ids:
        get_incident(session, incident_id)
        if session.get(IncidentLink, (incident_id, resource, resource_id)) is None:
            session.add(IncidentLink(incident_id=incident_id, resource=resource, resource_id=resource_id, linked_at=at))
