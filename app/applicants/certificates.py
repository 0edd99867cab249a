"""How well does a certificate say that somebody knows Japanese? Results of five tests, compared by rank, never by text.

Which results count as which level is known from secondary sources only; a result they do not list counts as the
highest level they list for less.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum


class Exam(StrEnum):
    """A test of Japanese: JLPT, J.TEST of grades F-G or D-E, NAT-TEST, and the business test BJT."""

    JLPT = "jlpt"
    J_TEST_FG = "j_test_fg"
    J_TEST_DE = "j_test_de"
    NAT_TEST = "nat_test"
    BJT = "bjt"


class Level(StrEnum):
    """A level of the JLPT; N1 is the hardest."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"

    @property
    def rank(self) -> int:
        """Return a number that is the higher the harder the level is."""
        return len(Level) - list(Level).index(self)


class NotAResult(ValueError):
    """The test has no such result."""


_FORMS: Mapping[Exam, re.Pattern[str]] = {
    Exam.JLPT: re.compile(r"N[1-5]"),
    Exam.NAT_TEST: re.compile(r"[1-5]"),
    Exam.J_TEST_FG: re.compile(r"[0-9]{1,3}"),
    Exam.J_TEST_DE: re.compile(r"[0-9]{1,3}"),
    Exam.BJT: re.compile(r"[0-9]{1,3}"),
}
_POINTS: Mapping[Exam, tuple[tuple[int, Level], ...]] = {
    Exam.J_TEST_FG: ((250, Level.N5),),
    Exam.J_TEST_DE: ((350, Level.N4), (500, Level.N3)),
    Exam.BJT: (),
}
_GRADES = {"5": Level.N5, "4": Level.N4}
_BEST_GRADE = Level.N3


def result_of(exam: Exam, written: str) -> str:
    """Return a result in its one form: N3 for `n3`, 3 for `3Q`, 350 for `350`.

    Raises:
        NotAResult: the test has no such result, as the JLPT has no N0.

    """
    plain = unicodedata.normalize("NFKC", written).strip().upper()
    plain = plain.removesuffix("Q") if exam is Exam.NAT_TEST else plain
    if not _FORMS[exam].fullmatch(plain):
        raise NotAResult
    return plain


def level_of(exam: Exam, result: str) -> Level | None:
    """Return the level of the JLPT as which a result counts, if any."""
    if exam is Exam.JLPT:
        return Level(result)
    if exam is Exam.NAT_TEST:
        return _GRADES.get(result, _BEST_GRADE)
    reached = [level for points, level in _POINTS[exam] if int(result) >= points]
    return reached[-1] if reached else None


def reaches(held: Level | None, asked: Level) -> bool:
    """Tell whether a level is the one asked for or a harder one."""
    return held is not None and held.rank >= asked.rank
