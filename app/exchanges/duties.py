"""Is an exchange owed, and since when? By both, once the interval that was decided, or ours, has passed (R4-1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.core.clock import start_of_tokyo_day, tokyo_day
from app.core.database import settings_of
from app.exchanges import queries
from app.exchanges.schemas import ExchangeDuties
from app.limits.duties import About, DutyView, beginning, by_day
from app.limits.queries import HOURS_OF_A_DAY, Limit, limits_of
from app.memorandum.clause import Act, Urgency
from app.memorandum.clause_4_exchange import CLAUSE, exchange_due
from app.memorandum.clause_5_term import is_in_force, term_at


@dataclass(frozen=True, slots=True)
class Interval:
    """The days that run to the next exchange, from a day in Japan on: the last exchange, or the start of the term."""

    about: About
    begun_on: date
    days: int
    decided_by: UUID | None


def show_duties(session: Session, actor: Actor) -> ExchangeDuties:
    """Return when the next exchange is due, and the duty where the interval has passed."""
    running = _interval_at(session, actor.at)
    return ExchangeDuties(
        interval_days=None if running is None else running.days,
        decided_by=None if running is None else running.decided_by,
        due_on=None if running is None else running.begun_on + timedelta(days=running.days),
        owed_by=sorted(CLAUSE.duty_bearers),
        items=_owed(running, actor.at),
    )


def exchange_duties_at(session: Session, at: datetime) -> list[DutyView]:
    """Return the exchange that is owed at an instant, if one is; it is late once the day has ended."""
    return _owed(_interval_at(session, at), at)


def _owed(running: Interval | None, at: datetime) -> list[DutyView]:
    duty = None if running is None else exchange_due(running.begun_on, running.days, tokyo_day(at))
    if running is None or duty is None or isinstance(duty.since, datetime):
        return []
    since = start_of_tokyo_day(duty.since)
    named = (duty.clause, duty.act.value)
    owed = by_day(running.about, named, since, duty.since, None, at, urgency=duty.urgency, reading=duty.reading)
    return [owed.model_copy(update={"decided_by": running.decided_by})]


def _interval_at(session: Session, at: datetime) -> Interval | None:
    """Return the interval that runs, or None while clause 4 is not in force (T5-4).

    The limit in force when it began counts; one decided meanwhile counts from the next exchange on.
    """
    terms = signed_terms(session)
    term = term_at(at, terms)
    if term is None or not is_in_force(CLAUSE.number, at, terms, None):
        return None
    last = queries.last_held(session, term.starts_at, tokyo_day(at))
    if last is None or last.held_on is None:
        about, begun_on = About("agreements", UUID(term.agreement_id)), term.starts_at
    else:
        about, begun_on = About(queries.TABLE, last.id), last.held_on
    ours = Limit(settings_of(session).exchange_interval_days * HOURS_OF_A_DAY)
    limit = limits_of(session).of(Urgency.REGULARLY, Act.EXCHANGE_VIEWS, beginning(begun_on)) or ours
    return Interval(about, begun_on, -(-limit.hours // HOURS_OF_A_DAY), limit.decided_by)
