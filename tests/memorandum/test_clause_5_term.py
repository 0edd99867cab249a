"""Does 5 say of every clause, at any instant, whether it is in force, and why?"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.memorandum.clause import Basis, Source
from app.memorandum.clause_5_term import Effect, Term, effect_at, is_in_force, require_matching_term, term_at
from tests.memorandum.refusals import refusal_of

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = Term("2024", date(2024, 4, 1), date(2025, 3, 31))
RENEWAL = Term("2025", date(2025, 7, 1), date(2026, 6, 30))
BOUND = ("1(1)", "1(2)", "2(1)", "2(2)", "3(1)", "3(2)", "4", "5", "6")
NUMBERS = ("1(1)", "1(2)", "2(1)", "2(2)", "2(3)", "2(4)", "3(1)", "3(2)", "4", "5", "6")


def in_japan(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Make an instant from the calendar and clock of Japan."""
    return datetime(year, month, day, hour, minute, second, tzinfo=TOKYO)


def one_effect(number: str, at: datetime, *terms: Term, reported_at: datetime | None = None) -> Effect:
    """Pick the effect of one clause."""
    return next(effect for effect in effect_at(at, terms, reported_at) if effect.clause == number)


SAMPLES = [
    (in_japan(2024, 3, 31, 23, 59, 59), None, (False, False, False)),
    (in_japan(2024, 4, 1), None, (True, True, True)),
    (in_japan(2025, 3, 31, 23, 59, 59), None, (True, True, True)),
    (in_japan(2025, 4, 1), None, (False, True, True)),
    (datetime(2025, 3, 31, 15, tzinfo=UTC), None, (False, True, True)),
    (datetime(2025, 3, 31, 14, 59, 59, tzinfo=UTC), None, (True, True, True)),
    (in_japan(2026, 1, 1), None, (False, True, True)),
    (in_japan(2024, 10, 1), in_japan(2024, 9, 30), (True, True, False)),
    (in_japan(2026, 1, 1), in_japan(2026, 1, 2), (False, True, True)),
    (in_japan(2026, 1, 2), in_japan(2026, 1, 2), (False, True, False)),
]


@pytest.mark.parametrize(("at", "reported_at", "force"), SAMPLES)
def test_the_force_of_every_clause_is_that_of_the_table(
    at: datetime,
    reported_at: datetime | None,
    force: tuple[bool, bool, bool],
) -> None:
    others, problems, disposal = force

    found = {effect.clause: effect.in_force for effect in effect_at(at, [FIRST], reported_at)}

    assert found == dict.fromkeys(BOUND, others) | {"2(3)": problems, "2(4)": disposal}


def test_all_eleven_clauses_are_answered_in_order() -> None:
    effects = effect_at(in_japan(2024, 5, 1), [FIRST], None)

    assert tuple(effect.clause for effect in effects) == NUMBERS


@pytest.mark.parametrize(
    ("at", "bound_clauses_in_force"),
    [
        (in_japan(2025, 3, 31, 23, 59, 59), True),
        (in_japan(2025, 4, 1), False),
        (in_japan(2025, 6, 30, 23, 59, 59), False),
        (in_japan(2025, 7, 1), True),
        (in_japan(2026, 6, 30, 23, 59, 59), True),
        (in_japan(2026, 7, 1), False),
    ],
)
@pytest.mark.parametrize("number", BOUND)
def test_a_renewal_after_a_gap_brings_the_bound_clauses_back(
    number: str,
    at: datetime,
    *,
    bound_clauses_in_force: bool,
) -> None:
    assert is_in_force(number, at, [RENEWAL, FIRST], None) is bound_clauses_in_force


@pytest.mark.parametrize("number", ["2(3)", "2(4)"])
@pytest.mark.parametrize("at", [in_japan(2025, 5, 1), in_japan(2025, 8, 1), in_japan(2030, 1, 1)])
def test_the_two_survivors_hold_in_gaps_renewals_and_after(number: str, at: datetime) -> None:
    assert is_in_force(number, at, [FIRST, RENEWAL], None)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("terms", [[], [RENEWAL]])
def test_before_the_first_term_nothing_is_in_force_by_a_reading(number: str, terms: list[Term]) -> None:
    effect = one_effect(number, in_japan(2024, 5, 1), *terms)

    assert (effect.in_force, effect.basis, effect.reading) == (False, Basis.READING, "R5-1")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("at", [in_japan(2024, 5, 1), in_japan(2025, 5, 1)])
def test_once_begun_the_force_of_a_clause_rests_on_the_text(number: str, at: datetime) -> None:
    effect = one_effect(number, at, FIRST)

    assert (effect.basis, effect.reading) == (Basis.TEXT, None)


@pytest.mark.parametrize("number", NUMBERS)
def test_after_the_term_only_the_limits_on_data_are_kept_on(number: str) -> None:
    effect = one_effect(number, in_japan(2025, 5, 1), FIRST)

    assert effect.kept_on is (number in {"2(1)", "2(2)"})


@pytest.mark.parametrize(
    ("number", "at", "reported_at", "word"),
    [
        ("1(1)", in_japan(2024, 5, 1), None, "2025-03-31"),
        ("1(1)", in_japan(2025, 5, 1), None, "No term"),
        ("2(2)", in_japan(2025, 5, 1), None, "R5-3"),
        ("2(3)", in_japan(2025, 5, 1), None, "no end"),
        ("2(4)", in_japan(2025, 5, 1), None, "not been made"),
        ("2(4)", in_japan(2025, 5, 1), in_japan(2025, 4, 1), "has been made"),
        ("5", in_japan(2025, 5, 1), None, "2(3) and 2(4)"),
        ("6", in_japan(2024, 3, 1), None, "begun"),
    ],
)
def test_an_effect_says_why(number: str, at: datetime, reported_at: datetime | None, word: str) -> None:
    effect = one_effect(number, at, FIRST, reported_at=reported_at)

    assert word in effect.because


@pytest.mark.parametrize(
    ("reported_at", "at", "in_force"),
    [
        (in_japan(2025, 5, 1), in_japan(2025, 6, 30), False),
        (in_japan(2025, 5, 1), in_japan(2025, 7, 1), True),
        (in_japan(2025, 7, 1, 9), in_japan(2025, 8, 1), False),
        (in_japan(2025, 8, 1), in_japan(2026, 8, 1), False),
    ],
)
def test_an_agreement_begun_after_the_report_brings_disposal_back(
    reported_at: datetime,
    at: datetime,
    *,
    in_force: bool,
) -> None:
    assert is_in_force("2(4)", at, [FIRST, RENEWAL], reported_at) is in_force


def test_disposal_brought_back_by_a_renewal_rests_on_a_reading() -> None:
    effect = one_effect("2(4)", in_japan(2025, 8, 1), FIRST, RENEWAL, reported_at=in_japan(2025, 5, 1))

    assert (effect.basis, effect.reading) == (Basis.READING, "R5-5")


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (in_japan(2024, 3, 31, 23, 59, 59), None),
        (in_japan(2024, 4, 1), FIRST),
        (in_japan(2025, 3, 1), Term("early", date(2025, 3, 1), date(2025, 12, 31))),
        (in_japan(2026, 1, 1), None),
    ],
)
def test_the_latest_begun_term_that_covers_an_instant_governs_it(at: datetime, found: Term | None) -> None:
    overlapping = Term("early", date(2025, 3, 1), date(2025, 12, 31))

    assert term_at(at, [overlapping, FIRST]) == found


@pytest.mark.parametrize(
    "at",
    [in_japan(2024, 3, 31, 23, 59, 59), in_japan(2025, 4, 1), in_japan(2025, 6, 30), in_japan(2026, 7, 1)],
)
def test_matching_with_data_from_isa_outside_a_term_is_refused_by_a_reading(at: datetime) -> None:
    said = refusal_of(require_matching_term, Source.ISA, at, [FIRST, RENEWAL])

    assert said == ("outside-the-term", "5", Basis.READING, "R5-4")


@pytest.mark.parametrize("at", [in_japan(2024, 4, 1), in_japan(2025, 3, 31, 23, 59, 59), in_japan(2025, 7, 1)])
def test_matching_with_data_from_isa_passes_within_a_term(at: datetime) -> None:
    require_matching_term(Source.ISA, at, [FIRST, RENEWAL])


@pytest.mark.parametrize("at", [in_japan(2020, 1, 1), in_japan(2024, 5, 1), in_japan(2030, 1, 1)])
def test_matching_of_direct_registrations_is_bound_to_no_term(at: datetime) -> None:
    require_matching_term(Source.DIRECT, at, [FIRST])
