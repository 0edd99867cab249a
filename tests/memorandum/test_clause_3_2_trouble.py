"""Does 3(2) share every trouble, and close none that was not?"""

from datetime import UTC, datetime, timedelta
from inspect import signature
from itertools import product

import pytest

from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.memorandum.clause_3_2_trouble import is_joint, is_shared_always, require_closable, share_due
from tests.memorandum.refusals import refusal_of

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
EITHER = (False, True)


def test_no_fact_about_a_trouble_keeps_it_from_being_shared() -> None:
    assert is_shared_always()
    assert not signature(is_shared_always).parameters


def test_a_trouble_of_the_term_is_owed_until_it_is_shared() -> None:
    due = share_due(KNOWN, None, arose_in_term=True)

    assert due == Duty("3(2)", Act.SHARE, frozenset({Party.ASSOCIATION}), KNOWN, Urgency.PROMPTLY)


@pytest.mark.parametrize(
    ("shared_at", "arose_in_term"),
    [(KNOWN + timedelta(hours=1), True), (KNOWN, False), (None, False)],
)
def test_a_shared_or_later_trouble_is_not_owed(shared_at: datetime | None, *, arose_in_term: bool) -> None:
    assert share_due(KNOWN, shared_at, arose_in_term=arose_in_term) is None


@pytest.mark.parametrize(("operational", "too_hard_alone"), list(product(EITHER, repeat=2)))
def test_joint_effort_needs_both_conditions(*, operational: bool, too_hard_alone: bool) -> None:
    joint = is_joint(operational=operational, too_hard_alone=too_hard_alone)

    assert joint is all((operational, too_hard_alone))


@pytest.mark.parametrize(("joint", "association", "isa", "no_need", "silent"), list(product(EITHER, repeat=5)))
def test_nothing_unshared_is_closed(*, joint: bool, association: bool, isa: bool, no_need: bool, silent: bool) -> None:
    said = refusal_of(
        require_closable,
        shared=False,
        joint=joint,
        association_measures=association,
        isa_measures=isa,
        isa_no_need=no_need,
        isa_silent=silent,
    )

    assert said == ("close-before-shared", "3(2)", Basis.READING, "R3.2-4")


@pytest.mark.parametrize(
    ("association", "isa", "no_need", "silent"),
    [*((False, *rest) for rest in product(EITHER, repeat=3)), (True, False, False, False)],
)
def test_joint_handling_is_not_closed_while_a_part_is_open(
    *,
    association: bool,
    isa: bool,
    no_need: bool,
    silent: bool,
) -> None:
    said = refusal_of(
        require_closable,
        shared=True,
        joint=True,
        association_measures=association,
        isa_measures=isa,
        isa_no_need=no_need,
        isa_silent=silent,
    )

    assert said == ("close-before-measures", "3(2)", Basis.READING, "R3.2-4")


@pytest.mark.parametrize(
    ("joint", "association", "isa", "no_need", "silent"),
    [
        *((False, *rest) for rest in product(EITHER, repeat=4)),
        *((True, True, *rest) for rest in product(EITHER, repeat=3) if any(rest)),
    ],
)
def test_a_shared_trouble_is_closed_once_both_sides_have_done_their_part(
    *,
    joint: bool,
    association: bool,
    isa: bool,
    no_need: bool,
    silent: bool,
) -> None:
    require_closable(
        shared=True,
        joint=joint,
        association_measures=association,
        isa_measures=isa,
        isa_no_need=no_need,
        isa_silent=silent,
    )
