"""How does a duty stand: since when, until when, was it done, and is or was it late? One shape for all of them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.core.clock import TOKYO
from app.http.fields import View
from app.limits.queries import Limits
from app.memorandum.clause import Basis, Duty, Urgency

_LAST_SECOND = time(23, 59, 59)


class DutyView(View):
    """One duty; `late` is by a decided number of hours or, where `decided_by` is null, by one of ours.

    `clause` names a clause of the memorandum, or for a duty by law an article of it; then `basis` is null, as it is for
    what is not owed. `due_at` is null where nobody has set a limit: then it is never called late, and `since` shows how
    long it takes. `urgency` is null where no word but a number of days is given.
    """

    clause: str
    act: str
    resource: str
    resource_id: UUID
    owed: bool
    basis: str | None
    reading: str | None
    urgency: Urgency | None
    since: datetime
    limit_hours: int | None
    decided_by: UUID | None
    due_at: datetime | None
    met_at: datetime | None
    late: bool

    @property
    def is_open(self) -> bool:
        """Return whether it is owed and not done yet."""
        return self.owed and self.met_at is None


@dataclass(frozen=True, slots=True)
class About:
    """The thing for which something is owed."""

    resource: str
    id: UUID


def judged(
    limits: Limits,
    about: About,
    duty: Duty,
    met_at: datetime | None,
    at: datetime,
    *,
    owed: bool = True,
) -> DutyView:
    """Return how a duty stands at an instant; what is not owed is shown and never late."""
    since = beginning(duty.since)
    limit = limits.of(duty.urgency, duty.act, since)
    due_at = None if limit is None else since + timedelta(hours=limit.hours)
    return DutyView(
        clause=duty.clause,
        act=duty.act,
        resource=about.resource,
        resource_id=about.id,
        owed=owed,
        basis=duty.basis if owed else None,
        reading=duty.reading if owed else None,
        urgency=duty.urgency,
        since=since,
        limit_hours=None if limit is None else limit.hours,
        decided_by=None if limit is None else limit.decided_by,
        due_at=due_at,
        met_at=met_at,
        late=owed and due_at is not None and (met_at or at) > due_at,
    )


def by_day(
    about: About,
    named: tuple[str, str],
    since: datetime,
    due_on: date,
    met_on: date | None,
    at: datetime,
    *,
    urgency: Urgency | None = None,
    reading: str | None = None,
) -> DutyView:
    """Return how a duty stands that is owed until a day in Japan ends; `named` are its clause or law, and its act."""
    due_at = datetime.combine(due_on, _LAST_SECOND, TOKYO)
    met_at = None if met_on is None else datetime.combine(met_on, time(), TOKYO)
    return DutyView(
        clause=named[0],
        act=named[1],
        resource=about.resource,
        resource_id=about.id,
        owed=True,
        basis=None if reading is None else Basis.READING,
        reading=reading,
        urgency=urgency,
        since=since,
        limit_hours=None,
        decided_by=None,
        due_at=due_at,
        met_at=met_at,
        late=(met_at or at) > due_at,
    )


def beginning(since: datetime | date) -> datetime:
    """Return the instant from which hours count; of a day in Japan its end (Civil Code, article 140)."""
    if isinstance(since, datetime):
        return since
    return datetime.combine(since + timedelta(days=1), time(), TOKYO)
