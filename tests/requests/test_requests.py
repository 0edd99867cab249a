"""Does a person's request go its way over HTTP, at any date, with identity, grounds, reasons and two weeks?"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.access.installation import Installation
from app.applicants.models import ApplicantState
from app.audit.models import AuditEntry
from app.consents.forms import EXAMPLE_FORM
from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.requests import queries
from app.worker import tidy
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.requests import ASKED, SHOWN, STOP, act, granted, in_review, receive

REFUSAL = {"grounds": ["harm_to_somebody"], "reasons": "The record speaks of another person."}
NOTHING_HELD = {"grounds": ["no_data_held"], "reasons": "Nothing is held under this name and address."}
DELETION = STOP | {"measure": "delete"}
REMARKS = {"resource": "consents", "field": "remarks"}
UNSOUND: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"arrived_at": "2026-06-01T12:00:01+09:00"}, ("/arrived_at", "out_of_bounds")),
    ({"arrived_at": "2018-06-30T12:00:00+09:00"}, ("/arrived_at", "out_of_bounds")),
    ({"kind": "stop", "grounds": ["no_longer_needed"]}, ("/measure", "missing")),
    ({"kind": "stop", "measure": "delete"}, ("/grounds", "missing")),
    ({"measure": "delete"}, ("/measure", "not_expected")),
    ({"grounds": ["no_longer_needed"]}, ("/grounds", "not_expected")),
    ({"words": "My number is 123456789018."}, ("/words", "my_number")),
    ({"fee": 300}, ("", "extra_forbidden")),
]
UNFIT: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str]]] = [
    ({"channel": "telephone"}, SHOWN, ("/means", "not_by_this_channel")),
    ({"channel": "in_person"}, {"means": "document_shown"}, ("/paper", "missing")),
    ({}, SHOWN | {"paper": "passport"}, ("/paper", "not_expected")),
    ({"requester": "mandated_agent"}, SHOWN, ("/authority", "missing")),
    ({"requester": "legal_guardian"}, SHOWN | {"authority": "letter_of_mandate"}, ("/authority", "not_expected")),
    ({}, SHOWN | {"authority": "letter_of_mandate"}, ("/authority", "not_expected")),
    ({}, SHOWN | {"checked": "Card AB12345678CD."}, ("/checked", "residence_card_number")),
]
UNTAKEN: list[tuple[list[dict[str, Any]], tuple[str, str]]] = [
    ([], ("/corrections", "missing")),
    ([{"field": "prefecture", "value": "48"}], ("/corrections/0/value", "unknown_prefecture")),
    ([{"field": "name", "value": None}], ("/corrections/0/value", "missing")),
    ([{"field": "no_such_field", "value": "x"}], ("/corrections/0/value", "extra_forbidden")),
    ([{"field": "name", "value": "A"}, {"field": "name", "value": "B"}], ("/corrections/1/field", "repeated")),
    ([{"field": "name", "value": "A", "record_id": str(UUID(int=1))}], ("/corrections/0/record_id", "not_linked")),
    ([{"field": "remarks", "value": "123456789018"}], ("/corrections/0/value", "my_number")),
]
UNGRANTED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    (REFUSAL | {"grounds": ["no_data_held"]}, ("/grounds", "not_with_this_decision")),
    (REFUSAL | {"measure": "delete"}, ("/measure", "not_expected")),
    (
        REFUSAL | {"corrections": [REMARKS | {"record_id": str(UUID(int=1)), "value": None}]},
        ("/corrections", "not_expected"),
    ),
]


def test_a_request_is_taken_in_without_an_agreement_and_due_in_two_weeks(hands: Hands) -> None:
    answer = receive(hands)

    assert (answer.status_code, answer.json()["state"]) == (201, "received")
    assert (answer.json()["due_on"], answer.json()["late"]) == ("2026-06-15", False)
    assert answer.headers["location"] == f"/v1/requests/{answer.json()['id']}"


def test_two_weeks_are_counted_from_arrival_in_japan_and_not_from_taking_in(sqlite_hands: Hands) -> None:
    answer = receive(sqlite_hands, arrived_at="2026-05-20T23:30:00+09:00")

    assert answer.json()["due_on"] == "2026-06-03"


def test_lateness_is_shown_and_does_not_go_away_with_the_answer(sqlite_hands: Hands, clock: FrozenClock) -> None:
    request = granted(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))
    clock.advance(days=14)
    in_time = listed(sqlite_hands, request)
    clock.advance(days=1)
    late = listed(sqlite_hands, request)

    answered = act(sqlite_hands, request, "notify", {"notified_by": "electronic"}).json()

    assert (in_time["late"], late["late"], answered["late"]) == (False, True, True)


def test_what_does_not_go_together_is_refused(sqlite_hands: Hands) -> None:
    found = [faults_of(receive(sqlite_hands, **said)) for said, _ in UNSOUND]

    assert found == [[fault] for _, fault in UNSOUND]


def test_identity_is_shown_in_a_way_that_fits(sqlite_hands: Hands) -> None:
    asked = [(receive(sqlite_hands, **said).json(), shown) for said, shown, _ in UNFIT]

    found = [faults_of(act(sqlite_hands, request, "confirm-identity", shown)) for request, shown in asked]

    assert found == [[fault] for _, _, fault in UNFIT]


def test_nothing_is_granted_before_identity_is_shown(sqlite_hands: Hands) -> None:
    request = receive(sqlite_hands).json()
    asked = act(sqlite_hands, request, "ask-identity").json()

    answer = act(sqlite_hands, asked, "grant", {})

    assert asked["state"] == "identity_pending"
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/wrong-state")


def test_an_agent_by_mandate_is_admitted(sqlite_hands: Hands) -> None:
    request = receive(sqlite_hands, requester="mandated_agent", channel="post").json()
    shown = {"means": "copy_and_registered_mail", "paper": "passport", "authority": "letter_of_mandate"}

    answer = act(sqlite_hands, request, "confirm-identity", shown).json()

    assert (answer["state"], answer["authority"]) == ("in_review", "letter_of_mandate")


def test_unknown_records_are_not_linked_and_disposed_ones_are(sqlite_hands: Hands) -> None:
    gone = a_consent(sqlite_hands.installation, state=ConsentState.DISPOSED)
    request = in_review(sqlite_hands, consents=(gone,))

    unknown = act(sqlite_hands, request, "link-records", {"applicant_ids": [str(uuid4())]})

    assert request["consent_ids"] == [str(gone)]
    assert unknown.status_code == 404


def test_a_later_search_replaces_the_one_before(sqlite_hands: Hands) -> None:
    first, second = a_consent(sqlite_hands.installation), an_applicant(sqlite_hands.installation)
    request = in_review(sqlite_hands, consents=(first,))

    again = act(sqlite_hands, request, "link-records", {"applicant_ids": [str(second)]}).json()

    assert (again["consent_ids"], again["applicant_ids"]) == ([], [str(second)])


def test_that_no_data_is_held_is_an_answer(hands: Hands) -> None:
    request = in_review(hands)

    refused = act(hands, request, "refuse", NOTHING_HELD).json()
    page = hands.privacy_officer.get(f"/v1/requests/{refused['id']}/disclosure")

    assert (refused["state"], refused["refusal_grounds"]) == ("refused", ["no_data_held"])
    assert (page.json()["nothing_held"], page.json()["consents"]) == (True, [])


@pytest.mark.parametrize(
    ("looked", "found", "reason"),
    [(False, False, "nobody_looked_yet"), (True, True, "records_linked")],
)
def test_nothing_is_said_to_be_held_only_after_a_search_that_found_none(
    reason: str, sqlite_hands: Hands, *, looked: bool, found: bool
) -> None:
    held = (a_consent(sqlite_hands.installation),) if found else ()
    request = in_review(sqlite_hands, consents=held) if looked else receive(sqlite_hands).json()

    answer = act(sqlite_hands, request, "refuse", NOTHING_HELD)

    assert answer.status_code == 409
    assert answer.json()["reason"] == reason


@pytest.mark.parametrize(
    ("kind", "ground"),
    [("disclosure", "not_untrue"), ("correction", "harm_to_somebody"), ("stop", "hindrance_to_operation")],
)
def test_a_ground_of_another_article_is_refused(kind: str, ground: str, sqlite_hands: Hands) -> None:
    said = STOP if kind == "stop" else {"kind": kind}
    request = in_review(sqlite_hands, consents=(a_consent(sqlite_hands.installation),), **said)

    answer = act(sqlite_hands, request, "refuse", REFUSAL | {"grounds": [ground]})

    assert faults_of(answer) == [("/grounds", "not_for_this_kind")]


@pytest.mark.parametrize("action", ["refuse", "grant-partly"])
def test_reasons_are_given_in_writing_whenever_not_all_is_granted(action: str, sqlite_hands: Hands) -> None:
    request = in_review(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    answer = act(sqlite_hands, request, action, {"grounds": ["harm_to_somebody"]})

    assert faults_of(answer) == [("/reasons", "missing")]


def test_the_reasons_are_shown_again_and_the_decision_is_audited_by_codes(sqlite_hands: Hands) -> None:
    request = in_review(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    refused = act(sqlite_hands, request, "refuse", REFUSAL).json()

    assert refused["reasons"] == REFUSAL["reasons"]
    (facts,) = facts_of(sqlite_hands.installation, "request.decided")
    assert facts == {"decision": "refused", "grounds": ["harm_to_somebody"], "corrected": []}


def test_an_answer_goes_out_as_asked_or_on_paper(sqlite_hands: Hands) -> None:
    request = granted(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    other = act(sqlite_hands, request, "notify", {"notified_by": "other"})
    paper = act(sqlite_hands, request, "notify", {"notified_by": "paper"}).json()

    assert faults_of(other) == [("/notified_by", "not_the_way_asked_for")]
    assert (paper["state"], paper["notified_by"]) == ("notified", "paper")


def test_a_request_without_records_is_not_granted(sqlite_hands: Hands) -> None:
    answer = act(sqlite_hands, in_review(sqlite_hands), "grant", {})

    assert (answer.status_code, answer.json()["reason"]) == (409, "no_records_linked")


def test_a_correction_changes_the_record_after_the_term_too(hands: Hands) -> None:
    form = a_consent(hands.installation, remarks="Call in the morning.")
    wanted = [
        {"resource": "consents", "record_id": str(form), "field": "name", "value": "Hanako Corrected"},
        {"resource": "consents", "record_id": str(form), "field": "remarks", "value": None},
        {"resource": "consents", "record_id": str(form), "field": "provision_abroad", "value": False},
    ]

    answer = granted(hands, {"corrections": wanted}, consents=(form,), kind="correction")

    seen = hands.coordinator.get(f"/v1/consents/{form}").json()
    assert answer["corrected"] == ["name", "provision_abroad", "remarks"]
    assert (seen["form"]["name"], seen["form"]["remarks"]) == ("Hanako Corrected", None)
    assert (seen["given"]["provision_abroad"], seen["form"]["email"][-11:]) == (False, "@example.jp")


def test_a_correction_of_an_applicant_is_read_back(sqlite_hands: Hands) -> None:
    person = an_applicant(sqlite_hands.installation)
    wanted = {"resource": "applicants", "record_id": str(person), "field": "languages", "value": ["pt", "es"]}

    granted(sqlite_hands, {"corrections": [wanted]}, applicants=(person,), kind="correction")

    seen = sqlite_hands.coordinator.get(f"/v1/applicants/{person}").json()
    assert seen["profile"]["languages"] == ["pt", "es"]


def test_a_correction_is_checked_as_the_form_was(sqlite_hands: Hands) -> None:
    form = {"resource": "consents", "record_id": str(a_consent(sqlite_hands.installation))}
    request = in_review(sqlite_hands, consents=(UUID(form["record_id"]),), kind="correction")

    found = [
        faults_of(act(sqlite_hands, request, "grant", {"corrections": [form | one for one in changes]}))
        for changes, _ in UNTAKEN
    ]

    assert found == [[fault] for _, fault in UNTAKEN]


def test_a_stop_takes_both_sides_out_of_the_matching_at_once(hands: Hands) -> None:
    form, person = a_consent(hands.installation), an_applicant(hands.installation)

    granted(hands, consents=(form,), applicants=(person,), **STOP)

    assert hands.coordinator.get(f"/v1/consents/{form}").json()["state"] == "withdrawn"
    assert hands.coordinator.get(f"/v1/applicants/{person}").json()["state"] == "withdrawn"


def test_a_stop_leaves_what_is_out_of_the_matching_as_it_is(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation, state=ConsentState.RETURNED)
    person = an_applicant(sqlite_hands.installation, state=ApplicantState.WITHDRAWN)

    request = granted(sqlite_hands, consents=(form,), applicants=(person,), **STOP)

    assert (request["state"], request["granted_measure"]) == ("granted", "stop_use")
    assert sqlite_hands.coordinator.get(f"/v1/consents/{form}").json()["state"] == "returned"


def test_a_measure_without_a_ground_in_article_35_is_not_granted(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    request = in_review(sqlite_hands, consents=(form,), **DELETION | {"grounds": ["provided_without_consent"]})

    answer = act(sqlite_hands, request, "grant", {})

    assert (answer.status_code, answer.json()["reason"]) == (409, "no_ground_for_this_measure")


def test_instead_of_deletion_use_may_be_stopped(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation)
    request = in_review(sqlite_hands, consents=(form,), **DELETION)
    less = {"measure": "stop_use", "grounds": ["kept_by_law"], "reasons": "A law orders it to be kept for a year."}

    partly = act(sqlite_hands, request, "grant-partly", less).json()

    assert (partly["state"], partly["measure"], partly["granted_measure"]) == ("partly_granted", "delete", "stop_use")
    assert duties(sqlite_hands.installation) == []


def test_a_granted_deletion_is_a_duty_of_disposal_until_nothing_is_held(hands: Hands) -> None:
    form = a_consent(hands.installation)
    gone = a_consent(hands.installation, state=ConsentState.DISPOSED)

    request = granted(hands, consents=(form, gone), **DELETION)

    assert duties(hands.installation) == [(UUID(request["id"]), (form,), ())]


def test_an_owed_answer_is_known_to_whoever_would_dispose_and_a_granted_deletion_does_not_stand_in_its_own_way(
    sqlite_hands: Hands,
) -> None:
    form = a_consent(sqlite_hands.installation)
    asked = in_review(sqlite_hands, consents=(form,))
    granted(sqlite_hands, consents=(form,), **DELETION)

    about = sqlite_hands.installation.database.run(queries.open_requests_about, form)

    assert [one.id for one in about] == [UUID(asked["id"])]


def test_a_partial_grant_holds_what_its_kind_has(sqlite_hands: Hands) -> None:
    request = in_review(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    found = [faults_of(act(sqlite_hands, request, "grant-partly", body)) for body, _ in UNGRANTED]

    assert found == [[fault] for _, fault in UNGRANTED]


def test_only_a_disclosure_withholds_fields(sqlite_hands: Hands) -> None:
    request = in_review(sqlite_hands, consents=(a_consent(sqlite_hands.installation),), **STOP)
    body = {"withheld": ["name"], "grounds": ["kept_by_law"], "reasons": "A law orders it."}

    assert faults_of(act(sqlite_hands, request, "grant-partly", body)) == [("/withheld", "not_expected")]


def test_the_same_key_gives_the_same_answer_and_a_stale_version_is_refused(sqlite_hands: Hands) -> None:
    first = sqlite_hands.privacy_officer.post("/v1/requests", ASKED, key="ask")
    again = sqlite_hands.privacy_officer.post("/v1/requests", ASKED, key="ask")
    act(sqlite_hands, first.json(), "ask-identity")

    stale = act(sqlite_hands, first.json(), "confirm-identity", SHOWN)

    assert (first.json()["id"], again.status_code) == (again.json()["id"], 201)
    assert stale.status_code == 412


def test_no_word_of_a_request_stands_in_the_audit_and_each_showing_is_recorded(sqlite_hands: Hands) -> None:
    request = receive(sqlite_hands).json()

    sqlite_hands.privacy_officer.get(f"/v1/requests/{request['id']}")

    read = facts_of(sqlite_hands.installation, "request.read")
    assert read == [{"fields": ["contact", "name", "words"]}] * 2
    assert "hanako.writes" not in str(sqlite_hands.installation.database.run(everything_audited))


def test_words_are_erased_some_years_after_the_answer_and_the_codes_stay(hands: Hands, clock: FrozenClock) -> None:
    request = granted(hands, consents=(a_consent(hands.installation),))
    act(hands, request, "notify", {"notified_by": "electronic"})
    clock.advance(days=1094)
    hands.installation.database.run(tidy, clock.now())
    kept = hands.privacy_officer.get(f"/v1/requests/{request['id']}").json()
    clock.advance(days=1)

    hands.installation.database.run(tidy, clock.now())

    left = hands.privacy_officer.get(f"/v1/requests/{request['id']}").json()
    assert kept["contact"] == ASKED["contact"]
    assert (left["name"], left["contact"], left["words"], left["consent_ids"]) == (None, None, None, [])
    assert (left["decision"], left["words_erased_at"] is not None) == ("granted", True)
    assert len(facts_of(hands.installation, "request.words-erased")) == 1


def test_candidates_are_found_by_name_and_address_in_the_request_and_none_is_opened(hands: Hands) -> None:
    an_agreement(hands.installation)
    wanted = {"name": "Hanako Sought", "email": "hanako.writes@example.jp"}
    form = hands.isa_exchange.post("/v1/consents", EXAMPLE_FORM | wanted).json()["id"]
    person = an_applicant(hands.installation, name="Hanako Sought", email="another@example.org")
    an_applicant(hands.installation)
    request = receive(hands, name="HANAKO  sought").json()

    found = hands.privacy_officer.get(f"/v1/requests/{request['id']}/candidates").json()["items"]

    assert [(one["resource"], one["id"], one["found_by"]) for one in found] == [
        ("consents", form, ["email", "name"]),
        ("applicants", str(person), ["name"]),
    ]
    assert facts_of(hands.installation, "consent.read") == facts_of(hands.installation, "applicant.read") == []
    assert facts_of(hands.installation, "consents.searched") == [{"terms": ["email", "name"], "found": 1}]


def test_candidates_of_a_decided_request_are_not_looked_for(sqlite_hands: Hands) -> None:
    request = granted(sqlite_hands, consents=(a_consent(sqlite_hands.installation),))

    assert sqlite_hands.privacy_officer.get(f"/v1/requests/{request['id']}/candidates").status_code == 409


def test_a_corrected_name_is_found_and_the_one_before_is_not(sqlite_hands: Hands) -> None:
    person = an_applicant(sqlite_hands.installation, name="Hanako Before")
    wanted = {"resource": "applicants", "record_id": str(person), "field": "name", "value": "Hanako After"}
    granted(sqlite_hands, {"corrections": [wanted]}, applicants=(person,), kind="correction")

    found = [
        sqlite_hands.privacy_officer.get(f"/v1/requests/{receive(sqlite_hands, name=name).json()['id']}/candidates")
        for name in ("Hanako Before", "Hanako After")
    ]

    assert [[one["id"] for one in answer.json()["items"]] for answer in found] == [[], [str(person)]]


def listed(hands: Hands, request: dict[str, Any]) -> dict[str, Any]:
    """Return a request as it stands in the list."""
    (found,) = [one for one in hands.privacy_officer.get("/v1/requests").json()["items"] if one["id"] == request["id"]]
    return dict(found)


def facts_of(installation: Installation, action: str) -> list[dict[str, Any]]:
    """Return the facts of every entry of an action."""
    wanted = select(AuditEntry).where(AuditEntry.action == action)
    return installation.database.run(lambda session: [dict(entry.facts) for entry in session.exec(wanted)])


def everything_audited(session: Session) -> list[str]:
    """Return the whole trail as text."""
    return [entry.model_dump_json() for entry in session.exec(select(AuditEntry))]


def duties(installation: Installation) -> list[tuple[UUID, tuple[UUID, ...], tuple[UUID, ...]]]:
    """Return the duties of disposal that requests have set off."""
    found = installation.database.run(queries.granted_deletions)
    return [(one.request_id, one.consent_ids, one.applicant_ids) for one in found]
