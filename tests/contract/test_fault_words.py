"""Has every code that a problem may carry its words in both languages?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.http.fault_words import CONFLICTS, FAULTS, OTHERWISE, Words

ROOT = Path(__file__).parents[2]
TREES = [ast.parse(file.read_text()) for file in sorted((ROOT / "app").rglob("*.py"))]
FAULT_CALLS = {"PydanticCustomError": 0, "Invalid.at": 1, "FieldError": 1}


def codes(place_in: dict[str, int]) -> Iterator[str]:
    """Return the texts written where these calls have their code."""
    for call in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = place_in.get(ast.unparse(call.func))
        for part in ast.walk(call.args[place]) if place is not None and len(call.args) > place else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


@pytest.mark.parametrize(
    ("used", "table"),
    [(set(codes(FAULT_CALLS)) - {"type"}, FAULTS), (set(codes({"Conflict": 0})), CONFLICTS)],
    ids=["faults", "conflicts"],
)
def test_every_code_has_words(used: set[str], table: dict[str, Words]) -> None:
    assert used
    assert used - table.keys() == set(), "write these codes into app/http/fault_words.py, in English and in Japanese"


def test_words_are_english_and_japanese() -> None:
    for english, japanese in (*FAULTS.values(), *CONFLICTS.values(), OTHERWISE):
        assert english.isascii() or "令和" in english
        assert any("\u3040" <= mark <= "\u30ff" for mark in japanese)
