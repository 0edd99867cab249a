"""May briefed staff, and nobody else, open, check, activate, return and withdraw consents, each act on record?"""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from tests.support.agreements import an_agreement
from tests.support.consents import a_consent, a_form, a_mail, a_mailed_consent
from tests.support.faults import faults_of
from tests.support.hands import Hand, Hands
from tests.support.papers import a_pdf
from tests.support.staff import a_staff_member

A_YEAR = 365
MOVES: dict[str, object] = {"verify": {}, "activate": None, "return": {"reasons": ["illegible"]}, "withdraw": None}


def test_briefed_staff_open_a_consent(hands: Hands) -> None:
    consent_id = a_consent(hands.installation, name="Taro Needle", prefecture="13")

    opened = hands.coordinator.get(f"/v1/consents/{consent_id}")

    assert opened.status_code == 200
    assert opened.headers["etag"] == '"2"'
    assert (opened.json()["state"], opened.json()["source"]) == ("active", "isa")
    assert (opened.json()["form"]["name"], opened.json()["form"]["prefecture"]) == ("Taro Needle", "13")
    given = opened.json()["given"]
    assert (given["matching"], given["provision_abroad"]) == (True, True)
    assert [told["country"] for told in given["told_of_abroad"]] == ["BRA"]


def test_every_reading_is_recorded_with_the_names_of_the_fields_and_no_value(hands: Hands) -> None:
    consent_id = a_consent(hands.installation, name="Taro Needle")

    hands.coordinator.get(f"/v1/consents/{consent_id}")

    read = entries_about(hands, consent_id)[-1]
    assert (read["action"], read["staff_id"]) == ("consent.read", str(hands.coordinator.staff_id))
    assert {"name", "email", "prefecture"} <= set(read["facts"]["fields"])
    assert "Needle" not in str(read)


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/document"])
def test_unbriefed_staff_open_nothing(sqlite_hands: Hands, path: str) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    refused = unbriefed(sqlite_hands).get(f"/v1/consents{path.format(id=consent_id)}")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-briefed")
    assert (refused.json()["clause"], refused.json()["basis"]) == ("3(1)", "text")


@pytest.mark.parametrize("move", MOVES)
def test_unbriefed_staff_change_nothing(sqlite_hands: Hands, move: str) -> None:
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.RECEIVED)

    refused = unbriefed(sqlite_hands).post(f"/v1/consents/{consent_id}/{move}", MOVES[move], version=1)

    assert refused.json()["type"] == "/problems/not-briefed"


def test_isa_reads_no_consent_back(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    refused = [sqlite_hands.isa_exchange.get(path) for path in ("/v1/consents", f"/v1/consents/{consent_id}")]

    assert [(answer.status_code, answer.json()["type"]) for answer in refused] == [
        (403, "/problems/insufficient-scope"),
    ] * 2


def test_the_list_tells_nothing_about_a_person(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation, name="Taro Needle")

    listed = sqlite_hands.coordinator.get("/v1/consents")

    assert [item["receipt_number"] for item in listed.json()["items"]] == [1]
    assert not {"Needle", "example.jp"} & set(listed.text.replace("@", " ").split())


def test_a_form_is_verified_and_then_activated(hands: Hands) -> None:
    an_agreement(hands.installation)
    consent_id = a_consent(hands.installation, state=ConsentState.RECEIVED)

    told = {"consents": {"matching": True}}
    verified = hands.coordinator.post(f"/v1/consents/{consent_id}/verify", told, version=1)
    activated = hands.coordinator.post(f"/v1/consents/{consent_id}/activate", version=2)

    assert [answer.json()["state"] for answer in (verified, activated)] == ["verified", "active"]
    assert activated.json()["activated_at"] is not None
    opened = hands.coordinator.get(f"/v1/consents/{consent_id}").json()
    assert opened["given"] == {
        "matching": True,
        "provision_abroad": None,
        "text_version": None,
        "told_of_abroad": [],
    }


def test_a_move_shows_nothing_about_the_person(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.RECEIVED, name="Taro Needle")

    verified = sqlite_hands.coordinator.post(f"/v1/consents/{consent_id}/verify", {}, version=1)

    assert verified.status_code == 200
    assert "Needle" not in verified.text


@pytest.mark.parametrize("move", ["verify", "activate"])
def test_outside_a_term_no_form_is_used(hands: Hands, move: str) -> None:
    consent_id = a_consent(hands.installation, state=ConsentState.VERIFIED)

    refused = hands.coordinator.post(f"/v1/consents/{consent_id}/{move}", MOVES[move], version=2)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/outside-the-term")
    assert [refused.json()[member] for member in ("clause", "basis", "reading")] == ["5", "reading", "R5-4"]


def test_reading_and_withdrawing_go_on_after_the_term(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    consent_id = a_consent(hands.installation)
    clock.advance(days=A_YEAR)

    opened = hands.coordinator.get(f"/v1/consents/{consent_id}")
    withdrawn = hands.coordinator.post(f"/v1/consents/{consent_id}/withdraw", version=2)

    assert opened.status_code == 200
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")


def test_a_form_that_came_by_mail_is_transcribed_when_it_is_verified(hands: Hands) -> None:
    an_agreement(hands.installation)
    consent_id = a_mailed_consent(hands.installation)

    missing = hands.coordinator.post(f"/v1/consents/{consent_id}/verify", {}, version=1)
    verified = hands.coordinator.post(f"/v1/consents/{consent_id}/verify", {"transcription": a_form()}, version=1)

    assert faults_of(missing) == [("/transcription", "missing")]
    assert verified.json()["state"] == "verified"
    assert hands.coordinator.get(f"/v1/consents/{consent_id}").json()["form"]["name"] == a_form()["name"]


def test_a_mailed_form_has_nothing_to_show_before_its_transcription(sqlite_hands: Hands) -> None:
    consent_id = a_mailed_consent(sqlite_hands.installation)

    opened = sqlite_hands.coordinator.get(f"/v1/consents/{consent_id}")

    assert (opened.status_code, opened.json()["form"]) == (200, None)


def test_what_isa_sent_as_json_is_not_transcribed(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.RECEIVED)

    body = {"transcription": a_form()}
    refused = sqlite_hands.coordinator.post(f"/v1/consents/{consent_id}/verify", body, version=1)

    assert faults_of(refused) == [("/transcription", "not_expected")]


def test_a_transcription_is_not_dated_in_the_future(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = a_mailed_consent(sqlite_hands.installation)

    body = {"transcription": a_form(signed_on="2026-06-02")}
    refused = sqlite_hands.coordinator.post(f"/v1/consents/{consent_id}/verify", body, version=1)

    assert faults_of(refused) == [("/transcription/signed_on", "in_the_future")]


def test_isa_learns_from_its_feed_why_a_form_is_returned(hands: Hands) -> None:
    consent_id = a_consent(hands.installation, state=ConsentState.RECEIVED)

    reasons = {"reasons": ["not_signed", "contact_missing"]}
    returned = hands.coordinator.post(f"/v1/consents/{consent_id}/return", reasons, version=1)

    assert (returned.json()["state"], returned.json()["returned_reasons"]) == ("returned", reasons["reasons"])
    told = hands.isa_exchange.get("/v1/feeds/consents").json()[0]
    assert told["type"] == "org.yonsei-matching.consent.returned.v1"
    assert told["data"] == {"id": str(consent_id), "receipt_number": 1, **reasons}


def test_a_person_who_said_no_to_matching_is_not_activated(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.VERIFIED, matching=False)

    refused = sqlite_hands.coordinator.post(f"/v1/consents/{consent_id}/activate", version=2)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")


@pytest.mark.parametrize(("move", "body"), MOVES.items())
def test_a_withdrawn_consent_moves_no_more(sqlite_hands: Hands, move: str, body: object) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.WITHDRAWN)

    refused = sqlite_hands.coordinator.post(f"/v1/consents/{consent_id}/{move}", body, version=2)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_a_version_that_has_passed_moves_nothing(hands: Hands) -> None:
    consent_id = a_consent(hands.installation)

    refused = hands.coordinator.post(f"/v1/consents/{consent_id}/withdraw", version=1)

    assert refused.status_code == 412
    assert hands.coordinator.get(f"/v1/consents/{consent_id}").json()["state"] == "active"


@pytest.mark.parametrize("path", ["", "/document"])
def test_a_disposed_consent_is_gone(sqlite_hands: Hands, path: str) -> None:
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.DISPOSED)

    gone = sqlite_hands.coordinator.get(f"/v1/consents/{consent_id}{path}")

    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/disposed")


@pytest.mark.parametrize("path", ["", "/document"])
def test_an_unknown_consent_is_not_found(sqlite_hands: Hands, path: str) -> None:
    unknown = sqlite_hands.coordinator.get(f"/v1/consents/01900000-0000-7000-8000-000000000000{path}")

    assert unknown.status_code == 404


def test_the_original_is_downloaded_as_an_attachment_and_on_record(hands: Hands) -> None:
    raw = a_mail(files=[a_pdf()])
    consent_id = UUID(mailed(hands, raw)["receipts"][0]["id"])

    original = hands.coordinator.get(f"/v1/consents/{consent_id}/document")

    assert (original.status_code, original.content) == (200, raw)
    assert original.headers["content-type"] == "message/rfc822"
    assert original.headers["content-disposition"] == 'attachment; filename="mail-1.eml"'
    assert original.headers["x-content-type-options"] == "nosniff"
    assert original.headers["content-security-policy"].startswith("sandbox")
    assert entries_about(hands, consent_id)[-1]["action"] == "document.read"


def test_a_form_sent_as_json_has_no_document(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    missing = sqlite_hands.coordinator.get(f"/v1/consents/{consent_id}/document")

    assert missing.status_code == 404


def test_no_personal_value_stands_in_the_files_of_the_database(
    sqlite_hands: Hands,
    sqlite_installation: Installation,
) -> None:
    an_agreement(sqlite_installation)
    form = a_form(name="Taro Needle", phone="090-0000-4711", remarks="allergic to needles", email="needle@example.jp")
    sqlite_hands.isa_exchange.post("/v1/consents", form)
    mailed(sqlite_hands, a_mail("from Jiro Needle", files=[b"%PDF Needle"]))
    sqlite_hands.coordinator.get("/v1/consents")

    database = str(sqlite_installation.database.engine.url.database)
    written = b"".join(Path(f"{database}{end}").read_bytes() for end in ("", "-wal"))

    assert b"consent.received" in written
    assert [word for word in (b"eedle", b"4711", b"allergic") if word in written] == []


def entries_about(hands: Hands, record_id: UUID) -> list[dict[str, Any]]:
    """Return the audit entries about a record, oldest first."""
    items: list[dict[str, Any]] = hands.auditor.get(f"/v1/audit/entries?resource_id={record_id}").json()["items"]
    return items


def mailed(hands: Hands, raw: bytes) -> dict[str, Any]:
    """Hand a mail over and return its receipt."""
    headers = {"Content-Type": "message/rfc822"}
    receipt: dict[str, Any] = hands.mail_intake.post("/v1/consents/mail", content=raw, headers=headers).json()
    return receipt


def unbriefed(hands: Hands) -> Hand:
    """Return a coordinator behind whom somebody stands who was never briefed."""
    return Hand(hands.client, hands.installation, Role.COORDINATOR, a_staff_member(hands.installation))
