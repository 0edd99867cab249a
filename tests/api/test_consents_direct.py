"""Can people register with the association itself, under the same protection and outside what ISA learns and counts?"""

from typing import Any
from uuid import UUID

import pytest

from app.consents.models import Consent
from app.core.clock import FrozenClock
from app.vault.keystore import Domain
from app.vault.models import record_keys
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent, a_form
from tests.support.hands import Hand, Hands
from tests.support.staff import a_staff_member

PATH = "/v1/consents/direct"
CONSENTS = {"consents": {"matching": True}}


def test_staff_enter_a_person_who_comes_to_the_association(hands: Hands) -> None:
    entered = hands.coordinator.post(PATH, a_form(name="Michiko Direct"))

    assert (entered.status_code, entered.json()["source"], entered.json()["channel"]) == (201, "direct", None)
    opened = hands.coordinator.get(entered.headers["location"])
    assert (opened.json()["form"]["name"], opened.json()["state"]) == ("Michiko Direct", "received")


def test_the_registration_is_sealed_under_the_keys_of_its_own_source(sqlite_hands: Hands) -> None:
    entered = sqlite_hands.coordinator.post(PATH, a_form()).json()

    with sqlite_hands.installation.database.engine.connect() as connection:
        domains = connection.execute(record_keys.select().where(record_keys.c.record_id == UUID(entered["id"])))
        assert [row.domain for row in domains] == [Domain.DIRECT]


def test_each_source_has_a_count_of_its_own(hands: Hands) -> None:
    a_consent(hands.installation)

    numbers = [hands.coordinator.post(PATH, a_form()).json()["receipt_number"] for _ in range(2)]

    assert numbers == [1, 2]
    assert hands.isa_exchange.get("/v1/receipts/reconciliation").json()["provided"] == 1


def test_isa_sees_nothing_of_it(sqlite_hands: Hands) -> None:
    entered = sqlite_hands.coordinator.post(PATH, a_form()).json()
    sqlite_hands.coordinator.post(f"/v1/consents/{entered['id']}/return", {"reasons": ["not_signed"]}, version=1)

    receipt = sqlite_hands.isa_exchange.get(f"/v1/receipts/{entered['id']}")
    receipts, feed = (sqlite_hands.isa_exchange.get(path).json() for path in ("/v1/receipts", "/v1/feeds/consents"))

    assert (receipt.status_code, receipts["items"], feed) == (404, [], [])
    assert sqlite_hands.isa_exchange.get("/v1/receipts/reconciliation").json()["provided"] == 0


def test_the_very_same_registration_is_found_again(hands: Hands) -> None:
    form = a_form()
    first = hands.coordinator.post(PATH, form)

    again = hands.coordinator.post(PATH, form)

    assert (again.status_code, again.json()) == (200, first.json() | {"already_held": True})


def test_the_same_form_from_isa_is_a_form_of_its_own(sqlite_hands: Hands) -> None:
    form = a_form()
    entered = sqlite_hands.coordinator.post(PATH, form).json()

    provided = a_consent(sqlite_hands.installation, **form)

    assert str(provided) != entered["id"]


def test_without_any_term_it_is_verified_activated_and_matched(hands: Hands) -> None:
    path = f"/v1/consents/{hands.coordinator.post(PATH, a_form()).json()['id']}"
    moves: list[tuple[str, Any]] = [("verify", CONSENTS), ("activate", None), ("pause", None), ("resume", None)]

    moved = [hands.coordinator.post(f"{path}/{move}", body, version=n) for n, (move, body) in enumerate(moves, 1)]
    pair = {"consent_id": path.rpartition("/")[2], "applicant_id": str(an_applicant(hands.installation))}
    proposed = hands.coordinator.post("/v1/matches", pair)

    assert [answer.status_code for answer in moved] == [200] * 4
    assert (proposed.status_code, proposed.json()["source"]) == (201, "direct")


def test_a_registration_needs_no_transcription(sqlite_hands: Hands) -> None:
    entered = sqlite_hands.coordinator.post(PATH, a_form()).json()

    body = {"transcription": a_form()}
    refused = sqlite_hands.coordinator.post(f"/v1/consents/{entered['id']}/verify", body, version=1)

    fault = refused.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == ("/transcription", "not_expected")


def test_unbriefed_staff_register_nobody(sqlite_hands: Hands) -> None:
    hand = Hand(
        sqlite_hands.client,
        sqlite_hands.installation,
        sqlite_hands.coordinator.role,
        a_staff_member(sqlite_hands.installation),
    )

    refused = hand.post(PATH, a_form())

    assert (refused.status_code, refused.json()["type"], refused.json()["clause"]) == (
        403,
        "/problems/not-briefed",
        "3(1)",
    )


def test_lists_tell_the_sources_apart_and_what_came_outside_a_term(hands: Hands, clock: FrozenClock) -> None:
    hands.coordinator.post(PATH, a_form())
    provided = str(a_consent(hands.installation))
    mail = b"From: exchange@isa.example\r\n\r\nConsent form of Jiro Example."
    hands.mail_intake.post("/v1/consents/mail", content=mail, headers={"Content-Type": "message/rfc822"})

    assert numbers_of(hands, "source=direct") == [("direct", 1)]
    assert numbers_of(hands, "source=isa") == [("isa", 1), ("isa", 2)]
    assert numbers_of(hands, "outside_term=true") == [("isa", 2)]
    assert numbers_of(hands, "state=active&outside_term=false") == [("isa", 1)]
    assert numbers_of(hands, "confirmation_overdue=true") == []
    clock.advance(days=181)
    assert numbers_of(hands, "confirmation_overdue=true") == [("isa", 1)]
    assert hands.coordinator.get(f"/v1/consents/{provided}").json()["confirmation_overdue"] is True


@pytest.mark.parametrize("query", ["state=held", "source=embassy", "outside_term=perhaps", "availability=busy"])
def test_a_list_is_asked_for_in_words_it_knows(sqlite_hands: Hands, query: str) -> None:
    refused = sqlite_hands.coordinator.get(f"/v1/consents?{query}")

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"?{query.partition('=')[0]}")


def test_the_database_itself_keeps_channels_to_what_isa_provided(sqlite_hands: Hands) -> None:
    entered = UUID(sqlite_hands.coordinator.post(PATH, a_form()).json()["id"])
    table = Consent.metadata.tables["consents"]

    with (
        pytest.raises(Exception, match="channel_of_isa"),
        sqlite_hands.installation.database.engine.begin() as connection,
    ):
        connection.execute(table.update().where(table.c.id == entered).values(channel="email"))


def numbers_of(hands: Hands, query: str) -> list[tuple[str, int]]:
    """Return the source and number of each consent that a filtered list shows."""
    items = hands.coordinator.get(f"/v1/consents?{query}").json()["items"]
    return [(item["source"], item["receipt_number"]) for item in items]
