"""How does everything stand that is owed for an incident: to ISA, by law, and as the check of its measures?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.queries import signed_terms
from app.core.clock import tokyo_day
from app.core.database import settings_of
from app.incidents.duties import RESOURCE, duties_of, is_a_trouble
from app.incidents.law import duties_by_law
from app.incidents.models import CommissionReport, Incident, IncidentEntry, PersonNotice
from app.limits.duties import About, DutyView, by_day
from app.limits.queries import limits_of

CHECKED = ("take-measures", "check-effect")
R = TypeVar("R", IncidentEntry, CommissionReport, PersonNotice)


def standing_of(session: Session, incident: Incident, at: datetime) -> list[DutyView]:
    """Return how everything owed for one incident stands at an instant."""
    return _standing(session, [incident], at, only=incident.id)


def standing_of_all(session: Session, at: datetime) -> list[DutyView]:
    """Return how everything owed for any incident stands, by as many selects as for one."""
    return _standing(session, session.exec(select(Incident).order_by(col(Incident.id))).all(), at)


def effect_due(incident: Incident, entries: Sequence[IncidentEntry], days: int, at: datetime) -> DutyView | None:
    """Return the check that measures hold: owed some days after they were taken, and again after it found otherwise.

    Whether recurrence was prevented is what the effort of 3(2) is for; that it is looked at on a day is ours (R3.2-8).
    """
    since, met_at = None, None
    for entry in entries:
        if entry.action == "take-measures" or not (entry.facts or {}).get("recurrence_prevented"):
            since, met_at = entry.at, None
        else:
            met_at = entry.at
    if since is None:
        return None
    clause = "3(2)" if is_a_trouble(incident) else "2(1)"
    due_on = tokyo_day(since) + timedelta(days=days)
    met_on = None if met_at is None else tokyo_day(met_at)
    return by_day(About(RESOURCE, incident.id), (clause, "check-effect"), since, due_on, met_on, at, reading="R3.2-8")


def _standing(
    session: Session, incidents: Sequence[Incident], at: datetime, only: UUID | None = None
) -> list[DutyView]:
    limits, terms, days = limits_of(session), signed_terms(session), settings_of(session).effect_check_days
    reports, notices = _of(session, CommissionReport, only), _of(session, PersonNotice, only)
    entries = _of(session, IncidentEntry, only)
    return [
        duty
        for one in incidents
        for duty in (
            *duties_of(limits, terms, one, at),
            *duties_by_law(limits, one, reports[one.id], notices[one.id], at),
            *_present(effect_due(one, entries[one.id], days, at)),
        )
    ]


def _of(session: Session, table: type[R], only: UUID | None) -> dict[UUID, list[R]]:
    """Return the rows of every incident, or of one, in their order; of entries those about measures."""
    wanted = select(table).order_by(col(table.id))
    if only is not None:
        wanted = wanted.where(table.incident_id == only)
    if table is IncidentEntry:
        wanted = wanted.where(col(IncidentEntry.action).in_(CHECKED))
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in session.exec(wanted):
        found[row.incident_id].append(row)
    return found


def _present(duty: DutyView | None) -> Iterable[DutyView]:
    return () if duty is None else (duty,)
