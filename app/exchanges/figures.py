"""How did the matching go in a period? Counts alone; a small cell of a breakdown is not shown, a total is (R4-3)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, or_, select

from app.applicants.models import Applicant
from app.consents.models import Consent, ConsentState
from app.core.clock import start_of_tokyo_day
from app.core.database import settings_of
from app.exchanges.schemas import CellView, FiguresView
from app.incidents.models import Incident, IncidentKind
from app.matching.models import Match
from app.memorandum.clause import Source

_NOT_HELD = (ConsentState.RETURNED, ConsentState.DISPOSED)
_ENOUGH_TO_HIDE_IN = 2


def count(session: Session, first: date, last: date, at: datetime) -> FiguresView:
    """Return the figures from one day in Japan until another, that day included, as they stand at an instant."""
    smallest = settings_of(session).smallest_cell
    start, end = start_of_tokyo_day(first), start_of_tokyo_day(last + timedelta(days=1))

    def within(instant: Any) -> sa.ColumnElement[bool]:
        return sa.and_(col(instant) >= start, col(instant) < end)

    def number(model: Any, *where: Any) -> int:
        return session.exec(select(func.count()).select_from(model).where(*where)).one()

    provided = (Consent.source == Source.ISA, within(Consent.received_at))
    happened = (within(Incident.known_at), col(Incident.recorded_in_error).is_(False))
    trouble = or_(col(Incident.also_trouble), Incident.kind == IncidentKind.TROUBLE)
    states = session.exec(select(Match.state, func.count()).where(within(Match.created_at)).group_by(Match.state))
    by_state = {str(state): cell for state, cell in states}
    contacted = session.exec(select(Match.created_at, Match.contacted_at).where(within(Match.contacted_at))).all()
    days = [(met - proposed) / timedelta(days=1) for proposed, met in contacted if met is not None]
    return FiguresView(
        figures_from=first,
        figures_until=last,
        counted_at=at,
        smallest_cell=smallest,
        forms_provided=number(Consent, *provided),
        forms_held=number(Consent, *provided, col(Consent.state).not_in(_NOT_HELD)),
        forms_direct=number(Consent, Consent.source == Source.DIRECT, within(Consent.received_at)),
        applicants=number(Applicant, within(Applicant.created_at)),
        matches=sum(by_state.values()),
        matches_by_state=suppressed(by_state, smallest),
        contacts=len(days),
        median_days_to_contact=round(median(days), 1) if days and len(days) >= smallest else None,
        troubles=number(Incident, *happened, trouble),
        problems=number(Incident, *happened, Incident.kind == IncidentKind.DATA_PROTECTION),
    )


def suppressed(cells: Mapping[str, int], smallest: int) -> list[CellView]:
    """Return the cells by name, those hidden that are too small, and so many more that the total tells none of them."""
    rising = sorted(cells, key=lambda name: (cells[name], name))
    hidden: list[str] = []
    for name in rising:
        covered = len(hidden) >= _ENOUGH_TO_HIDE_IN and sum(cells[one] for one in hidden) >= smallest
        if cells[name] < smallest or (hidden and not covered):
            hidden.append(name)
    return [CellView(name=name, count=None if name in hidden else cells[name]) for name in sorted(cells)]
