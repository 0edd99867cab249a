"""Does a duty go by the limit that was in force when it began, decided or ours, and is lateness told truly?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.core.settings import Settings
from app.limits.duties import About, beginning, judged
from app.limits.models import DatedLimit
from app.limits.queries import Limit, Limits, ours
from app.memorandum.clause import Act, Basis, Duty, Party, Urgency

NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
DECISION = UUID("01900000-0000-7000-8000-000000000001")
ABOUT = About("incidents", UUID("01900000-0000-7000-8000-000000000002"))
OURS = ours(Settings())
SHARE = Duty("3(2)", Act.SHARE, frozenset({Party.ASSOCIATION}), NOON, Urgency.PROMPTLY)
HOUR = timedelta(hours=1)


def a_limit(hours: int, from_at: datetime, *, word: Urgency = Urgency.PROMPTLY, act: Act | None = None) -> DatedLimit:
    """Return a limit as a decision leaves it."""
    return DatedLimit(created_at=NOON, word=word, act=act, hours=hours, from_at=from_at, consultation_id=DECISION)


@pytest.mark.parametrize(
    ("word", "hours"),
    [(Urgency.IMMEDIATELY, 24), (Urgency.PROMPTLY, 72), (Urgency.WITHOUT_DELAY, 168)],
)
def test_where_nothing_is_decided_a_setting_of_ours_counts(word: Urgency, hours: int) -> None:
    assert Limits(OURS).of(word, Act.REPORT, NOON) == Limit(hours, decided_by=None)


@pytest.mark.parametrize("word", [Urgency.EACH_TIME, Urgency.BEFOREHAND, Urgency.REGULARLY])
def test_a_word_to_which_nobody_gave_hours_has_none(word: Urgency) -> None:
    assert Limits(OURS).of(word, Act.PROVIDE, NOON) is None


@pytest.mark.parametrize(
    ("decided", "hours"),
    [
        ([a_limit(48, NOON)], 48),
        ([a_limit(48, NOON + HOUR)], 72),
        ([a_limit(48, NOON - HOUR), a_limit(36, NOON)], 36),
        ([a_limit(48, NOON, act=Act.SHARE)], 48),
        ([a_limit(48, NOON, act=Act.DISPOSE)], 72),
        ([a_limit(48, NOON - HOUR, act=Act.SHARE), a_limit(36, NOON)], 48),
        ([a_limit(48, NOON, word=Urgency.IMMEDIATELY)], 72),
    ],
    ids=["decided", "decided later", "decided twice", "for the act", "for another act", "act before word", "word"],
)
def test_what_was_decided_when_a_duty_began_goes_before_ours(decided: list[DatedLimit], hours: int) -> None:
    limit = Limits(OURS, decided).of(Urgency.PROMPTLY, Act.SHARE, NOON)

    assert limit == Limit(hours, DECISION if hours != 72 else None)


def test_each_time_is_limited_only_by_a_decision() -> None:
    decided = [a_limit(1, NOON, word=Urgency.EACH_TIME)]

    assert Limits(OURS, decided).of(Urgency.EACH_TIME, Act.PROVIDE, NOON) == Limit(1, DECISION)


@pytest.mark.parametrize(
    ("met", "now", "late"),
    [
        (None, timedelta(hours=72), False),
        (None, timedelta(hours=72, seconds=1), True),
        (timedelta(hours=72), timedelta(hours=99), False),
        (timedelta(hours=73), timedelta(hours=99), True),
    ],
)
def test_a_duty_is_late_after_its_limit_and_stays_so(met: timedelta | None, now: timedelta, *, late: bool) -> None:
    met_at = None if met is None else NOON + met

    shown = judged(Limits(OURS), ABOUT, SHARE, met_at, NOON + now)

    assert (shown.late, shown.due_at, shown.limit_hours) == (late, NOON + timedelta(hours=72), 72)
    assert shown.is_open is (met is None)


def test_what_is_not_owed_is_shown_and_never_late() -> None:
    shown = judged(Limits(OURS), ABOUT, SHARE, None, NOON + timedelta(days=99), owed=False)

    assert (shown.owed, shown.basis, shown.late, shown.is_open) == (False, None, False, False)


def test_without_a_limit_nothing_is_called_late() -> None:
    shown = judged(Limits({}), ABOUT, SHARE, None, NOON + timedelta(days=999))

    assert (shown.due_at, shown.limit_hours, shown.late) == (None, None, False)


def test_a_duty_owed_from_a_day_counts_from_the_end_of_that_day_in_japan() -> None:
    assert beginning(date(2026, 6, 1)) == datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
    assert beginning(NOON) == NOON


def test_a_duty_names_its_clause_its_basis_and_who_decided_its_limit() -> None:
    read = replace(SHARE, basis=Basis.READING, reading="R2.3-1")

    shown = judged(Limits(OURS, [a_limit(48, NOON)]), ABOUT, read, None, NOON)

    assert (shown.clause, shown.act, shown.basis, shown.reading) == ("3(2)", "share", "reading", "R2.3-1")
    assert (shown.resource, shown.resource_id, shown.decided_by) == ("incidents", ABOUT.id, DECISION)
