"""Can ISA see what became of each form it provided, and do both sides' counts agree, without any personal datum?"""

import pytest

from app.consents.models import ConsentState
from tests.support.consents import a_consent, a_mailed_consent
from tests.support.hands import Hands


def test_isa_sees_a_receipt_for_each_form(hands: Hands) -> None:
    ids = [a_consent(hands.installation), a_mailed_consent(hands.installation)]

    receipts = hands.isa_exchange.get("/v1/receipts").json()["items"]

    assert [receipt["id"] for receipt in receipts] == [str(consent_id) for consent_id in ids]
    assert [(receipt["receipt_number"], receipt["channel"]) for receipt in receipts] == [(1, "api"), (2, "email")]


def test_a_receipt_holds_nothing_about_the_person(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation, name="Taro Needle")

    receipt = sqlite_hands.isa_exchange.get(f"/v1/receipts/{consent_id}")

    assert set(receipt.json()) == {
        "id",
        "version",
        "receipt_number",
        "digest",
        "received_at",
        "channel",
        "state",
        "outside_term",
        "already_held",
    }


def test_a_receipt_outlives_the_form(hands: Hands) -> None:
    consent_id = a_consent(hands.installation, state=ConsentState.DISPOSED)

    receipt = hands.isa_exchange.get(f"/v1/receipts/{consent_id}")

    assert (receipt.status_code, receipt.json()["state"], receipt.json()["digest"]) == (200, "disposed", None)


def test_an_unknown_receipt_is_not_found(sqlite_hands: Hands) -> None:
    unknown = sqlite_hands.isa_exchange.get("/v1/receipts/01900000-0000-7000-8000-000000000000")

    assert unknown.status_code == 404


def test_each_form_is_held_disposed_of_or_returned(hands: Hands) -> None:
    states = [*ConsentState, ConsentState.RETURNED]
    for state in set(states) - {ConsentState.EXPIRED}:
        a_consent(hands.installation, state=state)
    a_consent(hands.installation, state=ConsentState.RETURNED)

    counted = hands.isa_exchange.get("/v1/receipts/reconciliation").json()

    assert counted | {"at": ""} == {
        "at": "",
        "provided": 7,
        "held": 4,
        "disposed": 1,
        "returned": 2,
        "reconciles": True,
    }


def test_a_lost_form_shows_in_the_count(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation)
    lost = a_consent(sqlite_hands.installation)
    with sqlite_hands.installation.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM consents WHERE id = ?", (lost.hex,))

    counted = sqlite_hands.isa_exchange.get("/v1/receipts/reconciliation").json()

    assert (counted["provided"], counted["held"], counted["reconciles"]) == (2, 1, False)


@pytest.mark.parametrize("path", ["", "/reconciliation"])
def test_receipts_are_for_isa(sqlite_hands: Hands, path: str) -> None:
    refused = [hand.get(f"/v1/receipts{path}") for hand in (sqlite_hands.coordinator, sqlite_hands.mail_intake)]

    assert [answer.json()["type"] for answer in refused] == ["/problems/insufficient-scope"] * 2
