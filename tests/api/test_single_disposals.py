"""Are single records disposed of whole, an applicant's too, and does what is open delay that and never for ever?"""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.applicants.models import ApplicantState
from app.core.clock import FrozenClock
from app.vault.keystore import Domain
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent, a_mail
from tests.support.disposals import carried_out, proposed, step
from tests.support.hands import Hands
from tests.support.incidents import REPORT
from tests.support.matching import led
from tests.support.subjects import a_request

NEEDLE = "Zqxjkvbw"


def of_applicants(*applicants: UUID, basis: str = "withdrawal") -> dict[str, Any]:
    """Return the proposal of a disposal of applicants."""
    return {"basis": basis, "applicant_ids": [str(one) for one in applicants]}


def of_consents(*consents: UUID, basis: str = "withdrawal") -> dict[str, Any]:
    """Return the proposal of a disposal of consents."""
    return {"basis": basis, "consent_ids": [str(one) for one in consents]}


def test_an_applicant_is_gone_and_the_others_and_isas_forms_stay_readable(hands: Hands) -> None:
    goes, stays = (an_applicant(hands.installation, email=f"{one}@example.org") for one in ("goes", "stays"))
    form = a_consent(hands.installation)

    done = carried_out(hands, of_applicants(goes))

    assert (done["state"], done["findings"], done["source"]) == ("verified", [], "direct")
    assert hands.coordinator.get(f"/v1/applicants/{goes}").status_code == 410
    assert hands.coordinator.get(f"/v1/applicants/{stays}").json()["profile"]["email"] == "stays@example.org"
    assert hands.coordinator.get(f"/v1/consents/{form}").status_code == 200


def test_the_old_keys_of_the_domain_are_destroyed_and_those_of_the_other_are_not(sqlite_hands: Hands) -> None:
    keys = sqlite_hands.installation.key_store

    carried_out(sqlite_hands, of_applicants(an_applicant(sqlite_hands.installation)))

    assert keys.is_destroyed(Domain.DIRECT, 1)
    assert not keys.is_destroyed(Domain.ISA, 1)


def test_nobody_finds_who_was_disposed_of(sqlite_hands: Hands) -> None:
    goes = an_applicant(sqlite_hands.installation, name="Leaves Example")
    carried_out(sqlite_hands, of_applicants(goes))

    found = sqlite_hands.coordinator.post("/v1/applicants/search", {"name": "Leaves Example"})

    assert found.json()["items"] == []


def test_a_match_of_an_applicant_who_is_gone_names_nobody(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation)
    match = led(sqlite_hands, 5, applicant=applicant)

    done = carried_out(sqlite_hands, of_applicants(applicant))

    assert done["match_count"] == 1
    assert done["provisions_kept"] >= 1
    assert sqlite_hands.coordinator.get(f"/v1/matches/{match['id']}").status_code == 410


def test_isa_learns_nothing_of_a_disposal_that_is_none_of_its_data(sqlite_hands: Hands) -> None:
    done = carried_out(sqlite_hands, of_applicants(an_applicant(sqlite_hands.installation)))

    refused = step(sqlite_hands, "secretary_general", done, "report")

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert sqlite_hands.isa_exchange.get("/v1/feeds/disposals").json() == []


def test_a_report_on_single_forms_ends_no_clause(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    done = carried_out(sqlite_hands, of_consents(a_consent(sqlite_hands.installation)))
    step(sqlite_hands, "secretary_general", done, "report")
    clock.advance(seconds=1)

    clauses = sqlite_hands.secretary_general.get("/v1/agreements/effect").json()["clauses"]

    assert [one["in_force"] for one in clauses if one["clause"] == "2(4)"] == [True]


def test_a_returned_form_that_came_by_mail_leaves_nothing(sqlite_hands: Hands, tmp_path: Path) -> None:
    an_agreement(sqlite_hands.installation)
    raw = a_mail(f"Consent form of {NEEDLE}")
    sent = sqlite_hands.mail_intake.post("/v1/consents/mail", content=raw, headers={"Content-Type": "message/rfc822"})
    form = sent.json()["receipts"][0]["id"]
    sqlite_hands.coordinator.post(f"/v1/consents/{form}/return", {"reasons": ["illegible"]}, version=1)

    done = carried_out(sqlite_hands, of_consents(UUID(form), basis="retention"))

    assert (done["state"], done["findings"]) == ("verified", [])
    assert sqlite_hands.coordinator.get(f"/v1/consents/{form}/document").status_code == 410
    counts = sqlite_hands.isa_exchange.get("/v1/receipts/reconciliation").json()
    assert (counts["disposed"], counts["returned"], counts["reconciles"]) == (1, 0, True)
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and NEEDLE.encode() in file.read_bytes()]


def test_what_is_gone_already_and_what_came_from_both_sides_is_not_proposed(sqlite_hands: Hands) -> None:
    installation = sqlite_hands.installation
    gone = an_applicant(installation, state=ApplicantState.DISPOSED)
    mixed = of_consents(a_consent(installation)) | {"applicant_ids": [str(an_applicant(installation))]}

    answers = [
        sqlite_hands.privacy_officer.post("/v1/disposals", body)
        for body in (of_applicants(gone), mixed, {"basis": "withdrawal"}, of_applicants(basis="request"))
    ]

    assert [answer.status_code for answer in answers] == [410, 422, 422, 422]
    assert answers[1].json()["errors"][0]["code"] == "more_than_one_source"


def test_the_clause_takes_no_list(sqlite_hands: Hands) -> None:
    body = of_applicants(an_applicant(sqlite_hands.installation), basis="2(4)")

    answer = sqlite_hands.privacy_officer.post("/v1/disposals", body | {"stopped_matching_on": "2026-05-01"})

    assert answer.json()["errors"][0]["code"] == "not_with_this_basis"


def blocked(hands: Hands) -> dict[str, Any]:
    """Return an approved disposal of a form that an open incident names."""
    form = a_consent(hands.installation)
    hands.privacy_officer.post("/v1/incidents", REPORT | {"receipt_ids": [str(form)]})
    disposal = proposed(hands, of_consents(form))
    approved: dict[str, Any] = step(hands, "secretary_general", disposal, "approve").json()
    return approved


def test_an_open_incident_delays_and_says_so(sqlite_hands: Hands) -> None:
    disposal = blocked(sqlite_hands)

    refused = step(sqlite_hands, "privacy_officer", disposal, "execute")

    assert [one["reason"] for one in disposal["blocked_by"]] == ["open_incident"]
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/disposal-blocked")
    assert (refused.json()["basis"], refused.json()["reading"]) == ("reading", "R2.4-5")


def test_an_open_request_about_the_same_person_delays_too(sqlite_hands: Hands) -> None:
    person = an_applicant(sqlite_hands.installation)
    a_request(sqlite_hands.installation, person)

    disposal = proposed(sqlite_hands, of_applicants(person))

    assert [one["reason"] for one in disposal["blocked_by"]] == ["open_request"]


def test_it_goes_on_at_once_where_a_reason_is_named(sqlite_hands: Hands) -> None:
    named = {"reason": "open_incident", "days": 0}
    delayed = step(sqlite_hands, "privacy_officer", blocked(sqlite_hands), "delay", named)

    done = step(sqlite_hands, "privacy_officer", delayed.json(), "execute")

    assert (delayed.json()["state"], delayed.json()["delayed_until"]) == ("approved", "2026-06-01")
    assert done.json()["state"] == "executing"


def test_it_waits_until_the_day_that_was_named_and_isa_is_told(sqlite_hands: Hands, clock: FrozenClock) -> None:
    named = {"reason": "open_incident", "days": 7}
    delayed = step(sqlite_hands, "privacy_officer", blocked(sqlite_hands), "delay", named).json()
    clock.advance(days=6)
    early = step(sqlite_hands, "privacy_officer", delayed, "execute")
    clock.advance(days=1)

    done = step(sqlite_hands, "privacy_officer", delayed, "execute")

    assert (early.status_code, done.status_code) == (403, 200)
    told = [event["data"] for event in sqlite_hands.isa_exchange.get("/v1/feeds/disposals").json()]
    assert [(one["reasons"], one["until"]) for one in told if "until" in one] == [(["open_incident"], "2026-06-08")]


def test_without_a_word_a_block_has_its_days_and_no_more(sqlite_hands: Hands, clock: FrozenClock) -> None:
    disposal = blocked(sqlite_hands)
    clock.advance(days=30)

    assert step(sqlite_hands, "privacy_officer", disposal, "execute").status_code == 200


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"reason": "open_incident", "days": 31}, "out_of_bounds"),
        ({"reason": "open_request", "days": 1}, "nothing_blocks"),
        ({"reason": "open_incident", "days": -1}, "greater_than_equal"),
        ({"reason": "busy", "days": 1}, "enum"),
    ],
)
def test_a_delay_needs_what_blocks_and_a_day_within_bounds(
    sqlite_hands: Hands, named: dict[str, Any], code: str
) -> None:
    answer = step(sqlite_hands, "privacy_officer", blocked(sqlite_hands), "delay", named)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


def test_what_is_executed_is_delayed_no_more(sqlite_hands: Hands) -> None:
    done = carried_out(sqlite_hands, of_consents(a_consent(sqlite_hands.installation)))

    answer = step(sqlite_hands, "privacy_officer", done, "delay", {"reason": "open_incident", "days": 1})

    assert answer.status_code == 409
