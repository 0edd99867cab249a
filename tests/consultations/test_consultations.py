"""Is what the memorandum leaves open decided by the two office-holders together, and by nobody else?"""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from app.core.clock import FrozenClock
from tests.support.agreements import an_agreement
from tests.support.consultations import (
    DECISION,
    EFFECT,
    OPEN,
    PATH,
    SAY,
    a_proposal,
    appointed,
    both_appointed,
    led,
)
from tests.support.hands import Hand, Hands
from tests.support.incidents import a_trouble

NEEDLE = "Hanako Example of 1-2-3 Reidai"


@pytest.mark.parametrize("role", ["isa_officer", "secretary_general"])
def test_either_office_opens_one_and_both_read_it(hands: Hands, role: str) -> None:
    made = getattr(hands, role).post(PATH, OPEN)

    read = [hand.get(f"{PATH}/{made.json()['id']}").json() for hand in (hands.isa_officer, hands.secretary_general)]
    assert made.status_code == 201
    assert made.headers["location"] == f"{PATH}/{made.json()['id']}"
    assert read[0] == read[1]
    assert (read[0]["state"], read[0]["situation"]) == ("opened", OPEN["situation"])


@pytest.mark.parametrize(
    ("changed", "slug", "basis"),
    [
        ({"unforeseen": False}, "conditions-not-met", "text"),
        ({"needs_coordination": False}, "conditions-not-met", "text"),
        ({"subject": "channel"}, "already-provided-for", "reading"),
    ],
)
def test_what_clause_6_does_not_cover_is_refused(
    sqlite_hands: Hands, changed: dict[str, Any], slug: str, basis: str
) -> None:
    refused = sqlite_hands.isa_officer.post(PATH, OPEN | changed)

    assert (refused.status_code, refused.json()["type"]) == (403, f"/problems/{slug}")
    assert (refused.json()["clause"], refused.json()["basis"]) == ("6", basis)


def test_it_begins_when_the_other_party_answers(sqlite_hands: Hands) -> None:
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()["id"]

    alone = led(sqlite_hands.isa_officer, opened, "consult", SAY)
    early = led(sqlite_hands.secretary_general, opened, "propose-decision", {"decision": "Two days."})
    answered = led(sqlite_hands.secretary_general, opened, "consult", SAY)
    again = led(sqlite_hands.isa_officer, opened, "consult", SAY)

    assert (alone.status_code, early.status_code) == (403, 409)
    assert (answered.json()["state"], again.status_code) == ("in_consultation", 200)
    assert [(said["party"], said["action"]) for said in again.json()["entries"]] == [
        ("isa", "open"),
        ("association", "consult"),
        ("isa", "consult"),
    ]


def test_the_second_office_holder_confirming_the_same_words_makes_it_a_decision(hands: Hands) -> None:
    an_agreement(hands.installation)
    both_appointed(hands)
    proposed = a_proposal(hands)

    decided = led(hands.isa_officer, proposed, "decide").json()

    assert (decided["state"], decided["outside_memorandum"]) == ("decided", False)
    last = decided["entries"][-1]
    words = next(said for said in decided["entries"] if said["number"] == decided["proposal"])
    assert (words["office"], words["text"]) == ("association-secretary-general", DECISION["decision"])
    assert (last["office"], last["action"], last["at"]) == ("isa-director", "decide", decided["decided_at"])


def nobody(_hands: Hands) -> None:
    """Appoint nobody."""


def one_only(hands: Hands) -> None:
    """Appoint ISA's side alone."""
    appointed(hands.isa_officer)


def one_since_yesterday_only(hands: Hands) -> None:
    """Appoint both, one of them until yesterday."""
    appointed(hands.isa_officer)
    appointed(hands.secretary_general, starts_on="2026-05-01", ends_on="2026-05-31")


def one_from_tomorrow(hands: Hands) -> None:
    """Appoint both, one of them from tomorrow on."""
    appointed(hands.isa_officer, starts_on="2026-06-02")
    appointed(hands.secretary_general)


@pytest.mark.parametrize("appoint", [nobody, one_only, one_since_yesterday_only, one_from_tomorrow])
def test_without_both_holders_on_that_day_nothing_is_decided(sqlite_hands: Hands, appoint: Any) -> None:
    appoint(sqlite_hands)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})

    refused = led(sqlite_hands.isa_officer, proposed, "decide")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/wrong-deciders")
    assert (refused.json()["clause"], refused.json()["basis"]) == ("6", "text")


def test_who_proposed_does_not_confirm(sqlite_hands: Hands) -> None:
    both_appointed(sqlite_hands)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})

    refused = led(sqlite_hands.secretary_general, proposed, "decide")

    assert refused.json()["type"] == "/problems/wrong-deciders"


def test_a_delegate_of_the_same_role_does_not_decide(sqlite_hands: Hands) -> None:
    both_appointed(sqlite_hands)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})
    delegate = Hand(sqlite_hands.client, sqlite_hands.installation, sqlite_hands.isa_officer.role)

    refused = led(delegate, proposed, "decide")

    assert refused.json()["type"] == "/problems/wrong-deciders"


def test_an_acting_holder_appointed_by_another_decides(sqlite_hands: Hands) -> None:
    both_appointed(sqlite_hands)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})
    deputy = Hand(sqlite_hands.client, sqlite_hands.installation, sqlite_hands.isa_officer.role)

    by_itself = appointed(deputy, acting=True)
    by_another = appointed(sqlite_hands.isa_officer, holder=deputy.client_id, acting=True)
    decided = led(deputy, proposed, "decide")

    assert (by_itself.status_code, by_another.status_code) == (422, 201)
    assert (decided.json()["entries"][-1]["acting"], decided.json()["state"]) == (True, "decided")


def test_an_appointment_is_to_the_office_of_ones_own_party(sqlite_hands: Hands) -> None:
    appointed(sqlite_hands.isa_officer, holder=sqlite_hands.secretary_general.client_id)
    appointed(sqlite_hands.isa_officer)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})

    refused = led(sqlite_hands.isa_officer, proposed, "decide")

    assert refused.json()["type"] == "/problems/wrong-deciders"


def test_only_the_proposal_as_it_stands_is_confirmed(sqlite_hands: Hands) -> None:
    both_appointed(sqlite_hands)
    proposed = a_proposal(sqlite_hands, {"decision": "Two days."})
    seen = sqlite_hands.isa_officer.get(f"{PATH}/{proposed}").json()["version"]
    led(sqlite_hands.secretary_general, proposed, "propose-decision", {"decision": "Ten days."})

    refused = sqlite_hands.isa_officer.post(f"{PATH}/{proposed}/decide", version=seen)

    assert refused.status_code == 412


def test_nothing_is_decided_that_was_not_proposed(sqlite_hands: Hands) -> None:
    both_appointed(sqlite_hands)
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()["id"]
    led(sqlite_hands.secretary_general, opened, "consult", SAY)

    refused = led(sqlite_hands.isa_officer, opened, "decide")

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")


def test_the_party_that_opened_it_withdraws_it(sqlite_hands: Hands) -> None:
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()["id"]

    other = led(sqlite_hands.secretary_general, opened, "withdraw", SAY)
    own = led(sqlite_hands.isa_officer, opened, "withdraw", SAY)

    assert (other.status_code, own.json()["state"]) == (403, "withdrawn")
    assert led(sqlite_hands.secretary_general, opened, "consult", SAY).status_code == 409


@pytest.mark.parametrize(
    ("effect", "pointer"),
    [
        ({"word": "regularly", "hours": 48}, "/effect/word"),
        ({"word": "beforehand", "hours": 48}, "/effect/word"),
        (EFFECT | {"starts_on": "2026-05-31"}, "/effect/starts_on"),
        (EFFECT | {"hours": 0}, "/effect/hours"),
    ],
)
def test_an_effect_that_does_not_fit_is_refused(sqlite_hands: Hands, effect: dict[str, Any], pointer: str) -> None:
    an_agreement(sqlite_hands.installation)
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()["id"]
    led(sqlite_hands.secretary_general, opened, "consult", SAY)

    refused = led(sqlite_hands.secretary_general, opened, "propose-decision", DECISION | {"effect": effect})

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_after_the_term_it_is_outside_the_memorandum_and_reaches_no_further_than_its_occasion(
    sqlite_hands: Hands,
) -> None:
    an_agreement(sqlite_hands.installation, starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31))
    both_appointed(sqlite_hands)
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()
    led(sqlite_hands.secretary_general, opened["id"], "consult", SAY)

    refused = led(sqlite_hands.secretary_general, opened["id"], "propose-decision", DECISION)
    led(sqlite_hands.secretary_general, opened["id"], "propose-decision", {"decision": "Two days, this once."})
    decided = led(sqlite_hands.isa_officer, opened["id"], "decide").json()

    assert (refused.json()["type"], refused.json()["reading"]) == ("/problems/no-effect-outside-the-term", "R6-4")
    assert (opened["outside_memorandum"], decided["outside_memorandum"], decided["state"]) == (True, True, "decided")


def test_an_effect_proposed_in_the_term_is_not_decided_after_it(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation, ends_on=date(2026, 6, 1))
    both_appointed(sqlite_hands)
    proposed = a_proposal(sqlite_hands)

    clock.advance(days=1)

    assert led(sqlite_hands.isa_officer, proposed, "decide").json()["type"] == "/problems/no-effect-outside-the-term"


def test_a_decided_limit_counts_for_what_is_owed_from_then_on(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    both_appointed(hands)
    clock.advance(days=1)
    before = a_trouble(hands.installation, known=timedelta(hours=60))
    decided = a_proposal(hands)
    led(hands.isa_officer, decided, "decide")
    clock.advance(hours=60)
    after = a_trouble(hands.installation, known=timedelta(hours=60))

    [old], [new] = (hands.privacy_officer.get(f"/v1/incidents/{one}").json()["duties"] for one in (before, after))

    assert (old["limit_hours"], old["decided_by"], old["late"]) == (72, None, False)
    assert (new["limit_hours"], new["decided_by"], new["late"]) == (48, decided, True)


def test_the_limits_are_shown_with_what_decided_them(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    both_appointed(sqlite_hands)
    decided = a_proposal(sqlite_hands, DECISION | {"effect": EFFECT | {"starts_on": "2026-07-01"}})
    led(sqlite_hands.isa_officer, decided, "decide")

    shown = sqlite_hands.secretary_general.get(f"{PATH}/limits").json()["limits"]

    assert [one["hours"] for one in shown if one["decided_by"] is None] == [24, 72, 168]
    assert shown[-1] == {
        "word": "promptly",
        "act": "share",
        "hours": 48,
        "from_at": "2026-06-30T15:00:00Z",
        "decided_by": decided,
    }


def test_an_incident_taken_to_a_consultation_is_named_there(sqlite_hands: Hands) -> None:
    first, second = a_trouble(sqlite_hands.installation), a_trouble(sqlite_hands.installation)
    opened = sqlite_hands.isa_officer.post(PATH, OPEN | {"incident_ids": [str(first)]}).json()["id"]

    both = {"incident_ids": [str(first), str(second)]}
    consulted = led(sqlite_hands.secretary_general, opened, "consult", SAY | both).json()
    unknown = sqlite_hands.isa_officer.post(PATH, OPEN | {"incident_ids": ["01900000-0000-7000-8000-000000000000"]})

    assert consulted["incident_ids"] == sorted(map(str, [first, second]))
    assert unknown.status_code == 404


def test_what_is_said_stands_nowhere_in_clear(hands: Hands) -> None:
    an_agreement(hands.installation)
    opened = hands.isa_officer.post(PATH, OPEN | {"situation": NEEDLE}).json()["id"]
    led(hands.secretary_general, opened, "consult", {"note": NEEDLE})
    led(hands.secretary_general, opened, "propose-decision", {"decision": NEEDLE})

    with hands.installation.database.engine.connect() as connection:
        kept = (SQLModel.metadata.tables[name] for name in ("consultations", "consultation_entries", "audit_entries"))
        stored = str([connection.execute(sa.select(table)).all() for table in kept])

    assert "consultation.moved" in stored
    assert NEEDLE not in stored


@pytest.mark.parametrize("change", ["UPDATE {} SET version = 9", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["appointments", "dated_limits"])
def test_the_database_refuses_to_rewrite_who_held_an_office_or_what_was_decided(
    hands: Hands, table: str, change: str
) -> None:
    an_agreement(hands.installation)
    both_appointed(hands)
    led(hands.isa_officer, a_proposal(hands), "decide")

    with hands.installation.database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql(change.format(table))


def test_reading_one_is_recorded_and_listing_shows_no_words(sqlite_hands: Hands) -> None:
    opened = sqlite_hands.isa_officer.post(PATH, OPEN).json()["id"]

    sqlite_hands.secretary_general.get(f"{PATH}/{opened}")
    listed = sqlite_hands.secretary_general.get(PATH)

    entries = sqlite_hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": opened}).json()["items"]
    assert [entry["action"] for entry in entries].count("consultation.read") == 2
    assert OPEN["situation"] not in listed.text
