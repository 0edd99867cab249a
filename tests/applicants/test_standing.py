"""Does the scheme's table, by the day of each rule, give the ages, levels and flags that its sources tell of?"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applicants.flags import REASONS, FlagCode, flags_of
from app.applicants.scheme import AGES, LEVELS, REVISED, Moment, rule_on
from app.applicants.standing import age_on, standing_of
from tests.applicants.persons import a_profile, passed, stayed

TODAY = date(2026, 6, 1)
AT_APPLICATION, AT_ENTRY = FlagCode.AGE_AT_APPLICATION_OUTSIDE, FlagCode.AGE_AT_ENTRY_OUTSIDE
BELOW_AGE, BELOW_ENTRY = FlagCode.LEVEL_BELOW_AGE, FlagCode.LEVEL_BELOW_ENTRY
BELOW_STAY, BELOW_SETTLEMENT = FlagCode.LEVEL_BELOW_STAY, FlagCode.LEVEL_BELOW_SETTLEMENT
LIMIT, FREE = FlagCode.STAY_AT_LIMIT, FlagCode.SUPPORTER_NOT_COMPULSORY
BEFORE = {
    "coe_applied_on": "2023-12-27",
    "month_of_arrival": None,
    "certificates": [passed("jlpt", "N3", "2020-01-01")],
}


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 6, 1), date(2026, 5, 31), 17),
        (date(2008, 6, 1), date(2026, 6, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 12, 31), date(2027, 1, 1), 18),
    ],
)
def test_a_year_of_age_is_completed_on_the_birthday(born: date, day: date, years: int) -> None:
    assert age_on(born, day) == years


@pytest.mark.parametrize(
    ("day", "taken"),
    [(date(2023, 12, 27), range(18, 31)), (REVISED, range(18, 36)), (TODAY, range(18, 36))],
)
def test_the_ages_taken_are_those_of_the_rule_of_the_day(day: date, taken: range) -> None:
    assert [age for age in range(100) if rule_on(AGES, day).takes(age)] == list(taken)


def test_the_levels_asked_are_those_of_the_rule_of_the_day() -> None:
    before = {rule.moment: (rule.level, rule.years) for rule in rule_on(LEVELS, date(2023, 12, 27))}
    since = {rule.moment: (rule.level, rule.of_elder, rule.years) for rule in rule_on(LEVELS, REVISED)}

    assert before == {Moment.ENTRY: ("N4", 0), Moment.BEYOND_TWO_YEARS: ("N3", 2)}
    assert since == {
        Moment.ENTRY: ("N5", "N3", 0),
        Moment.BEYOND_ONE_YEAR: ("N4", "N3", 1),
        Moment.BEYOND_THREE_YEARS: ("N3", "N3", 3),
        Moment.SETTLEMENT: ("N2", "N2", 5),
    }


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ({}, []),
        # The age, at application and at the planned entry, of which sources differ.
        ({"date_of_birth": "2008-06-02"}, [AT_APPLICATION]),
        ({"date_of_birth": "2008-06-01"}, []),
        ({"date_of_birth": "2009-05-02", "month_of_arrival": "2027-05"}, [AT_APPLICATION, AT_ENTRY]),
        ({"date_of_birth": "1990-06-01"}, [AT_APPLICATION, AT_ENTRY]),
        ({"date_of_birth": "1990-06-02"}, [AT_ENTRY]),
        ({"date_of_birth": "1991-04-30", "month_of_arrival": "2027-04"}, [AT_ENTRY]),
        ({"date_of_birth": "1991-05-01", "month_of_arrival": "2027-04"}, []),
        ({"date_of_birth": "1990-06-02", "month_of_arrival": None}, []),
        ({**BEFORE, "date_of_birth": "1993-01-01"}, []),
        ({**BEFORE, "date_of_birth": "1992-12-27"}, [AT_APPLICATION]),
        # N3 from the age of 31 on, since the revision.
        ({"date_of_birth": "1994-01-01", "certificates": [passed("jlpt", "N4")]}, [BELOW_AGE]),
        ({"date_of_birth": "1994-01-01", "certificates": [passed("jlpt", "N3")]}, []),
        ({"date_of_birth": "1994-01-01", "certificates": [passed("j_test_de", "499")]}, [BELOW_AGE]),
        ({"date_of_birth": "1994-01-01", "certificates": [passed("j_test_de", "500")]}, []),
        ({"date_of_birth": "1996-03-01", "certificates": [passed("jlpt", "N4")]}, [BELOW_AGE]),
        ({"date_of_birth": "1996-05-01", "certificates": [passed("jlpt", "N4")]}, []),
        ({"date_of_birth": "1994-01-01", "certificates": [], "year_of_schooling_on": "2020-04-01"}, [BELOW_AGE]),
        # The level at entry, certified by the day of the application.
        ({"certificates": []}, [BELOW_ENTRY]),
        ({"certificates": [passed("jlpt", "N5")]}, []),
        ({"certificates": [passed("nat_test", "5")]}, []),
        ({"certificates": [passed("j_test_fg", "249")]}, [BELOW_ENTRY]),
        ({"certificates": [passed("bjt", "600")]}, [BELOW_ENTRY]),
        ({"certificates": [passed("jlpt", "N5", "2026-06-02")]}, [BELOW_ENTRY]),
        ({"certificates": [passed("jlpt", "N5", "2026-06-01")]}, []),
        ({"certificates": [], "year_of_schooling_on": "2020-04-01"}, []),
        ({**BEFORE, "certificates": [passed("jlpt", "N5", "2020-01-01")]}, [BELOW_ENTRY]),
        ({**BEFORE, "certificates": [passed("jlpt", "N4", "2020-01-01")]}, []),
        # Once ISA has granted the certificate or let the person in, its decision stands.
        ({"date_of_birth": "1980-01-01", "certificates": [], "coe_granted_on": "2026-06-01"}, []),
        # The stay, in total.
        ({"stays": [stayed("2025-06-02")], "certificates": [passed("jlpt", "N5")]}, []),
        ({"stays": [stayed("2025-06-01")], "certificates": [passed("jlpt", "N5")]}, [BELOW_STAY]),
        ({"stays": [stayed("2025-06-01")], "certificates": [passed("jlpt", "N4")]}, []),
        ({"stays": [stayed("2023-06-02")], "certificates": [passed("jlpt", "N4")]}, []),
        ({"stays": [stayed("2023-06-01")], "certificates": [passed("jlpt", "N4")]}, [BELOW_STAY, FREE]),
        ({"stays": [stayed("2023-06-01")]}, [FREE]),
        ({"stays": [stayed("2021-06-01")]}, [BELOW_SETTLEMENT, LIMIT, FREE]),
        ({"stays": [stayed("2021-06-01")], "certificates": [passed("jlpt", "N2")]}, [LIMIT, FREE]),
        (
            {"stays": [stayed("2021-06-01")], "certificates": [passed("jlpt", "N3"), passed("bjt", "400")]},
            [LIMIT, FREE],
        ),
        (
            {"stays": [stayed("2021-06-01")], "certificates": [passed("jlpt", "N3"), passed("bjt", "399")]},
            [BELOW_SETTLEMENT, LIMIT, FREE],
        ),
        ({"stays": [stayed("2019-06-01", "2022-06-01"), stayed("2026-05-31")]}, [FREE]),
    ],
)
def test_a_person_is_flagged_as_the_sources_have_it(said: dict[str, Any], flags: list[FlagCode]) -> None:
    assert flags_of(a_profile(**said), TODAY) == flags


def test_a_standing_tells_until_when_a_supporter_is_compulsory_and_the_stay_may_last() -> None:
    standing = standing_of(a_profile(stays=[stayed("2025-04-01")]), TODAY)

    assert standing.days_stayed == 427
    assert standing.supporter_compulsory_until == date(2028, 4, 1)
    assert standing.longest_stay_until == date(2030, 4, 1)


def test_the_age_at_entry_is_that_of_the_first_entry_once_there_was_one() -> None:
    standing = standing_of(a_profile(stays=[stayed("2020-02-02", "2020-12-30")], date_of_birth="2001-02-03"), TODAY)

    assert standing.age_at_entry is not None
    assert (standing.age_at_entry.on, standing.age_at_entry.years) == (date(2020, 2, 2), 18)
    assert not standing.age_at_entry.assumed


@pytest.mark.parametrize("code", FlagCode)
def test_every_flag_says_why_in_both_languages_and_names_what_it_rests_on(code: FlagCode) -> None:
    why = REASONS[code]

    assert why.official or ("secondary sources" in why.english and "二次情報" in why.japanese)
    assert not why.official or any(word in why.english for word in ("official", "notice", "ISA"))


@given(st.dates(date(1900, 1, 1), date(2026, 5, 31)), st.dates(date(2018, 7, 1), date(2100, 1, 1)))
def test_nobody_makes_the_table_fail(born: date, today: date) -> None:
    person = a_profile(date_of_birth=born.isoformat(), coe_applied_on=None, stays=[stayed("2018-07-01")])

    assert set(flags_of(person, today)) <= set(FlagCode)
    assert standing_of(person, today).age_at_application.on == today
