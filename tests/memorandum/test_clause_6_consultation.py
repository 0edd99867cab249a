"""Does 6 leave decisions to the two office-holders, and only what the memorandum leaves open?"""

import pytest

from app.memorandum.clause import Basis, Party, Urgency
from app.memorandum.clause_6_consultation import (
    OFFICE_OF,
    Office,
    Subject,
    may_give_hours,
    require_both_conditions,
    require_deciders,
    require_effect,
    require_not_provided_for,
)
from tests.memorandum.refusals import refusal_of

LEFT_OPEN = {Subject.DAYS_FOR_A_WORD_OF_URGENCY, Subject.EXCHANGE_INTERVAL, Subject.OTHER}


@pytest.mark.parametrize(
    ("unforeseen", "needs_coordination"),
    [(False, False), (True, False), (False, True)],
)
def test_one_condition_alone_is_refused_by_the_text(*, unforeseen: bool, needs_coordination: bool) -> None:
    said = refusal_of(require_both_conditions, unforeseen=unforeseen, needs_coordination=needs_coordination)

    assert said == ("conditions-not-met", "6", Basis.TEXT, None)


def test_an_unforeseen_situation_that_needs_coordination_passes() -> None:
    require_both_conditions(unforeseen=True, needs_coordination=True)


@pytest.mark.parametrize("offices", [frozenset(), {Office.ISA_DIRECTOR}, {Office.ASSOCIATION_SECRETARY_GENERAL}])
def test_one_office_cannot_decide_alone(offices: frozenset[Office]) -> None:
    assert refusal_of(require_deciders, offices) == ("wrong-deciders", "6", Basis.TEXT, None)


def test_the_two_offices_decide_together() -> None:
    require_deciders(frozenset(Office))


@pytest.mark.parametrize("subject", sorted(set(Subject) - LEFT_OPEN))
def test_what_the_memorandum_provides_cannot_be_decided_anew(subject: Subject) -> None:
    said = refusal_of(require_not_provided_for, subject)

    assert said == ("already-provided-for", "6", Basis.READING, "R6-2")


@pytest.mark.parametrize("subject", sorted(LEFT_OPEN))
def test_what_is_left_open_can_be_decided(subject: Subject) -> None:
    require_not_provided_for(subject)


@pytest.mark.parametrize("word", list(Urgency))
def test_hours_are_given_to_a_word_only_where_it_is_the_subject(word: Urgency) -> None:
    of_speed = word not in {Urgency.REGULARLY, Urgency.BEFOREHAND}

    assert may_give_hours(Subject.EXCHANGE_INTERVAL, word) is (word is Urgency.REGULARLY)
    assert may_give_hours(Subject.DAYS_FOR_A_WORD_OF_URGENCY, word) is of_speed
    assert not may_give_hours(Subject.OTHER, word)


def test_outside_the_term_a_decision_reaches_no_further_than_its_occasion() -> None:
    said = refusal_of(require_effect, beyond_its_occasion=True, in_force=False)

    assert said == ("no-effect-outside-the-term", "6", Basis.READING, "R6-4")


@pytest.mark.parametrize(("beyond", "in_force"), [(True, True), (False, True), (False, False)])
def test_a_decision_otherwise_passes(*, beyond: bool, in_force: bool) -> None:
    require_effect(beyond_its_occasion=beyond, in_force=in_force)


def test_each_party_has_one_of_the_two_offices() -> None:
    assert set(OFFICE_OF) == set(Party)
    assert set(OFFICE_OF.values()) == set(Office)
