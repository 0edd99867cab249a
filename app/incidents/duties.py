"""What is owed to ISA for an incident, by which clause and how urgently, and was it done?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.agreements.queries import signed_terms
from app.core.database import settings_of
from app.core.settings import Settings
from app.incidents.models import Incident, IncidentKind
from app.memorandum import clause_2_3_problem_report, clause_3_2_trouble
from app.memorandum.clause import Duty, Urgency, strongest
from app.memorandum.clause_5_term import term_at


@dataclass(frozen=True, slots=True)
class Owed:
    """One clause's duty towards ISA; `late` compares with a number of ours, for the word carries none."""

    clause: str
    owed: bool
    basis: str | None
    reading: str | None
    urgency: Urgency
    since: datetime
    met_at: datetime | None
    late: bool


def duties_of(session: Session, incident: Incident, at: datetime) -> list[Owed]:
    """Return what each clause asks for this incident, and how it was met at an instant."""
    asked = list(_asked(session, incident))
    word = governing_urgency(incident)
    late = (incident.shared_at or at) - incident.known_at > _limit(settings_of(session), word)
    return [
        Owed(
            clause=number,
            owed=duty is not None,
            basis=duty.basis if duty else None,
            reading=duty.reading if duty else None,
            urgency=word,
            since=incident.known_at,
            met_at=incident.shared_at,
            late=late and duty is not None,
        )
        for number, duty in asked
    ]


def governing_urgency(incident: Incident) -> Urgency:
    """Return the word by which an incident is to be reported: the stronger one where both clauses apply (R3.2-7)."""
    is_problem = incident.kind is IncidentKind.DATA_PROTECTION
    words = [Urgency.IMMEDIATELY] if is_problem else []
    return strongest([*words, *([Urgency.PROMPTLY] if is_a_trouble(incident) else [])]) or Urgency.PROMPTLY


def is_a_trouble(incident: Incident) -> bool:
    """Return whether 3(2) applies, alone or beside 2(3)."""
    return incident.kind is IncidentKind.TROUBLE or incident.also_trouble


def _asked(session: Session, incident: Incident) -> Iterator[tuple[str, Duty | None]]:
    """Ask each clause for its duty as it stood before ISA was told."""
    known_at = incident.known_at
    if incident.kind is IncidentKind.DATA_PROTECTION:
        clause = clause_2_3_problem_report.CLAUSE
        yield clause.number, clause_2_3_problem_report.report_due(incident.source, known_at, reported_at=None)
    if is_a_trouble(incident):
        arose = term_at(incident.occurred_at or known_at, signed_terms(session)) is not None
        clause = clause_3_2_trouble.CLAUSE
        yield clause.number, clause_3_2_trouble.share_due(known_at, shared_at=None, arose_in_term=arose)


def _limit(settings: Settings, word: Urgency) -> timedelta:
    if word is Urgency.IMMEDIATELY:
        return timedelta(hours=settings.immediately_hours)
    return timedelta(days=settings.promptly_days)
