"""Does the person see everything held on them, who was told and who looked, and nothing of anybody else?"""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from app.applicants.models import ApplicantProfile
from app.consents.models import Consent, ConsentForm, ConsentState, GivenConsents
from app.consents.queries import open_content
from app.core.clock import FrozenClock
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Grounds
from app.provisions.models import OccasionKind, ProvidedTo
from app.provisions.recording import Occasion
from app.requests.answering import prefers_page
from tests.requests.test_requests import facts_of
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.incidents import an_incident
from tests.support.matching import led
from tests.support.provisions import provided
from tests.support.requests import STOP, act, disclosed, granted, in_review, receive

SUPPORTER, APPLICANT = "Sachiko Supporter", "Aparecida Applicant"


def matched(hands: Hands, steps: int) -> tuple[UUID, UUID]:
    """Return the consent and the applicant of a match that was led so many steps."""
    an_agreement(hands.installation)
    form = a_consent(hands.installation, name=SUPPORTER, email="sachiko@example.jp", remarks="Weekends only.")
    person = an_applicant(hands.installation, name=APPLICANT, email="aparecida@example.org")
    led(hands, steps, consent=form, applicant=person)
    return form, person


def test_everything_that_is_sealed_of_a_form_is_disclosed_years_after_the_term(
    hands: Hands, clock: FrozenClock
) -> None:
    form, _ = matched(hands, 5)
    clock.advance(days=1000)

    shown = disclosed(hands, granted(hands, consents=(form,))).json()

    (held,) = shown["consents"]
    assert held["form"] == hands.installation.database.run(all_that_is_sealed, form)
    assert (held["form"]["name"], held["state"], held["source"]) == (SUPPORTER, "active", "isa")
    assert (shown["draft"], shown["nothing_held"], shown["applicants"]) == (False, False, [])


def test_everything_that_is_sealed_of_an_applicant_is_disclosed(sqlite_hands: Hands) -> None:
    _, person = matched(sqlite_hands, 5)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, applicants=(person,))).json()

    (held,) = shown["applicants"]
    assert held["profile"]["name"] == APPLICANT
    assert set(held["profile"]) <= set(ApplicantProfile.model_fields)
    assert held["profile"].keys() >= {"date_of_birth", "needs", "consent_to_matching", "wished_area"}


@pytest.mark.parametrize("steps", [3, 5])
def test_the_other_side_is_in_it_by_name_only_once_the_person_was_told_it(steps: int, sqlite_hands: Hands) -> None:
    form, person = matched(sqlite_hands, steps)

    of_supporter = disclosed(sqlite_hands, granted(sqlite_hands, consents=(form,)))
    of_applicant = disclosed(sqlite_hands, granted(sqlite_hands, applicants=(person,)))

    assert (APPLICANT in of_supporter.text, SUPPORTER in of_applicant.text) == (steps == 5, steps == 5)
    assert "aparecida@" not in of_supporter.text
    assert "sachiko@" not in of_applicant.text
    assert "vegetarian" not in of_supporter.text


def test_a_match_says_what_the_person_was_told_and_a_provision_what_was_told_of_them(sqlite_hands: Hands) -> None:
    form, _ = matched(sqlite_hands, 5)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, consents=(form,))).json()

    (match,) = shown["matches"]
    assert [(one["step"], set(one["items"])) for one in match["told"]] == [
        ("offered_to_supporter", {"country_of_origin", "languages", "month_of_arrival", "needs", "wished_area"}),
        ("contact_released", {"name"}),
    ]
    assert [(one["recipient"], one["items"], one["abroad"]) for one in shown["provisions"]] == [
        ("applicant", ["holder_kind", "languages", "prefecture"], True),
        ("applicant", ["email", "name"], True),
    ]


def test_provisions_to_public_bodies_are_named_with_their_basis(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    incident = an_incident(sqlite_hands.installation)
    told = {"occasion": Occasion(OccasionKind.INCIDENT, incident), "consent_id": form, "source": Source.ISA}
    provided(sqlite_hands.installation, **told)
    law = Grounds(law="article 26(1)")
    provided(sqlite_hands.installation, recipient=ProvidedTo.PPC, grounds=law, **told)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, kind="provision_records", consents=(form,))).json()

    assert [(one["recipient_name"], one["basis"], one["occasion"]) for one in shown["provisions"]] == [
        ("出入国在留管理庁", "clause 2(3)", "incident"),
        ("個人情報保護委員会", "article 26(1)", "incident"),
    ]
    assert (shown["consents"], shown["readings"], shown["requests"]) == ([], [], [])


def test_who_looked_is_told_by_identifier_purpose_and_own_fields(sqlite_hands: Hands) -> None:
    form, person = matched(sqlite_hands, 5)
    sqlite_hands.coordinator.get(f"/v1/consents/{form}")
    request = granted(sqlite_hands, consents=(form,))
    disclosed(sqlite_hands, request)

    readings = disclosed(sqlite_hands, request).json()["readings"]

    staff = str(sqlite_hands.coordinator.staff_id)
    opened = [one for one in readings if one["action"] == "consent.read"]
    assert [(one["purpose"], one["staff_id"]) for one in opened] == [("support", staff), ("rights", None)]
    assert "needs" not in {name for one in readings for name in one["fields"]}
    assert {one["record_id"] for one in readings} != {str(person)}


def test_each_disclosure_is_recorded_by_record_and_field_before_it_leaves(sqlite_hands: Hands) -> None:
    form, person = matched(sqlite_hands, 5)
    request = granted(sqlite_hands, consents=(form,), applicants=(person,))

    disclosed(sqlite_hands, request)

    assert "remarks" in facts_of(sqlite_hands.installation, "consent.read")[-1]["fields"]
    assert "date_of_birth" in facts_of(sqlite_hands.installation, "applicant.read")[-1]["fields"]
    assert facts_of(sqlite_hands.installation, "provision.read") == [{"fields": ["recipient_name"]}] * 4
    assert facts_of(sqlite_hands.installation, "request.read")[-1]["fields"] == [
        "applicants",
        "consents",
        "matches",
        "provisions",
        "readings",
        "requests",
    ]


def test_withheld_fields_and_sections_are_left_out_and_named(sqlite_hands: Hands) -> None:
    form, _ = matched(sqlite_hands, 5)
    why = {"grounds": ["harm_to_somebody"], "reasons": "The remarks speak of another person."}
    request = in_review(sqlite_hands, consents=(form,))

    request = act(sqlite_hands, request, "grant-partly", why | {"withheld": ["remarks", "readings"]}).json()

    shown = disclosed(sqlite_hands, request)
    assert shown.json()["withheld"] == ["readings", "remarks"]
    assert shown.json()["readings"] == []
    assert "Weekends" not in shown.text
    assert "Weekends" not in disclosed(sqlite_hands, request, accept="text/html").text


def test_incidents_that_name_the_persons_form_are_told_and_others_are_not(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    said = {"kind": "data_protection", "summary": "A form was lost.", "source": "isa", "receipt_ids": [str(form)]}
    mine = sqlite_hands.privacy_officer.post("/v1/incidents", said).json()["id"]
    an_incident(sqlite_hands.installation)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, consents=(form,))).json()

    assert [(one["id"], one["kind"]) for one in shown["incidents"]] == [(mine, "data_protection")]


def test_a_person_whose_form_is_gone_still_learns_who_was_told_and_who_looked(sqlite_hands: Hands) -> None:
    form, _ = matched(sqlite_hands, 5)
    dispose_of_everything(sqlite_hands)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, consents=(form,))).json()

    (held,) = shown["consents"]
    assert (held["state"], held["form"], held["documents"]) == ("disposed", {}, [])
    assert len(shown["provisions"]) == 2
    assert {one["recipient_name"] for one in shown["provisions"]} == {APPLICANT}


def test_nothing_is_opened_before_identity_or_after_a_refusal(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    early = receive(sqlite_hands).json()
    refusal = {"grounds": ["harm_to_somebody"], "reasons": "It would harm another person."}
    refused = act(sqlite_hands, in_review(sqlite_hands, consents=(form,)), "refuse", refusal).json()

    answers = [disclosed(sqlite_hands, one).status_code for one in (early, refused)]

    assert answers == [409, 409]
    assert facts_of(sqlite_hands.installation, "consent.read") == []


def test_a_request_in_review_is_a_draft_and_a_stop_may_be_reviewed_alike(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    request = in_review(sqlite_hands, consents=(form,), **STOP)

    shown = disclosed(sqlite_hands, request).json()

    assert (shown["draft"], len(shown["consents"])) == (True, 1)


def test_a_form_that_was_not_transcribed_has_its_documents_only(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    form = a_consent(sqlite_hands.installation, state=ConsentState.RECEIVED)

    shown = disclosed(sqlite_hands, granted(sqlite_hands, consents=(form,))).json()

    assert shown["consents"][0]["form"].keys() <= set(ConsentForm.model_fields) | set(GivenConsents.model_fields)


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/html", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("application/json, text/html;q=0.9", False),
        ("application/json;q=0.5, text/html;q=0.9", True),
        ("text/html;q=nonsense", False),
        ("text/html, application/json", False),
    ],
)
def test_the_page_is_served_to_whoever_would_rather_have_it(accept: str | None, *, page: bool) -> None:
    assert prefers_page(accept) is page


@pytest.mark.parametrize(("accept", "kind"), [("application/json", "json"), ("text/html", "html")])
def test_a_disclosure_is_an_attachment_that_nothing_keeps_or_runs(accept: str, kind: str, sqlite_hands: Hands) -> None:
    request = granted(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    answer = disclosed(sqlite_hands, request, accept=accept)

    assert answer.headers["content-disposition"] == f'attachment; filename="disclosure-{request["id"]}.{kind}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["content-type"].startswith(accept)


def dispose_of_everything(hands: Hands) -> None:
    """Carry out the disposal that 2(4) asks for."""
    body = {"basis": "2(4)", "stopped_matching_on": "2026-06-01"}
    disposal: dict[str, Any] = hands.privacy_officer.post("/v1/disposals", body).json()
    path = f"/v1/disposals/{disposal['id']}"
    hands.secretary_general.post(f"{path}/approve", version=1)
    hands.privacy_officer.post(f"{path}/execute", version=2)


def all_that_is_sealed(session: Session, consent_id: UUID) -> dict[str, Any]:
    """Return every word that is sealed of a consent, whatever fields there are."""
    content = open_content(session, consent_id, session.get_one(Consent, consent_id).sealed).model_dump(mode="json")
    held = {**content["form"], **content["given"]}
    return {name: value for name, value in held.items() if value is not None and value != []}
