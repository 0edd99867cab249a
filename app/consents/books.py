"""Where is each form that ISA provided? In exactly one place: held, disposed of, or returned (clause 1(1), R1.1-3)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.consents.models import consents
from app.consents.queries import provided_count
from app.memorandum.clause import Source


@dataclass(frozen=True, slots=True)
class Books:
    """What was provided, by the numbers of the receipts, and where it is, by the forms themselves."""

    provided: int
    held: int
    disposed: int
    returned: int


@dataclass(frozen=True, slots=True)
class Span:
    """What came from `start` until before `end`, as it stood at `as_of`, or stands `now` where that is left out."""

    start: datetime | None
    end: datetime | None
    as_of: datetime | None
    now: datetime

    def reaches_now(self) -> bool:
        """Tell whether a form that comes now would be in these books."""
        begun, over = self.start is None or self.start <= self.now, self.end is not None and self.end <= self.now
        return self.as_of is None and begun and not over


def books_of(session: Session, source: Source, span: Span) -> Books:
    """Return the books of a span.

    A number without a form shows where the next number came. Behind the last number nothing tells when a form was lost
    but the running count, so that such a loss shows in books that reach the present.
    """
    rows = session.connection().execute(_counted(source, span)).all()
    forms = {row.place: row.forms for row in rows}
    provided = sum(row.numbers for row in rows)
    if span.reaches_now():
        provided += provided_count(session, source) - _last_number(session, source)
    return Books(provided, forms.get("held", 0), forms.get("disposed", 0), forms.get("returned", 0))


def _counted(source: Source, span: Span) -> sa.Select[tuple[str, int, int]]:
    forms = _forms(source, span.as_of)
    came = [
        *([] if span.start is None else [forms.c.received_at >= span.start]),
        *([] if span.end is None else [forms.c.received_at < span.end]),
        # The present has no bound: another process, whose clock is ahead of ours, may have taken a form in.
        *([] if span.as_of is None else [forms.c.received_at <= span.as_of]),
    ]
    counts = sa.func.count().label("forms"), sa.func.sum(forms.c.numbers).label("numbers")
    return sa.select(forms.c.place, *counts).where(*came).group_by(forms.c.place)


def _forms(source: Source, as_of: datetime | None) -> sa.Subquery:
    """Return each form with its place, and how many numbers it uses up: its own, and those before it without a form."""
    columns = consents.c
    before = sa.func.lag(columns.receipt_number).over(order_by=columns.receipt_number)
    # A form that was returned and later disposed of is disposed of: the later fact says where it is.
    disposed, returned = (_by(instant, as_of) for instant in (columns.disposed_at, columns.returned_at))
    place = sa.case((disposed, "disposed"), (returned, "returned"), else_="held")
    numbers = columns.receipt_number - sa.func.coalesce(before, 0)
    picked = sa.select(columns.received_at, place.label("place"), numbers.label("numbers"))
    return picked.where(columns.source == source).subquery()


def _by(instant: sa.Column[datetime], as_of: datetime | None) -> sa.ColumnElement[bool]:
    return instant.is_not(None) if as_of is None else instant <= as_of


def _last_number(session: Session, source: Source) -> int:
    last = sa.select(sa.func.coalesce(sa.func.max(consents.c.receipt_number), 0)).where(consents.c.source == source)
    number: int = session.connection().execute(last).scalar_one()
    return number
