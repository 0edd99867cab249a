"""Can ISA see what became of each form it provided, and do both sides' counts agree, without any personal datum?"""

from uuid import UUID

import pytest
from sqlmodel import SQLModel

from app.consents.models import ConsentState
from app.core.clock import FrozenClock
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
    for state in set(states):
        a_consent(hands.installation, state=state)
    a_consent(hands.installation, state=ConsentState.RETURNED)

    counted = hands.isa_exchange.get("/v1/receipts/reconciliation").json()

    assert counted | {"at": ""} == {
        "at": "",
        "provided_from": None,
        "provided_until": None,
        "provided": 8,
        "held": 5,
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


def test_books_are_told_by_period_and_as_of_an_instant(hands: Hands, clock: FrozenClock) -> None:
    for _ in range(2):
        a_consent(hands.installation)
    first, second = (item["id"] for item in hands.isa_exchange.get("/v1/receipts").json()["items"])
    clock.advance(hours=12)  # midnight in Japan: the second of June begins
    third = str(a_consent(hands.installation, state=ConsentState.RECEIVED))
    before_the_return = clock.now()
    clock.advance(days=1)
    hands.coordinator.post(f"/v1/consents/{third}/return", {"reasons": ["illegible"]}, version=1)
    dispose(hands, third)
    dispose(hands, first)

    assert books(hands) == (3, 1, 2, 0)
    assert books(hands, **{"from": "2026-06-01", "until": "2026-06-01"}) == (2, 1, 1, 0)
    assert books(hands, **{"from": "2026-06-02"}) == (1, 0, 1, 0)
    assert books(hands, until="2026-05-31") == (0, 0, 0, 0)
    assert books(hands, **{"from": "2026-06-04", "until": "2026-06-30"}) == (0, 0, 0, 0)
    assert books(hands, at=before_the_return.isoformat()) == (3, 3, 0, 0)
    assert listed(hands, **{"from": "2026-06-01", "until": "2026-06-01"}) == [first, second]
    assert listed(hands, **{"from": "2026-06-02"}) == [third]
    assert listed(hands, state="disposed") == [first, third]


def test_books_of_a_past_instant_know_returned_before_disposed(hands: Hands, clock: FrozenClock) -> None:
    consent_id = str(a_consent(hands.installation, state=ConsentState.RECEIVED))
    clock.advance(days=1)
    hands.coordinator.post(f"/v1/consents/{consent_id}/return", {"reasons": ["illegible"]}, version=1)
    returned_at = clock.now()
    clock.advance(days=1)
    dispose(hands, consent_id)

    assert books(hands, at=returned_at.isoformat()) == (1, 0, 0, 1)
    assert books(hands, at=clock.now().isoformat()) == (1, 0, 1, 0)


def test_a_lost_form_shows_in_the_books_of_the_period_in_which_the_next_one_came(
    sqlite_hands: Hands,
    clock: FrozenClock,
) -> None:
    lost = [a_consent(sqlite_hands.installation), a_consent(sqlite_hands.installation)]
    clock.advance(days=1)
    a_consent(sqlite_hands.installation)
    with sqlite_hands.installation.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM consents WHERE id = ?", (lost[0].hex,))

    whole = sqlite_hands.isa_exchange.get("/v1/receipts/reconciliation").json()
    first_day = books(sqlite_hands, until="2026-06-01")
    second_day = books(sqlite_hands, **{"from": "2026-06-02", "until": "2026-06-02"})

    assert (whole["provided"], whole["held"], whole["reconciles"]) == (3, 2, False)
    assert (first_day, second_day) == ((2, 1, 0, 0), (1, 1, 0, 0))


def test_the_form_lost_last_shows_in_every_book_that_reaches_the_present(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation)
    lost = a_consent(sqlite_hands.installation)
    with sqlite_hands.installation.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM consents WHERE id = ?", (lost.hex,))

    spans: list[dict[str, str]] = [{}, {"from": "2026-06-01"}, {"until": "2026-06-01"}, {"until": "2026-05-31"}]

    assert [books(sqlite_hands, **span)[0] for span in spans] == [2, 2, 2, 0]


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("from=2026-06-02&until=2026-06-01", "?until", "before_start"),
        ("from=2026-02-30", "?from", "date_from_datetime_parsing"),
        ("from=0001-01-01", "?from", "datetime_range"),
        ("until=9999-12-31", "?until", "datetime_range"),
        ("at=2026-06-01T12:00:01%2B09:00", "?at", "in_the_future"),
        ("at=2026-06-01T12:00:00", "?at", "datetime_type"),
    ],
)
def test_a_period_that_cannot_be_is_refused(sqlite_hands: Hands, query: str, pointer: str, code: str) -> None:
    refused = sqlite_hands.isa_exchange.get(f"/v1/receipts/reconciliation?{query}")

    fault = refused.json()["errors"][0]
    assert (refused.status_code, fault["pointer"], fault["code"]) == (422, pointer, code)


@pytest.mark.parametrize("path", ["", "/reconciliation"])
def test_receipts_are_for_isa(sqlite_hands: Hands, path: str) -> None:
    refused = [hand.get(f"/v1/receipts{path}") for hand in (sqlite_hands.coordinator, sqlite_hands.mail_intake)]

    assert [answer.json()["type"] for answer in refused] == ["/problems/insufficient-scope"] * 2


def dispose(hands: Hands, consent_id: str) -> None:
    """Leave of a form what a disposal leaves."""
    table = SQLModel.metadata.tables["consents"]
    gone = {"state": ConsentState.DISPOSED, "sealed": None, "disposed_at": hands.installation.clock.now()}
    with hands.installation.database.engine.begin() as connection:
        connection.execute(table.update().where(table.c.id == UUID(consent_id)).values(gone))


def books(hands: Hands, **span: str) -> tuple[int, int, int, int]:
    """Return what ISA is told was provided, is held, was disposed of and was returned; in exactly one place each."""
    counted = hands.isa_exchange.get("/v1/receipts/reconciliation", params=span).json()
    places = counted["held"], counted["disposed"], counted["returned"]
    assert counted["reconciles"] is (counted["provided"] == sum(places))
    return counted["provided"], *places


def listed(hands: Hands, **wanted: str) -> list[str]:
    """Return the ids of the receipts that a filtered list shows."""
    return [item["id"] for item in hands.isa_exchange.get("/v1/receipts", params=wanted).json()["items"]]
