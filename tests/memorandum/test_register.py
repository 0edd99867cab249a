"""Do the modules, the printed text, the register and the readings agree with each other?"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from app import memorandum
from app.memorandum.clause import Clause, KeptBy, Outlives, Party, Urgency
from app.memorandum.register import (
    BY_NUMBER,
    CLAUSE_OF_REFUSAL,
    CLAUSES,
    PART_HEADINGS,
    PREAMBLE,
    READINGS,
    REGISTER,
)

TESTS = Path(__file__).parent
FOLDER = Path(memorandum.__path__[0])
DOCUMENT = TESTS.parents[1] / "docs" / "readings.md"
MODULES = sorted(path.stem for path in FOLDER.glob("clause_*_*.py"))
NUMBERS = ("1(1)", "1(2)", "2(1)", "2(2)", "2(3)", "2(4)", "3(1)", "3(2)", "4", "5", "6")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def joined(text: str) -> str:
    """Take out all white space, line breaks of the printed page included."""
    return "".join(text.split())


PRINTED = joined((TESTS / "memorandum.txt").read_text(encoding="utf-8"))


class Raised(NamedTuple):
    """What the source of a module says when it raises a refusal."""

    slug: str
    basis: str
    reading: str | None


def raised_in(module: str) -> Iterator[Raised]:
    """Find the refusals that a module raises."""
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal":
            slug, basis, *reading = (ast.unparse(argument).strip("'") for argument in node.args[1:])
            yield Raised(slug, basis, reading[0] if reading else None)


def comments_in(module: str) -> list[str]:
    """Find the comments of a module that quote the memorandum."""
    source = io.StringIO((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    comments = [token.string for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT]
    return [comment.removeprefix("# ") for comment in comments if JAPANESE.search(comment)]


ALL_RAISED = [(module, raised) for module in MODULES for raised in raised_in(module)]


def test_the_register_holds_the_eleven_clauses_in_order() -> None:
    assert tuple(clause.number for clause in CLAUSES) == NUMBERS
    assert tuple(BY_NUMBER) == NUMBERS


@pytest.mark.parametrize("module", MODULES)
def test_every_clause_module_is_in_the_register(module: str) -> None:
    loaded = import_module(f"app.memorandum.{module}")

    entry = next(entry for entry in REGISTER if entry.clause is loaded.CLAUSE)

    assert entry.refusals is loaded.REFUSALS


@pytest.mark.parametrize("module", MODULES)
def test_every_clause_module_is_named_by_its_clause(module: str) -> None:
    number = import_module(f"app.memorandum.{module}").CLAUSE.number

    assert module.startswith("clause_" + "_".join(re.findall(r"\d", number)) + "_")


@pytest.mark.parametrize("module", MODULES)
def test_every_clause_module_has_its_truth_table(module: str) -> None:
    assert (TESTS / f"test_{module}.py").is_file()


def test_there_are_eleven_clause_modules() -> None:
    assert len(MODULES) == len(REGISTER) == 11


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_a_clause_is_quoted_as_printed(clause: Clause) -> None:
    quoted = joined(clause.heading + "".join(clause.text))

    assert quoted in PRINTED


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)
def test_a_quotation_holds_no_english_words(clause: Clause) -> None:
    assert not re.search(r"[A-Za-z0-9]", clause.heading + "".join(clause.text))


@pytest.mark.parametrize("quoted", [PREAMBLE, *PART_HEADINGS.values()])
def test_the_preamble_and_the_part_headings_are_quoted_as_printed(quoted: str) -> None:
    assert joined(quoted) in PRINTED


def test_all_that_is_printed_after_the_preamble_is_quoted() -> None:
    parts = {
        NUMBERS.index(first): heading
        for first, heading in zip(("1(1)", "2(1)", "3(1)"), PART_HEADINGS.values(), strict=True)
    }

    whole = "".join(
        parts.get(place, "") + clause.heading + "".join(clause.text) for place, clause in enumerate(CLAUSES)
    )

    assert PRINTED.endswith(joined(PREAMBLE) + "記" + joined(whole) + "以上")


@pytest.mark.parametrize("module", MODULES)
def test_the_words_quoted_where_a_rule_decides_are_those_of_its_clause(module: str) -> None:
    clause: Clause = import_module(f"app.memorandum.{module}").CLAUSE

    strangers = [comment for comment in comments_in(module) if comment not in "".join(clause.text)]

    assert not strangers


@pytest.mark.parametrize("urgency", Urgency)
def test_a_word_of_urgency_is_a_word_of_the_memorandum(urgency: Urgency) -> None:
    assert urgency.word in PRINTED


@pytest.mark.parametrize("clause", [clause for clause in CLAUSES if clause.urgency], ids=lambda clause: clause.number)
def test_the_urgency_of_a_clause_stands_in_its_text(clause: Clause) -> None:
    assert clause.urgency is not None
    assert clause.urgency.word in "".join(clause.text)


def test_the_duty_bearers_are_those_of_the_text() -> None:
    isa, association = {Party.ISA}, {Party.ASSOCIATION}

    assert {clause.number: clause.duty_bearers for clause in CLAUSES} == {
        **dict.fromkeys(("1(1)", "1(2)"), isa),
        **dict.fromkeys(("2(1)", "2(2)", "2(3)", "2(4)", "3(1)"), association),
        **dict.fromkeys(("3(2)", "4", "6"), isa | association),
        "5": set(),
    }


def test_how_each_clause_outlives_the_term_is_that_of_clause_5() -> None:
    assert {entry.clause.number: entry.outlives for entry in REGISTER} == {
        **dict.fromkeys(("1(1)", "1(2)", "3(1)", "3(2)", "4", "6"), Outlives.ENDS_WITH_TERM),
        **dict.fromkeys(("2(1)", "2(2)"), Outlives.KEPT_ON),
        "2(3)": Outlives.NO_END,
        "2(4)": Outlives.UNTIL_REPORTED,
        "5": Outlives.ALWAYS_COMPUTABLE,
    }


def test_only_reporting_and_the_term_are_kept_by_software_alone() -> None:
    assert {entry.clause.number for entry in REGISTER if entry.kept_by is KeptBy.CODE} == {"2(3)", "5"}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_declares_exactly_the_refusals_it_raises(module: str) -> None:
    declared = import_module(f"app.memorandum.{module}").REFUSALS

    assert {raised.slug for raised in raised_in(module)} == set(declared)


@pytest.mark.parametrize(("module", "raised"), ALL_RAISED)
def test_a_refusal_names_a_known_reading_of_its_clause_or_rests_on_the_text(module: str, raised: Raised) -> None:
    number = import_module(f"app.memorandum.{module}").CLAUSE.number
    prefix = "R" + ".".join(re.findall(r"\d", number)) + "-"

    if raised.reading is None:
        assert raised.basis == "Basis.TEXT"
    else:
        assert raised.basis == "Basis.READING"
        assert raised.reading in READINGS
        assert raised.reading.startswith(prefix)


def test_no_two_clauses_share_a_refusal() -> None:
    slugs = [slug for entry in REGISTER for slug in entry.refusals]

    assert len(slugs) == len(set(slugs)) == len(CLAUSE_OF_REFUSAL)


@pytest.mark.parametrize("module", ["clause", *MODULES])
def test_every_reading_a_module_cites_exists(module: str) -> None:
    cited = set(re.findall(r"\bR\d(?:\.\d)?-\d\b", (FOLDER / f"{module}.py").read_text(encoding="utf-8")))

    assert cited <= set(READINGS)


def test_the_document_of_readings_repeats_them_in_order() -> None:
    written = re.findall(r"^- \*\*(R[\d.]+-\d)\*\* (.+)$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert written == list(READINGS.items())


def test_every_reading_is_one_sentence() -> None:
    assert [
        reading for reading, sentence in READINGS.items() if not re.fullmatch(r"[^.]+(\.[^. ][^.]*)*\.", sentence)
    ] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_memorandum_knows_no_framework_and_nothing_above_it(path: Path) -> None:
    imported = re.findall(r"^(?:from|import) ([\w.]+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    floor = [name for name in imported if not name.startswith("app.memorandum")]

    assert {name.split(".")[0] for name in floor} <= sys.stdlib_module_names
