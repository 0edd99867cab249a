"""Does 2(4) begin when the matching stops, cover every form, and report only what was done?"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.memorandum.clause_2_4_disposal import (
    DisposalBasis,
    disposal_due,
    ends_the_clause,
    require_complete,
    require_reportable,
    require_stopped,
    require_two_people,
    require_unblocked,
)
from tests.memorandum.refusals import refusal_of

STOPPED = date(2026, 1, 10)
DISPOSED = datetime(2026, 1, 12, tzinfo=UTC)
REPORTED = datetime(2026, 1, 13, tzinfo=UTC)
TODAY = date(2026, 1, 20)
ASSOCIATION = frozenset({Party.ASSOCIATION})
ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("basis", DisposalBasis)
def test_only_a_disposal_under_the_clause_ends_it(basis: DisposalBasis) -> None:
    assert ends_the_clause(basis) is (basis.value == "2(4)")


@pytest.mark.parametrize("today", [STOPPED, TODAY])
def test_disposal_is_owed_from_the_day_the_matching_stopped(today: date) -> None:
    due = disposal_due(STOPPED, None, None, today)

    assert due == Duty("2(4)", Act.DISPOSE, ASSOCIATION, STOPPED, Urgency.PROMPTLY)


def test_the_report_is_owed_once_the_disposal_is_done() -> None:
    due = disposal_due(STOPPED, DISPOSED, None, TODAY)

    assert due == Duty("2(4)", Act.REPORT_DISPOSAL, ASSOCIATION, DISPOSED, Urgency.WITHOUT_DELAY)


@pytest.mark.parametrize(
    ("stopped_on", "disposed_at", "reported_at", "today"),
    [
        (None, None, None, TODAY),
        (None, DISPOSED, None, TODAY),
        (STOPPED, None, None, date(2026, 1, 9)),
        (STOPPED, DISPOSED, REPORTED, TODAY),
    ],
)
def test_nothing_is_owed_before_the_stop_or_after_the_report(
    stopped_on: date | None,
    disposed_at: datetime | None,
    reported_at: datetime | None,
    today: date,
) -> None:
    assert disposal_due(stopped_on, disposed_at, reported_at, today) is None


@pytest.mark.parametrize(("stopped_on", "today"), [(None, TODAY), (STOPPED, date(2026, 1, 9))])
def test_a_disposal_under_the_clause_is_refused_while_matching_goes_on(stopped_on: date | None, today: date) -> None:
    assert refusal_of(require_stopped, stopped_on, today) == ("matching-not-stopped", "2(4)", Basis.TEXT, None)


@pytest.mark.parametrize("today", [STOPPED, TODAY])
def test_a_disposal_under_the_clause_passes_once_matching_has_stopped(today: date) -> None:
    require_stopped(STOPPED, today)


@pytest.mark.parametrize(
    ("inventory", "provided"),
    [(set(), set()), ({ONE}, set()), ({ONE}, {ONE}), ({ONE, TWO}, {ONE})],
)
def test_an_inventory_with_every_form_passes(inventory: set[UUID], provided: set[UUID]) -> None:
    require_complete(inventory, provided)


@pytest.mark.parametrize(("inventory", "provided"), [(set(), {ONE}), ({ONE}, {ONE, TWO}), ({TWO}, {ONE})])
def test_an_inventory_without_a_form_is_refused_by_the_text(inventory: set[UUID], provided: set[UUID]) -> None:
    assert refusal_of(require_complete, inventory, provided) == ("inventory-incomplete", "2(4)", Basis.TEXT, None)


def test_a_report_before_the_disposal_is_refused_by_the_text() -> None:
    said = refusal_of(require_reportable, verified=False)

    assert said == ("report-before-disposal", "2(4)", Basis.TEXT, None)


def test_a_verified_disposal_may_be_reported() -> None:
    require_reportable(verified=True)


@pytest.mark.parametrize("person", [ONE, "secretary-general"])
def test_one_person_cannot_act_as_two(person: UUID | str) -> None:
    assert refusal_of(require_two_people, person, person) == ("same-person", "2(4)", Basis.READING, "R2.4-6")


def test_two_people_may_act() -> None:
    require_two_people(ONE, TWO)


@pytest.mark.parametrize("today", [date(2026, 1, 19), STOPPED])
def test_a_block_delays_until_the_day_it_goes_on(today: date) -> None:
    said = refusal_of(require_unblocked, blocked=True, goes_on_on=date(2026, 1, 20), today=today)

    assert said == ("disposal-blocked", "2(4)", Basis.READING, "R2.4-5")


@pytest.mark.parametrize(
    ("blocked", "today"), [(True, date(2026, 1, 20)), (True, date(2027, 1, 1)), (False, date(2026, 1, 1))]
)
def test_a_block_never_holds_for_ever_and_nothing_blocks_without_one(*, blocked: bool, today: date) -> None:
    require_unblocked(blocked=blocked, goes_on_on=date(2026, 1, 20), today=today)
