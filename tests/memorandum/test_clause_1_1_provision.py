"""Does 1(1) count exactly the forms that ISA provided, each once?"""

import pytest

from app.memorandum.clause import Source
from app.memorandum.clause_1_1_provision import is_provided_by_isa, reconciles, unaccounted


@pytest.mark.parametrize(("source", "counted"), [(Source.ISA, True), (Source.DIRECT, False)])
def test_only_a_form_from_isa_is_a_provision(source: Source, *, counted: bool) -> None:
    assert is_provided_by_isa(source) is counted


@pytest.mark.parametrize(
    ("provided", "held", "disposed", "returned", "agrees"),
    [
        (0, 0, 0, 0, True),
        (5, 5, 0, 0, True),
        (5, 2, 2, 1, True),
        (5, 2, 2, 0, False),
        (5, 3, 2, 1, False),
        (5, 6, -1, 0, False),
    ],
)
def test_forms_reconcile_only_if_each_is_in_exactly_one_place(
    provided: int,
    held: int,
    disposed: int,
    returned: int,
    *,
    agrees: bool,
) -> None:
    assert reconciles(provided, held, disposed, returned) is agrees


@pytest.mark.parametrize(("held", "missing"), [(3, 1), (4, 0), (5, -1)])
def test_forms_in_no_place_or_in_two_are_told_apart(held: int, missing: int) -> None:
    assert unaccounted(provided=4, held=held, disposed=0, returned=0) == missing
