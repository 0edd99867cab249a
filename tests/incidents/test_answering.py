"""Are ISA's questions and proposals answered where both parties read it, and is the answer the association's own?"""

from typing import Any
from uuid import UUID

import pytest

from tests.support.consultations import OPEN, PATH
from tests.support.hands import Hands
from tests.support.incidents import a_trouble, an_incident, step

NEEDLE = "Hanako Example of 1-2-3 Reidai"


def asked(hands: Hands, incident: UUID, kind: str = "question") -> str:
    """Let ISA write to the report and return the id of what it wrote."""
    made = hands.isa_officer.post(f"/v1/reports/{incident}/contributions", {"kind": kind, "text": "Were both asked?"})
    assert made.status_code == 201
    return str(made.json()["id"])


def answered(hands: Hands, incident: UUID, contribution: str, text: str = "Yes.") -> Any:
    """Answer it."""
    return hands.privacy_officer.post(
        f"/v1/incidents/{incident}/contributions", {"answers": contribution, "text": text}
    )


def test_an_answer_is_read_by_both_beside_its_question(hands: Hands) -> None:
    incident = a_trouble(hands.installation)
    question = asked(hands, incident)

    made = answered(hands, incident, question, NEEDLE)

    found = hands.privacy_officer.get(made.headers["location"])
    for written in (
        hands.isa_officer.get(f"/v1/reports/{incident}").json()["contributions"],
        hands.privacy_officer.get(f"/v1/incidents/{incident}").json()["contributions"],
    ):
        assert [(one["party"], one["kind"], one["answers"]) for one in written] == [
            ("isa", "question", None),
            ("association", "answer", question),
        ]
        assert written[-1]["text"] == NEEDLE
    assert (made.status_code, found.json()) == (201, made.json())


def test_isa_is_told_of_an_answer_without_its_words(hands: Hands) -> None:
    incident = a_trouble(hands.installation)
    made = answered(hands, incident, asked(hands, incident), NEEDLE).json()

    feed = hands.isa_exchange.get("/v1/feeds/incidents")

    assert feed.json()[-1]["data"] == {
        "id": made["id"],
        "report_id": str(incident),
        "party": "association",
        "kind": "answer",
    }
    assert NEEDLE not in feed.text


def test_only_what_isa_wrote_here_is_answered(sqlite_hands: Hands) -> None:
    first, second = a_trouble(sqlite_hands.installation), a_trouble(sqlite_hands.installation)
    question = asked(sqlite_hands, first)
    own = answered(sqlite_hands, first, question).json()["id"]

    refused = [answered(sqlite_hands, first, own), answered(sqlite_hands, second, question)]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].json()["errors"][0]["pointer"] == "/answers"


def test_isa_does_not_write_answers(sqlite_hands: Hands) -> None:
    incident = a_trouble(sqlite_hands.installation)

    refused = sqlite_hands.isa_officer.post(f"/v1/reports/{incident}/contributions", {"kind": "answer", "text": "Yes."})

    assert refused.status_code == 422


def test_isa_proposes_and_the_association_decides_to_deal_with_it_together(sqlite_hands: Hands) -> None:
    incident = a_trouble(sqlite_hands.installation)
    before = sqlite_hands.privacy_officer.get(f"/v1/incidents/{incident}").json()
    asked(sqlite_hands, incident, "joint_handling")

    proposed = sqlite_hands.privacy_officer.get(f"/v1/incidents/{incident}").json()
    taken = step(sqlite_hands.privacy_officer, incident, "escalate", operational=True).json()

    assert [view["isa_proposes_joint_handling"] for view in (before, proposed, taken)] == [False, True, False]
    assert (proposed["joint"], proposed["state"], taken["joint"]) == (False, "shared", True)


@pytest.mark.parametrize("kind", ["question", "joint_handling"])
def test_what_asks_for_something_is_not_isas_part(sqlite_hands: Hands, kind: str) -> None:
    steps = ("handle", "escalate", "take-measures", "resolve")
    incident = a_trouble(sqlite_hands.installation, after=steps)
    asked(sqlite_hands, incident, kind)

    assert step(sqlite_hands.privacy_officer, incident, "close").json()["type"] == "/problems/close-before-measures"


def test_where_a_trouble_was_taken_is_shown_to_both(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    opened = sqlite_hands.isa_officer.post(PATH, OPEN | {"incident_ids": [str(incident)]}).json()["id"]

    for view in (
        sqlite_hands.isa_officer.get(f"/v1/reports/{incident}").json(),
        sqlite_hands.privacy_officer.get(f"/v1/incidents/{incident}").json(),
    ):
        assert [(link["resource"], link["resource_id"]) for link in view["links"]] == [("consultations", opened)]
