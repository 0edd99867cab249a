"""Which incidents go to the Commission, and by which day? The worked dates and every item of rule 7."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import TOKYO
from app.incidents.article_26 import (
    Facts,
    ReportableClass,
    classes_of,
    deadlines,
    is_closed,
    next_open_day,
)
from app.incidents.models import InformationKind

NOBODY_KNOWS = Facts(persons=None, kinds=())
WRONGFUL = frozenset({ReportableClass.WRONGFUL_PURPOSE})
SENSITIVE = frozenset({ReportableClass.SENSITIVE})


def tokyo(day: str, hour: str = "12:00") -> datetime:
    """Return an instant in Japan."""
    return datetime.fromisoformat(f"{day}T{hour}+09:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("known", "classes", "final_by"),
    [
        ("2024-04-01", SENSITIVE, date(2024, 4, 30)),
        ("2024-04-01", WRONGFUL, date(2024, 5, 30)),
        ("2024-04-01", WRONGFUL | SENSITIVE, date(2024, 5, 30)),
        ("2024-04-04", SENSITIVE, date(2024, 5, 7)),
        ("2024-06-01", SENSITIVE, date(2024, 7, 1)),
        ("2024-11-30", SENSITIVE, date(2025, 1, 6)),
    ],
)
def test_the_last_day_is_the_thirtieth_or_sixtieth_or_the_next_open_one(
    known: str,
    classes: frozenset[ReportableClass],
    final_by: date,
) -> None:
    assert deadlines(tokyo(known), classes).final_by == final_by


def test_the_preliminary_report_is_due_on_the_third_to_fifth_day_open_or_not() -> None:
    due = deadlines(tokyo("2024-05-01"), SENSITIVE)

    assert (due.preliminary_from, due.preliminary_by) == (date(2024, 5, 3), date(2024, 5, 5))


@pytest.mark.parametrize("hour", ["00:00", "08:59", "23:59"])
def test_the_day_of_knowing_is_the_day_in_japan(hour: str) -> None:
    assert deadlines(tokyo("2024-04-01", hour), SENSITIVE).final_by == date(2024, 4, 30)


@pytest.mark.parametrize(
    ("facts", "classes"),
    [
        (NOBODY_KNOWS, set()),
        (Facts(1, [InformationKind.NAME, InformationKind.CONTACT]), set()),
        (Facts(1, [InformationKind.SENSITIVE]), {"7(1)"}),
        (Facts(1, [InformationKind.LINEAGE]), {"7(1)"}),
        (Facts(None, [InformationKind.FINANCIAL]), {"7(2)"}),
        (Facts(1, [InformationKind.CREDENTIALS]), {"7(2)"}),
        (Facts(1, [], wrongful_purpose=True), {"7(3)"}),
        (Facts(1000, []), set()),
        (Facts(1001, []), {"7(4)"}),
        (Facts(1001, [InformationKind.SENSITIVE], wrongful_purpose=True), {"7(1)", "7(3)", "7(4)"}),
        (Facts(1001, [InformationKind.SENSITIVE], wrongful_purpose=True, strongly_encrypted=True), set()),
    ],
)
def test_what_is_known_decides_which_items_of_rule_7_apply(facts: Facts, classes: set[str]) -> None:
    assert classes_of(facts) == classes


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2024, 12, 27), False),
        (date(2024, 12, 28), True),
        (date(2024, 12, 30), True),
        (date(2025, 1, 3), True),
        (date(2025, 1, 6), False),
        (date(2024, 5, 6), True),
        (date(2024, 5, 7), False),
        (date(2026, 9, 22), True),
    ],
)
def test_offices_are_closed_on_weekends_holidays_and_at_the_turn_of_the_year(*, day: date, closed: bool) -> None:
    assert is_closed(day) is closed


@given(st.dates(date(2018, 7, 1), date(2040, 12, 31)))
def test_the_next_open_day_is_open_and_none_before_it_was(day: date) -> None:
    found = next_open_day(day)

    assert not is_closed(found)
    assert all(is_closed(day + timedelta(days=number)) for number in range((found - day).days))


@given(st.dates(date(2018, 7, 1), date(2040, 12, 31)), st.times(timezones=st.just(TOKYO)))
def test_the_days_come_in_their_order(day: date, hour: time) -> None:
    known = datetime.combine(day, hour)

    usual, wrongful = deadlines(known, SENSITIVE), deadlines(known, WRONGFUL)

    assert known.date() < usual.preliminary_from < usual.preliminary_by < usual.final_by < wrongful.final_by
