"""What does the scheme for fourth-generation Nikkei ask of a person, from which day on? Not in the memorandum.

Each rule says whether an official page states it, or whether we know it from secondary sources only; no rule refuses
anybody: it raises a flag, and the Immigration Services Agency decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.applicants.certificates import Level

BEGAN = date(2018, 7, 1)
REVISED = date(2023, 12, 28)
LONGEST_STAY_YEARS = 5
"""In total, every stay under the scheme counted, times away on a re-entry permit too."""
SETTLEMENT_BJT_POINTS = 400
"""What takes the place of N2 where a change to 定住者 is asked for."""


class Moment(StrEnum):
    """When a level of Japanese is asked for; a stay is counted in total."""

    ENTRY = "entry"
    BEYOND_ONE_YEAR = "beyond_one_year"
    BEYOND_TWO_YEARS = "beyond_two_years"
    BEYOND_THREE_YEARS = "beyond_three_years"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class AgeRule:
    """The ages taken, both included, and from which on a higher level is asked at entry."""

    youngest: int
    oldest: int
    higher_level_from: int | None

    def takes(self, age: int) -> bool:
        """Tell whether an age is among those taken."""
        return self.youngest <= age <= self.oldest


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The level asked for at a moment, of the elder too, and the years of stay after which that moment comes."""

    moment: Moment
    level: Level
    of_elder: Level
    years: int = 0


R = TypeVar("R")
Dated = Sequence[tuple[date, R]]

AGES: Dated[AgeRule] = ((BEGAN, AgeRule(18, 30, None)), (REVISED, AgeRule(18, 35, 31)))
"""Official. Whether the age at application or at entry counts is told in two ways."""

LEVELS: Dated[tuple[LevelRule, ...]] = (
    (
        BEGAN,
        (
            LevelRule(Moment.ENTRY, Level.N4, Level.N4),
            LevelRule(Moment.BEYOND_TWO_YEARS, Level.N3, Level.N3, years=2),
        ),
    ),
    (
        REVISED,
        (
            LevelRule(Moment.ENTRY, Level.N5, Level.N3),
            LevelRule(Moment.BEYOND_ONE_YEAR, Level.N4, Level.N3, years=1),
            LevelRule(Moment.BEYOND_THREE_YEARS, Level.N3, Level.N3, years=3),
            LevelRule(Moment.SETTLEMENT, Level.N2, Level.N2, years=5),
        ),
    ),
)
"""Secondary sources only; the first set is of older pages, and that the second began with the revision is ours."""

SUPPORTER_YEARS: Dated[int | None] = ((BEGAN, None), (REVISED, 3))
"""Secondary sources only: the years of stay after which a supporter is no longer compulsory."""


def rule_on(rules: Dated[R], day: date) -> R:
    """Return the rule in force on a day in Japan; before the scheme began, its first one."""
    return next((rule for since, rule in reversed(rules) if since <= day), rules[0][1])
