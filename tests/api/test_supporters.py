"""Does a supporter's standing hold proposals back, and is what a form says put right, each act on record?"""

from typing import Any
from uuid import UUID

import pytest

from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.memorandum.clause import Source
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent, a_form, a_mailed_consent, told_abroad
from tests.support.hands import Hands

HELD_DAYS = 180


def test_an_active_supporter_is_available_for_a_while(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    consent_id = a_consent(hands.installation, state=ConsentState.VERIFIED)
    activated = move(hands, consent_id, "activate", 2).json()
    clock.advance(days=HELD_DAYS)
    last_day = hands.coordinator.get(f"/v1/consents/{consent_id}").json()
    clock.advance(days=1)
    day_after = hands.coordinator.get(f"/v1/consents/{consent_id}").json()

    assert (activated["availability"], activated["confirm_by"]) == ("available", "2026-11-28")
    assert [view["confirmation_overdue"] for view in (last_day, day_after)] == [False, True]


def test_who_was_not_asked_for_long_gets_no_proposal_until_asked_again(hands: Hands, clock: FrozenClock) -> None:
    consent_id = a_consent(hands.installation, source=Source.DIRECT)
    clock.advance(days=HELD_DAYS + 1)

    refused = propose(hands, consent_id)
    confirmed = move(hands, consent_id, "confirm-availability", 2)
    proposed = propose(hands, consent_id)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert "asked again" in refused.json()["detail"]
    assert confirmed.json()["confirmation_overdue"] is False
    assert proposed.status_code == 201


@pytest.mark.parametrize(("away", "back"), [("pause", "resume"), ("suspend", "reinstate")])
def test_paused_and_suspended_supporters_get_no_proposal(hands: Hands, away: str, back: str) -> None:
    consent_id = a_consent(hands.installation, source=Source.DIRECT)

    gone = move(hands, consent_id, away, 2)
    refused = propose(hands, consent_id)
    returned = move(hands, consent_id, back, 3)

    assert gone.json()["availability"] in {"paused", "suspended"}
    assert refused.status_code == 409
    assert returned.json()["availability"] == "available"
    assert propose(hands, consent_id).status_code == 201


def test_the_refusal_is_told_in_japanese_too(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation, source=Source.DIRECT)
    move(sqlite_hands, consent_id, "pause", 2)
    pair = {"consent_id": str(consent_id), "applicant_id": str(an_applicant(sqlite_hands.installation))}

    refused = sqlite_hands.coordinator.post("/v1/matches", pair, headers={"Accept-Language": "ja"})

    assert "サポーターは新規の受入れを休止しています" in refused.json()["detail"]


@pytest.mark.parametrize("action", ["pause", "suspend", "confirm-availability", "expire"])
def test_only_who_is_active_can_stand_in_any_way(sqlite_hands: Hands, action: str) -> None:
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.VERIFIED)

    refused = move(sqlite_hands, consent_id, action, 2, {"reason": "no_answer"} if action == "expire" else None)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


@pytest.mark.parametrize("action", ["confirm-availability", "resume", "reinstate"])
def test_outside_a_term_nobody_from_isa_is_made_ready_again(sqlite_hands: Hands, action: str) -> None:
    consent_id = a_consent(sqlite_hands.installation)
    before = {"resume": "pause", "reinstate": "suspend"}.get(action)
    version = move(sqlite_hands, consent_id, before, 2).json()["version"] if before else 2

    refused = move(sqlite_hands, consent_id, action, version)

    assert (refused.status_code, refused.json()["reading"]) == (403, "R5-4")


def test_a_form_expires_by_a_persons_decision_with_its_reason(hands: Hands) -> None:
    consent_id = a_consent(hands.installation)

    expired = move(hands, consent_id, "expire", 2, {"reason": "no_answer"})

    assert (expired.json()["state"], expired.json()["expired_reason"]) == ("expired", "no_answer")
    assert expired.json()["expired_at"] is not None
    counted = hands.isa_exchange.get("/v1/receipts/reconciliation").json()
    assert (counted["held"], counted["reconciles"]) == (1, True)
    assert propose(hands, consent_id).status_code in {403, 409}


def test_a_telephone_number_is_put_right_and_the_audit_names_the_member_alone(hands: Hands) -> None:
    consent_id = a_consent(hands.installation, remarks="on weekends")

    body = {"form": {"phone": "045-000-4711", "remarks": None}}
    corrected = move(hands, consent_id, "correct", 2, body)

    form = hands.coordinator.get(f"/v1/consents/{consent_id}").json()["form"]
    assert (corrected.status_code, form["phone"], form["remarks"]) == (200, "045-000-4711", None)
    assert form["languages"] == a_form()["languages"]
    entries = hands.auditor.get("/v1/audit/entries").json()["items"]
    entry = next(one for one in entries if one["action"] == "consent.corrected")
    assert entry["facts"]["fields"] == ["phone", "remarks"]
    assert "4711" not in str(entries)


def test_consents_told_later_take_the_place_of_those_before(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation, provision_abroad=None)

    told = {"matching": True, "provision_abroad": True, "told_of_abroad": [told_abroad("PER")]}
    corrected = move(sqlite_hands, consent_id, "correct", 2, {"consents": told})

    given = sqlite_hands.coordinator.get(f"/v1/consents/{consent_id}").json()["given"]
    assert corrected.status_code == 200
    assert [one["country"] for one in given["told_of_abroad"]] == ["PER"]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"form": {}}, "", "nothing_changed"),
        ({"form": {"name": None}}, "/form/name", "missing"),
        ({"form": {"municipality": "131016"}}, "/form/municipality", "not_in_the_prefecture"),
        ({"form": {"contact_person": "Taro Needle"}}, "/form/contact_person", "belongs_to_an_organisation"),
        ({"form": {"capacity": 4}}, "/form/capacity", "beyond_the_scheme"),
        ({"form": {"signed_on": "2026-06-02"}}, "/form/signed_on", "in_the_future"),
        ({"form": {"postal_code": "231"}}, "/form/postal_code", "postal_code"),
        (
            {"consents": {"told_of_abroad": [told_abroad(told_on="2026-06-02")]}},
            "/consents/told_of_abroad/0/told_on",
            "in_the_future",
        ),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    sqlite_hands: Hands,
    body: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    refused = move(sqlite_hands, consent_id, "correct", 2, body)

    assert (refused.status_code, faults_of(refused)) == (422, [(pointer, code)])


@pytest.mark.parametrize("state", [ConsentState.RETURNED, None])
def test_what_was_returned_or_is_not_transcribed_is_not_corrected(
    sqlite_hands: Hands,
    state: ConsentState | None,
) -> None:
    consent_id = (
        a_consent(sqlite_hands.installation, state=state) if state else a_mailed_consent(sqlite_hands.installation)
    )

    refused = move(sqlite_hands, consent_id, "correct", 2 if state else 1, {"form": {"phone": "045-000-4711"}})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_the_consent_to_provision_abroad_reaches_the_countries_told_of(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation, source=Source.DIRECT, told_of="PER")
    match = propose(sqlite_hands, consent_id)
    answers = [("offer-to-supporter", None), ("record-supporter-answer", {"answer": "accepted"})]
    for version, (act, body) in enumerate(answers, 1):
        sqlite_hands.coordinator.post(f"/v1/matches/{match.json()['id']}/{act}", body, version=version)

    refused = sqlite_hands.coordinator.post(f"/v1/matches/{match.json()['id']}/offer-to-applicant", version=3)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/persons-consent-missing")


def move(hands: Hands, consent_id: UUID, action: str, version: int, body: object = None) -> Any:
    """Carry out a move as the coordinator."""
    return hands.coordinator.post(f"/v1/consents/{consent_id}/{action}", body, version=version)


def faults_of(refused: Any) -> list[tuple[str, str]]:
    """Return place and code of each fault."""
    return [(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]]


def propose(hands: Hands, consent_id: UUID) -> Any:
    """Propose a match with somebody new."""
    pair = {"consent_id": str(consent_id), "applicant_id": str(an_applicant(hands.installation))}
    return hands.coordinator.post("/v1/matches", pair)
