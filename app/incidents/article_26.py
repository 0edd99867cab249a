"""Which leak, loss or damage goes to the Commission, and by which day? Article 26 of the privacy law, rules 7 to 10.

This is law beside the memorandum: 2(3) knows no threshold and no number of days, and is met or missed on its own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import jpholiday

from app.core.clock import tokyo_day
from app.incidents.models import InformationKind

PRELIMINARY_DAYS = (3, 5)
"""「速やか」 of rule 8(1) is about three to five days in the Commission's guideline 3-5-3-3."""

FINAL_DAYS, WRONGFUL_FINAL_DAYS = 30, 60
"""Rule 8(2); sixty where rule 7(3) applies, whatever else does."""

MANY_PERSONS = 1000
"""Rule 7(4) asks for more than a thousand."""

SENSITIVE_KINDS = frozenset({InformationKind.SENSITIVE, InformationKind.LINEAGE})
"""Article 2(3) names lineage (世系) with race; we take family trees of Nikkei to be that."""

_SATURDAY = 5
_TURN_OF_THE_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
_MONEY_KINDS = frozenset({InformationKind.FINANCIAL, InformationKind.CREDENTIALS})


class ReportableClass(StrEnum):
    """The four items of rule 7; a suspicion is enough for each."""

    SENSITIVE = "7(1)"
    FINANCIAL_DAMAGE = "7(2)"
    WRONGFUL_PURPOSE = "7(3)"
    MANY_PERSONS = "7(4)"


@dataclass(frozen=True, slots=True)
class Facts:
    """What rule 7 asks of an incident; `persons` is the most it may be, and None counts as one."""

    persons: int | None
    kinds: Collection[str]
    wrongful_purpose: bool = False
    strongly_encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Days in Japan by which the Commission is to have heard; the day of knowing is day one."""

    preliminary_from: date
    preliminary_by: date
    final_by: date


def classes_of(facts: Facts) -> frozenset[ReportableClass]:
    """Return the items of rule 7 that apply; none where the data was strongly encrypted and the key is safe."""
    if facts.strongly_encrypted:
        return frozenset()
    applies = {
        ReportableClass.SENSITIVE: not SENSITIVE_KINDS.isdisjoint(facts.kinds),
        ReportableClass.FINANCIAL_DAMAGE: not _MONEY_KINDS.isdisjoint(facts.kinds),
        ReportableClass.WRONGFUL_PURPOSE: facts.wrongful_purpose,
        ReportableClass.MANY_PERSONS: (facts.persons or 1) > MANY_PERSONS,
    }
    return frozenset(one for one, holds in applies.items() if holds)


def deadlines(known_at: datetime, classes: Collection[ReportableClass]) -> Deadlines:
    """Return by when to report; a last day on which offices are closed moves to the next open one."""
    first = tokyo_day(known_at)
    final = WRONGFUL_FINAL_DAYS if ReportableClass.WRONGFUL_PURPOSE in classes else FINAL_DAYS
    soonest, latest = (_day(first, number) for number in PRELIMINARY_DAYS)
    return Deadlines(soonest, latest, next_open_day(_day(first, final)))


def next_open_day(day: date) -> date:
    """Return the day itself, or the next that is no weekend, holiday or day from 29 December to 3 January."""
    while is_closed(day):
        day += timedelta(days=1)
    return day


def is_closed(day: date) -> bool:
    """Tell whether government offices are closed (Act on Holidays of Administrative Organs, article 1)."""
    return day.weekday() >= _SATURDAY or (day.month, day.day) in _TURN_OF_THE_YEAR or jpholiday.is_holiday(day)


def _day(first: date, number: int) -> date:
    return first + timedelta(days=number - 1)
