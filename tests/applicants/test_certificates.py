"""Is a result of each test read in its one form, and counted as the level that the sources list?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applicants.certificates import Exam, Level, NotAResult, level_of, reaches, result_of


@pytest.mark.parametrize(
    ("exam", "written", "result", "level"),
    [
        (Exam.JLPT, "N1", "N1", Level.N1),
        (Exam.JLPT, "n3", "N3", Level.N3),
        (Exam.JLPT, "Ｎ５", "N5", Level.N5),
        (Exam.JLPT, " n2 ", "N2", Level.N2),
        (Exam.NAT_TEST, "5Q", "5", Level.N5),
        (Exam.NAT_TEST, "4", "4", Level.N4),
        (Exam.NAT_TEST, "3", "3", Level.N3),
        (Exam.NAT_TEST, "1", "1", Level.N3),
        (Exam.J_TEST_FG, "249", "249", None),
        (Exam.J_TEST_FG, "250", "250", Level.N5),
        (Exam.J_TEST_DE, "349", "349", None),
        (Exam.J_TEST_DE, "350", "350", Level.N4),
        (Exam.J_TEST_DE, "499", "499", Level.N4),
        (Exam.J_TEST_DE, "500", "500", Level.N3),
        (Exam.BJT, "800", "800", None),
    ],
)
def test_a_result_counts_as_a_level(exam: Exam, written: str, result: str, level: Level | None) -> None:
    assert result_of(exam, written) == result
    assert level_of(exam, result) is level


@pytest.mark.parametrize(
    ("exam", "written"),
    [
        (Exam.JLPT, "N0"),
        (Exam.JLPT, "N6"),
        (Exam.JLPT, "3"),
        (Exam.JLPT, "N3+"),
        (Exam.JLPT, ""),
        (Exam.NAT_TEST, "0"),
        (Exam.NAT_TEST, "6Q"),
        (Exam.NAT_TEST, "N3"),
        (Exam.J_TEST_FG, "-1"),
        (Exam.J_TEST_DE, "1000"),
        (Exam.BJT, "J1"),
    ],
)
def test_what_is_no_result_is_refused(exam: Exam, written: str) -> None:
    with pytest.raises(NotAResult):
        result_of(exam, written)


def test_levels_are_compared_by_rank_and_not_by_their_names() -> None:
    assert [level for level in Level if reaches(Level.N3, level)] == [Level.N3, Level.N4, Level.N5]
    assert not any(reaches(None, level) for level in Level)


@given(st.sampled_from(Exam), st.text(max_size=6))
def test_whatever_is_taken_is_its_own_form_and_has_its_level(exam: Exam, written: str) -> None:
    try:
        result = result_of(exam, written)
    except NotAResult:
        return

    assert result_of(exam, result) == result
    assert level_of(exam, result) in {None, *Level}
