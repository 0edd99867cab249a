"""Can a fact be added or made worse, and never lowered, back-dated or taken away once it was sent?"""

from typing import Any

import pytest

from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.incidents import REPORT, a_trouble, an_incident, step

RECEIPT = "0198c0de-0000-7000-8000-000000000001"


def test_case_96_facts_are_added_and_the_entry_says_which(hands: Hands) -> None:
    made = hands.operator.post("/v1/incidents", {**REPORT, "persons": 3, "information_kinds": ["name"]}).json()["id"]

    amended = step(
        hands.privacy_officer, made, "amend", persons=5, information_kinds=["contact"], receipt_ids=[RECEIPT]
    )

    view = amended.json()
    assert (view["persons"], view["information_kinds"], view["receipt_ids"]) == (5, ["contact", "name"], [RECEIPT])
    assert view["entries"][-1]["facts"] == {
        "persons": 5,
        "information_kinds": ["contact", "name"],
        "receipt_ids": [RECEIPT],
    }


def test_case_96_isa_reads_what_was_added_and_when(hands: Hands) -> None:
    made = hands.operator.post("/v1/incidents", {**REPORT, "persons": 3}).json()["id"]
    step(hands.privacy_officer, made, "amend", persons=5)

    report = hands.isa_officer.get(f"/v1/reports/{made}").json()

    assert report["persons"] == 5
    assert [entry["facts"] for entry in report["entries"]] == [None, None, {"persons": 5}]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"persons": 2}, "/persons"),
        ({"persons": 0}, "/persons"),
        ({"persons": None, "known_at": "2026-05-01T00:00:00Z"}, ""),
        ({"state": "closed"}, ""),
        ({"kind": "trouble"}, ""),
        ({"strongly_encrypted": True}, ""),
    ],
)
def test_case_96_nothing_is_lowered_or_back_dated(sqlite_hands: Hands, changed: dict[str, Any], pointer: str) -> None:
    made = sqlite_hands.operator.post("/v1/incidents", {**REPORT, "persons": 3}).json()["id"]

    refused = step(sqlite_hands.privacy_officer, made, "amend", **changed)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_case_96_an_incident_cannot_be_deleted_or_replaced(sqlite_hands: Hands, method: str) -> None:
    made = an_incident(sqlite_hands.installation)

    answer = sqlite_hands.client.request(method, f"/v1/incidents/{made}")

    assert answer.status_code == 405


def test_a_problem_that_proves_a_trouble_too_owes_both(hands: Hands) -> None:
    made = an_incident(hands.installation)

    amended = step(hands.privacy_officer, made, "amend", also_trouble=True)

    assert [duty["clause"] for duty in amended.json()["duties"]] == ["2(3)", "3(2)"]


def test_a_trouble_is_not_called_one_twice(sqlite_hands: Hands) -> None:
    made = a_trouble(sqlite_hands.installation)

    refused = step(sqlite_hands.privacy_officer, made, "amend", also_trouble=True)

    assert faults_of(refused) == [("/also_trouble", "a_trouble_already")]
