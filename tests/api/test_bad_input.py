"""Is every bad input refused by a clear problem, in English and in Japanese? One row per rule."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx2 as httpx
import pytest

from tests.support.applicants import a_person
from tests.support.hands import Hands

ENGLISH, JAPANESE = {"Accept-Language": "en"}, {"Accept-Language": "ja,en;q=0.5"}
Ask = Callable[[Hands, dict[str, str]], httpx.Response]


@dataclass(frozen=True, slots=True)
class Row:
    """What is sent, and how it must be refused: a fault's code, a conflict's reason, or else the slug."""

    rule: str
    ask: Ask
    status: int
    code: str


def applicant(**said: object) -> Ask:
    """Register an applicant of whom something cannot be."""
    return lambda hands, headers: hands.coordinator.post("/v1/applicants", a_person(**said), headers=headers)


ROWS = [
    Row("a country in two letters", applicant(country_of_origin="BR"), 422, "alpha_2_country"),
    Row("a prefecture 48", applicant(wished_area=["48"]), 422, "unknown_prefecture"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_it_is_refused_in_words_of_both_languages(row: Row, sqlite_hands: Hands) -> None:
    english, japanese = (row.ask(sqlite_hands, headers) for headers in (ENGLISH, JAPANESE))

    assert {(answer.status_code, code_of(answer)) for answer in (english, japanese)} == {(row.status, row.code)}
    assert said(english).isascii() or "令和" in said(english)
    assert any("\u3040" <= mark <= "\u30ff" for mark in said(japanese))


def code_of(answer: httpx.Response) -> str:
    """Return what a program compares."""
    problem = answer.json()
    faults = {error["code"] for error in problem.get("errors", ())}
    return faults.pop() if faults else str(problem.get("reason") or problem["type"].removeprefix("/problems/"))


def said(answer: httpx.Response) -> str:
    """Return what a person reads."""
    problem = answer.json()
    return " ".join([error["message"] for error in problem.get("errors", ())] or [problem["detail"]])
