"""What is owed to ISA for an incident, by which clause and how urgently, and was it done?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.incidents.models import Incident, IncidentKind
from app.limits.duties import About, DutyView, judged
from app.limits.queries import Limits
from app.memorandum import clause_2_3_problem_report, clause_3_2_trouble
from app.memorandum.clause import Duty, Source, Urgency, strongest
from app.memorandum.clause_5_term import Term, term_at

RESOURCE = "incidents"


def duties_of(limits: Limits, terms: Sequence[Term], incident: Incident, at: datetime) -> list[DutyView]:
    """Return what each clause asks for this incident, and how it was met at an instant."""
    word, about = governing_urgency(incident), About(RESOURCE, incident.id)
    return [
        judged(limits, about, replace(duty, urgency=word), incident.shared_at, at, owed=owed)
        for duty, owed in _asked(terms, incident)
    ]


def governing_urgency(incident: Incident) -> Urgency:
    """Return the word by which an incident is to be reported: the stronger one where both clauses apply (R3.2-7)."""
    is_problem = incident.kind is IncidentKind.DATA_PROTECTION
    words = [Urgency.IMMEDIATELY] if is_problem else []
    return strongest([*words, *([Urgency.PROMPTLY] if is_a_trouble(incident) else [])]) or Urgency.PROMPTLY


def is_a_trouble(incident: Incident) -> bool:
    """Return whether 3(2) applies, alone or beside 2(3)."""
    return incident.kind is IncidentKind.TROUBLE or incident.also_trouble


def _asked(terms: Sequence[Term], incident: Incident) -> Iterator[tuple[Duty, bool]]:
    """Yield each clause's duty as it stood before ISA was told, and whether it was owed at all."""
    known_at = incident.known_at
    if incident.kind is IncidentKind.DATA_PROTECTION:
        report_due = clause_2_3_problem_report.report_due
        owed = report_due(incident.source, known_at, reported_at=None)
        usual = report_due(Source.ISA, known_at, reported_at=None)
        yield from _one(owed, usual)
    if is_a_trouble(incident):
        share_due = clause_3_2_trouble.share_due
        arose = term_at(incident.occurred_at or known_at, terms) is not None
        owed = share_due(known_at, shared_at=None, arose_in_term=arose)
        usual = share_due(known_at, shared_at=None, arose_in_term=True)
        yield from _one(owed, usual)


def _one(owed: Duty | None, usual: Duty | None) -> Iterator[tuple[Duty, bool]]:
    """Yield a duty, or where it is not owed the one that would be."""
    shown = owed or usual
    if shown is not None:
        yield shown, owed is not None
