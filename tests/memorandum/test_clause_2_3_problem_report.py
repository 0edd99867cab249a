"""Does 2(3) owe every problem with information from ISA, at any date, and stop at nothing but the report?"""

from datetime import UTC, datetime, timedelta
from inspect import signature

import pytest

from app.memorandum.clause import Act, Basis, Duty, Party, Source, Urgency
from app.memorandum.clause_2_3_problem_report import is_owed, report_due

KNOWN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("source", "owed"), [(Source.ISA, True), (None, True), (Source.DIRECT, False)])
def test_a_report_is_owed_unless_the_data_surely_did_not_come_from_isa(source: Source | None, *, owed: bool) -> None:
    assert is_owed(source) is owed


@pytest.mark.parametrize(
    "known_at",
    [KNOWN.replace(year=2024), KNOWN.replace(year=2025, month=4), KNOWN, KNOWN.replace(year=2040)],
)
def test_the_duty_runs_from_knowing_at_any_date(known_at: datetime) -> None:
    due = report_due(Source.ISA, known_at, None)

    assert due == Duty("2(3)", Act.REPORT, frozenset({Party.ASSOCIATION}), known_at, Urgency.IMMEDIATELY)


def test_where_the_source_is_unknown_the_duty_rests_on_a_reading() -> None:
    due = report_due(None, KNOWN, None)

    assert due is not None
    assert (due.basis, due.reading) == (Basis.READING, "R2.3-1")


@pytest.mark.parametrize("source", [Source.ISA, None])
def test_the_report_meets_the_duty(source: Source | None) -> None:
    assert report_due(source, KNOWN, KNOWN + timedelta(minutes=5)) is None


@pytest.mark.parametrize("reported_at", [None, KNOWN])
def test_a_problem_in_direct_registrations_is_not_owed(reported_at: datetime | None) -> None:
    assert report_due(Source.DIRECT, KNOWN, reported_at) is None


@pytest.mark.parametrize("rule", [is_owed, report_due])
def test_no_rule_of_the_clause_asks_for_a_term(rule: object) -> None:
    assert callable(rule)
    assert not {"term", "terms", "agreement"} & set(signature(rule).parameters)
