"""Which receipts are of a period? Days in Japan, the first and the last included."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Annotated

from fastapi import Query
from sqlalchemy import ColumnElement
from sqlmodel import col

from app.consents.models import Consent
from app.core.clock import start_of_tokyo_day
from app.core.errors import Invalid
from app.http.fields import Day


@dataclass(frozen=True, slots=True)
class Period:
    """From one day in Japan until another, open on the side where none is named."""

    first: Annotated[Day | None, Query(alias="from", description="first day in Japan on which they came")] = None
    last: Annotated[Day | None, Query(alias="until", description="last day in Japan on which they came")] = None

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Return the instant at which it begins, and the one before which it ends.

        Raises:
            Invalid: it ends before it begins, or in a year without a day before or after it.

        """
        for name, day in (("?from", self.first), ("?until", self.last)):
            if day is not None and not MINYEAR < day.year < MAXYEAR:
                raise Invalid.at(name, "datetime_range")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise Invalid.at("?until", "before_start")
        return _start(self.first), _start(self.last and self.last + timedelta(days=1))

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a form has to meet that came in it.

        Raises:
            Invalid: as `bounds`.

        """
        start, end = self.bounds()
        return [
            *([] if start is None else [col(Consent.received_at) >= start]),
            *([] if end is None else [col(Consent.received_at) < end]),
        ]


def _start(day: date | None) -> datetime | None:
    return None if day is None else start_of_tokyo_day(day)
