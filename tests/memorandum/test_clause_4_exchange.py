"""Does 4 owe an exchange of views by both parties once the agreed interval has run?"""

from datetime import date

import pytest

from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.memorandum.clause_4_exchange import exchange_due

HELD = date(2024, 4, 1)


def owed_since(day: date) -> Duty:
    """Make the duty that both parties owe from a day on."""
    both = frozenset({Party.ISA, Party.ASSOCIATION})
    return Duty("4", Act.EXCHANGE_VIEWS, both, day, Urgency.REGULARLY, Basis.READING, "R4-1")


@pytest.mark.parametrize("today", [HELD, date(2024, 6, 29)])
def test_nothing_is_owed_while_the_interval_runs(today: date) -> None:
    assert exchange_due(HELD, 90, today) is None


@pytest.mark.parametrize("today", [date(2024, 6, 30), date(2025, 1, 1)])
def test_a_passed_interval_is_a_duty_of_both(today: date) -> None:
    assert exchange_due(HELD, 90, today) == owed_since(date(2024, 6, 30))


def test_where_none_was_held_the_first_is_owed_today() -> None:
    assert exchange_due(None, 90, HELD) == owed_since(HELD)
