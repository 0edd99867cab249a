"""Does the association read what ISA writes to the report on a disposal, and does ISA read the answer?"""

from typing import Any

from tests.support.agreements import an_agreement
from tests.support.consents import a_consent
from tests.support.disposals import carried_out, proposed, step
from tests.support.hands import Hands

NEEDLE = "Hanako Example of 1-2-3 Reidai"
THE_CLAUSE = {"basis": "2(4)", "stopped_matching_on": "2026-06-01"}


def reported(hands: Hands) -> str:
    """Report a disposal to ISA and return its id."""
    an_agreement(hands.installation)
    a_consent(hands.installation)
    answer = step(hands, "secretary_general", carried_out(hands, THE_CLAUSE), "report")
    assert answer.json()["contributions"] == []
    return str(answer.json()["id"])


def asked(hands: Hands, disposal: str, kind: str = "question") -> str:
    """Let ISA write to the report and return the id of what it wrote."""
    made = hands.isa_officer.post(f"/v1/reports/{disposal}/contributions", {"kind": kind, "text": "The mailboxes too?"})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def answered(hands: Hands, disposal: str, contribution: str, text: str = "Yes.") -> Any:
    """Answer it."""
    body = {"answers": contribution, "text": text}
    return hands.secretary_general.post(f"/v1/disposals/{disposal}/contributions", body)


def test_a_question_on_a_disposal_is_read_and_answered_where_both_read_it(hands: Hands) -> None:
    disposal = reported(hands)
    question = asked(hands, disposal)

    made = answered(hands, disposal, question, NEEDLE)

    assert (made.status_code, hands.privacy_officer.get(made.headers["location"]).json()) == (201, made.json())
    for written in (
        hands.isa_officer.get(f"/v1/reports/{disposal}").json()["contributions"],
        hands.privacy_officer.get(f"/v1/disposals/{disposal}").json()["contributions"],
    ):
        assert [(one["party"], one["kind"], one["answers"], one["text"]) for one in written] == [
            ("isa", "question", None, "The mailboxes too?"),
            ("association", "answer", question, NEEDLE),
        ]
    feed = hands.isa_exchange.get("/v1/feeds/incidents")
    assert (feed.json()[-1]["data"]["id"], NEEDLE in feed.text) == (made.json()["id"], False)


def test_reading_them_is_recorded_and_a_list_opens_none(sqlite_hands: Hands) -> None:
    disposal = reported(sqlite_hands)
    made = answered(sqlite_hands, disposal, asked(sqlite_hands, disposal), NEEDLE)

    listed = sqlite_hands.privacy_officer.get("/v1/disposals")
    sqlite_hands.privacy_officer.get(f"/v1/disposals/{disposal}")
    sqlite_hands.privacy_officer.get(made.headers["location"])

    entries = sqlite_hands.auditor.get("/v1/audit/entries", params={"limit": 200}).json()["items"]
    read = [one["facts"]["fields"] for one in entries if one["action"] == "disposal.read"]
    assert (read, NEEDLE in listed.text) == ([["contributions"], ["text"]], False)


def test_only_what_isa_wrote_to_this_disposal_is_answered_by_whoever_reports(sqlite_hands: Hands) -> None:
    disposal = reported(sqlite_hands)
    own = answered(sqlite_hands, disposal, asked(sqlite_hands, disposal)).json()["id"]
    form = str(a_consent(sqlite_hands.installation))
    other = proposed(sqlite_hands, {"basis": "withdrawal", "consent_ids": [form]})["id"]

    refused = [answered(sqlite_hands, disposal, own), answered(sqlite_hands, other, own)]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].json()["errors"][0]["pointer"] == "/answers"
    with_others = sqlite_hands.privacy_officer.post(
        f"/v1/disposals/{disposal}/contributions", {"answers": own, "text": "Yes."}
    )
    assert with_others.status_code == 403
