"""Does 3(1) let nobody work on a match before both topics were explained?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.memorandum.clause import Basis
from app.memorandum.clause_3_1_briefing import (
    Briefing,
    Standing,
    Topic,
    require_briefed,
    require_country_knowledge,
    require_staff,
    standing,
)
from tests.memorandum.refusals import refusal_of

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BOTH = frozenset(Topic)
NOT_BRIEFED = ("not-briefed", "3(1)", Basis.TEXT, None)
LAPSED = ("briefing-lapsed", "3(1)", Basis.READING, "R3.1-2")


def a_briefing(*topics: Topic, days_ago: float = 1, version: int | None = 1) -> Briefing:
    """Make a briefing on both topics unless told otherwise."""
    return Briefing(NOW - timedelta(days=days_ago), frozenset(topics) or BOTH, version)


@pytest.mark.parametrize(
    "briefings",
    [
        [],
        [a_briefing(Topic.SCHEME)],
        [a_briefing(Topic.SUPPORTERS)],
        [a_briefing(Topic.SCHEME), a_briefing(Topic.SCHEME)],
        [a_briefing(Topic.SCHEME), a_briefing(Topic.SUPPORTERS, days_ago=-1)],
        [a_briefing(days_ago=0)],
        [a_briefing(days_ago=-1)],
    ],
)
@pytest.mark.parametrize("current_version", [None, 1, 2])
def test_work_before_the_explanation_is_refused_by_the_text(
    briefings: list[Briefing],
    current_version: int | None,
) -> None:
    assert refusal_of(require_briefed, briefings, NOW, current_version) == NOT_BRIEFED


@pytest.mark.parametrize(
    "briefings",
    [
        [a_briefing(version=None)],
        [a_briefing(version=1)],
        [a_briefing(version=1), a_briefing(Topic.SCHEME, version=2)],
        [a_briefing(version=1), a_briefing(version=2, days_ago=-1)],
    ],
)
def test_an_explanation_from_older_material_only_is_refused_by_a_reading(briefings: list[Briefing]) -> None:
    assert refusal_of(require_briefed, briefings, NOW, 2) == LAPSED


@pytest.mark.parametrize(
    ("briefings", "current_version"),
    [
        ([a_briefing(days_ago=3650)], None),
        ([a_briefing(version=None)], None),
        ([a_briefing(version=2)], 2),
        ([a_briefing(version=3)], 2),
        ([a_briefing(version=1), a_briefing(version=2)], 2),
        ([a_briefing(Topic.SCHEME), a_briefing(Topic.SUPPORTERS)], 1),
        ([a_briefing(days_ago=1 / 86400)], 1),
    ],
)
def test_work_after_the_explanation_passes(briefings: list[Briefing], current_version: int | None) -> None:
    require_briefed(briefings, NOW, current_version)


@pytest.mark.parametrize(
    ("briefings", "current_version", "found"),
    [
        ([], 1, Standing.UNBRIEFED),
        ([a_briefing()], 1, Standing.BRIEFED),
        ([a_briefing()], None, Standing.BRIEFED),
        ([a_briefing()], 2, Standing.LAPSED),
    ],
)
def test_how_a_person_stands_is_computed_from_briefings(
    briefings: list[Briefing],
    current_version: int | None,
    found: Standing,
) -> None:
    assert standing(briefings, NOW, current_version) is found


def test_matching_work_without_a_staff_member_is_refused() -> None:
    assert refusal_of(require_staff, None) == ("no-staff-member", "3(1)", Basis.READING, "R3.1-4")


def test_the_staff_member_behind_an_act_is_returned() -> None:
    assert require_staff(UUID(int=7)) == UUID(int=7)


@pytest.mark.parametrize("known", [frozenset(), {"PER"}, {"bra"}])
def test_a_country_not_known_is_refused_by_a_reading(known: frozenset[str]) -> None:
    said = refusal_of(require_country_knowledge, known, "BRA")

    assert said == ("country-not-known", "3(1)", Basis.READING, "R3.1-3")


def test_a_known_country_passes() -> None:
    require_country_knowledge({"BRA", "PER"}, "BRA")
