"""Do all stays count towards the years of the scheme, day by day?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applicants.models import Stay
from app.applicants.stays import days_stayed, is_beyond, reached_on

PRESENT = [Stay(entered_on=date(2024, 2, 29), left_on=None)]
TWO = [
    Stay(entered_on=date(2020, 1, 1), left_on=date(2020, 12, 30)),
    Stay(entered_on=date(2024, 4, 1), left_on=None),
]
"""365 days and the present stay."""


@pytest.mark.parametrize(
    ("stays", "years", "since"),
    [
        ([], 1, None),
        (TWO[:1], 1, None),
        (PRESENT, 1, date(2025, 3, 1)),
        (PRESENT, 4, date(2028, 3, 1)),
        (TWO[1:], 3, date(2027, 4, 1)),
        (TWO, 1, date(2024, 4, 1)),
        (TWO, 3, date(2026, 4, 1)),
        (TWO, 5, date(2028, 4, 1)),
    ],
)
def test_a_number_of_years_is_over_on_a_day(stays: list[Stay], years: int, since: date | None) -> None:
    assert reached_on(stays, years) == since


@pytest.mark.parametrize(
    ("today", "beyond"),
    [(date(2026, 3, 31), False), (date(2026, 4, 1), True), (date(2030, 1, 1), True)],
)
def test_one_is_beyond_three_years_from_that_day_on(today: date, *, beyond: bool) -> None:
    assert is_beyond(TWO, 3, today) is beyond


@pytest.mark.parametrize(("left_on", "beyond"), [(date(2025, 3, 30), False), (date(2025, 4, 1), True)])
def test_who_has_left_is_beyond_by_the_days_of_the_past(left_on: date, *, beyond: bool) -> None:
    stays = [*TWO[:1], Stay(entered_on=date(2024, 4, 1), left_on=left_on)]

    assert is_beyond(stays, 2, date(2026, 1, 1)) is beyond


@given(st.dates(date(2018, 7, 1), date(2040, 1, 1)), st.integers(0, 3000), st.integers(1, 5))
def test_who_stays_on_comes_to_the_years_after_as_many_days(entered: date, days: int, years: int) -> None:
    stays = [Stay(entered_on=entered, left_on=None)]
    today = entered + timedelta(days=days)

    assert days_stayed(stays, today) == days + 1
    assert is_beyond(stays, years, today) or days < years * 366
    assert not is_beyond(stays, years, today) or days >= years * 365
