"""Do the words in which the rules speak mean what the memorandum means by them?"""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest

from app.memorandum.clause import Basis, Refusal, Urgency, strongest, tokyo_day
from app.memorandum.clause_5_term import CLAUSE

OF_SPEED = [Urgency.IMMEDIATELY, Urgency.PROMPTLY, Urgency.WITHOUT_DELAY]


@pytest.mark.parametrize(("first", "second"), list(permutations(Urgency, 2)))
def test_only_words_of_speed_have_an_order(first: Urgency, second: Urgency) -> None:
    comparable = first in OF_SPEED and second in OF_SPEED

    stronger = first.is_stronger_than(second)

    assert stronger is (comparable and OF_SPEED.index(first) < OF_SPEED.index(second))


@pytest.mark.parametrize("word", Urgency)
def test_no_word_is_stronger_than_itself(word: Urgency) -> None:
    assert not word.is_stronger_than(word)


@pytest.mark.parametrize(
    ("words", "governing"),
    [
        ((Urgency.PROMPTLY, Urgency.IMMEDIATELY), Urgency.IMMEDIATELY),
        ((Urgency.WITHOUT_DELAY, Urgency.PROMPTLY), Urgency.PROMPTLY),
        ((Urgency.REGULARLY, Urgency.WITHOUT_DELAY), Urgency.WITHOUT_DELAY),
        ((Urgency.EACH_TIME, Urgency.BEFOREHAND), None),
        ((), None),
    ],
)
def test_the_strongest_word_of_speed_governs(words: tuple[Urgency, ...], governing: Urgency | None) -> None:
    assert strongest(words) is governing


@pytest.mark.parametrize(("basis", "reading"), [(Basis.TEXT, "R5-4"), (Basis.READING, None)])
def test_a_refusal_names_a_reading_exactly_where_it_rests_on_one(basis: Basis, reading: str | None) -> None:
    with pytest.raises(ValueError, match="reading"):
        Refusal(CLAUSE, "outside-the-term", basis, reading)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 3, 31, 14, 59, 59, tzinfo=UTC), date(2025, 3, 31)),
        (datetime(2025, 3, 31, 15, 0, 0, tzinfo=UTC), date(2025, 4, 1)),
        (datetime(2025, 3, 31, 12, 0, 0, tzinfo=timezone(timedelta(hours=-3))), date(2025, 4, 1)),
    ],
)
def test_a_legal_day_is_a_day_in_japan(instant: datetime, day: date) -> None:
    assert tokyo_day(instant) == day


def test_an_instant_without_offset_has_no_day() -> None:
    naive = datetime(2025, 3, 31, 12, 0, 0, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="offset"):
        tokyo_day(naive)
