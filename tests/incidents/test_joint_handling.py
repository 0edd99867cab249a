"""Is a hard trouble dealt with by both sides, and does ISA's silence not block for ever?"""

from uuid import UUID

import pytest

from app.core.clock import FrozenClock
from tests.support.hands import Hands
from tests.support.incidents import a_trouble, an_incident, step

JOINT = ("handle", "escalate", "take-measures", "resolve")
DAYS = 30


def a_joint_trouble(hands: Hands) -> UUID:
    """Return a trouble resolved in joint handling, with the association's measures and nothing of ISA."""
    return a_trouble(hands.installation, after=JOINT)


def contribute(hands: Hands, incident: UUID, kind: str) -> None:
    """Let ISA write to the report."""
    made = hands.isa_officer.post(f"/v1/reports/{incident}/contributions", {"kind": kind, "text": "Seen."})
    assert made.status_code == 201


@pytest.mark.parametrize(("days", "status"), [(0, 403), (DAYS - 1, 403), (DAYS, 200)])
def test_isas_silence_blocks_for_a_number_of_days_only(
    hands: Hands, clock: FrozenClock, days: int, status: int
) -> None:
    incident = a_joint_trouble(hands)

    clock.advance(days=days)

    assert step(hands.privacy_officer, incident, "close").status_code == status


def test_a_close_after_silence_says_so_to_isa(sqlite_hands: Hands, clock: FrozenClock) -> None:
    incident = a_joint_trouble(sqlite_hands)
    clock.advance(days=DAYS)
    step(sqlite_hands.privacy_officer, incident, "close")

    entries = sqlite_hands.isa_officer.get(f"/v1/reports/{incident}").json()["entries"]

    assert (entries[-1]["action"], entries[-1]["facts"]) == ("close", {"isa_silent": True})


def test_a_question_of_isa_starts_the_wait_anew(sqlite_hands: Hands, clock: FrozenClock) -> None:
    incident = a_joint_trouble(sqlite_hands)
    clock.advance(days=DAYS - 1)
    contribute(sqlite_hands, incident, "question")
    clock.advance(days=1)

    early = step(sqlite_hands.privacy_officer, incident, "close")
    clock.advance(days=DAYS - 1)
    late = step(sqlite_hands.privacy_officer, incident, "close")

    assert (early.status_code, late.status_code) == (403, 200)


@pytest.mark.parametrize("kind", ["measure", "no_need"])
def test_isas_part_lets_it_be_closed_at_once_and_not_as_silence(sqlite_hands: Hands, kind: str) -> None:
    incident = a_joint_trouble(sqlite_hands)
    contribute(sqlite_hands, incident, kind)

    closed = step(sqlite_hands.privacy_officer, incident, "close")

    assert closed.json()["entries"][-1]["facts"] is None


def test_silence_does_not_replace_the_associations_own_measures(sqlite_hands: Hands, clock: FrozenClock) -> None:
    incident = a_trouble(sqlite_hands.installation, after=("handle", "escalate", "resolve"))

    clock.advance(days=DAYS)

    assert step(sqlite_hands.privacy_officer, incident, "close").json()["type"] == "/problems/close-before-measures"


def test_a_problem_that_is_a_trouble_too_can_be_handled_jointly_in_its_own_life(hands: Hands) -> None:
    incident = an_incident(hands.installation, also_trouble=True, after=("contain",))

    escalated = step(hands.privacy_officer, incident, "escalate", operational=True)

    assert (escalated.json()["state"], escalated.json()["joint"]) == ("contained", True)


def test_a_problem_that_is_no_trouble_is_not_handled_jointly(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)

    refused = step(sqlite_hands.privacy_officer, incident, "escalate", operational=True)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")
