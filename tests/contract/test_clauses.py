"""Do files, register, routes, problems and tests of the clauses belong together?"""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from app.http.problems import PROBLEMS
from app.memorandum.clause import KeptBy
from app.memorandum.register import CLAUSE_OF_REFUSAL, CLAUSES, REGISTER, Entry

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "app" / "memorandum").glob("clause_*.py"))


def test_every_clause_file_is_in_the_register() -> None:
    assert len(FILES) == len(CLAUSES) == 11


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_clause_file_has_its_tests(file: Path) -> None:
    assert (ROOT / "tests" / "memorandum" / f"test_{file.name}").exists()


@pytest.mark.parametrize("slug", sorted(CLAUSE_OF_REFUSAL))
def test_every_refusal_has_words(slug: str) -> None:
    kind = PROBLEMS[slug]

    assert kind.status == 403
    assert all(kind.title)
    assert all(kind.detail)


@pytest.mark.parametrize("entry", REGISTER, ids=lambda entry: entry.clause.number)
def test_a_clause_that_code_keeps_is_named_by_a_route(entry: Entry, routes: list[APIRoute]) -> None:
    named = {number for route in routes for number in (route.openapi_extra or {}).get("x-memorandum-clauses", [])}

    assert (entry.clause.number in named) is (entry.kept_by is not KeptBy.PROCESS)
