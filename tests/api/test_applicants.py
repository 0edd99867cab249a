"""May briefed staff, and nobody else, register applicants and lead them through the search for a supporter?"""

from typing import Any

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.applicants.examples import SEEDS, seed
from app.applicants.models import ApplicantState
from app.core.clock import FrozenClock
from tests.support.agreements import an_agreement
from tests.support.applicants import a_person, an_applicant
from tests.support.clients import an_actor
from tests.support.hands import Hand, Hands
from tests.support.staff import a_staff_member

UNKNOWN = "01900000-0000-7000-8000-000000000000"


def test_a_registered_applicant_is_opened_again(hands: Hands) -> None:
    person = a_person(name="Rosa Needle")

    registered = hands.coordinator.post("/v1/applicants", person)
    opened = hands.coordinator.get(registered.headers["location"])

    assert (registered.status_code, registered.json()["state"]) == (201, "registered")
    assert (opened.json()["source"], opened.json()["profile"]) == ("direct", person)


def test_registering_answers_nothing_about_the_person(sqlite_hands: Hands) -> None:
    registered = sqlite_hands.coordinator.post("/v1/applicants", a_person(name="Rosa Needle"))

    assert "Needle" not in registered.text


def test_few_words_are_enough(sqlite_hands: Hands) -> None:
    optional = ("wished_area", "month_of_arrival", "needs", "needs_shared_by_consent", "consent_to_provision_abroad")
    person = {name: value for name, value in a_person().items() if name not in optional}

    registered = sqlite_hands.coordinator.post("/v1/applicants", person)

    profile = sqlite_hands.coordinator.get(registered.headers["location"]).json()["profile"]
    assert [profile[name] for name in optional] == [[], None, [], False, False]


def test_every_reading_is_recorded_with_the_names_of_the_fields(hands: Hands) -> None:
    applicant_id = an_applicant(hands.installation, name="Rosa Needle", needs=[])

    hands.coordinator.get(f"/v1/applicants/{applicant_id}")

    read = hands.auditor.get(f"/v1/audit/entries?resource_id={applicant_id}").json()["items"][-1]
    assert (read["action"], read["staff_id"]) == ("applicant.read", str(hands.coordinator.staff_id))
    assert ("name" in read["facts"]["fields"], "needs" in read["facts"]["fields"]) == (True, False)
    assert "Needle" not in str(read)


def test_the_list_tells_nothing_about_a_person(sqlite_hands: Hands) -> None:
    an_applicant(sqlite_hands.installation, name="Rosa Needle")

    listed = sqlite_hands.coordinator.get("/v1/applicants")

    assert [item["state"] for item in listed.json()["items"]] == ["active"]
    assert "Needle" not in listed.text


@pytest.mark.parametrize("path", ["", "/{id}"])
def test_unbriefed_staff_open_nothing(sqlite_hands: Hands, path: str) -> None:
    applicant_id = an_applicant(sqlite_hands.installation)

    refused = unbriefed(sqlite_hands).get(f"/v1/applicants{path.format(id=applicant_id)}")

    assert (refused.json()["type"], refused.json()["clause"]) == ("/problems/not-briefed", "3(1)")


@pytest.mark.parametrize("path", ["", "/{id}/activate", "/{id}/complete", "/{id}/withdraw"])
def test_unbriefed_staff_change_nothing(sqlite_hands: Hands, path: str) -> None:
    applicant_id = an_applicant(sqlite_hands.installation)
    body = None if path else a_person()

    refused = unbriefed(sqlite_hands).post(f"/v1/applicants{path.format(id=applicant_id)}", body, version=2)

    assert refused.json()["type"] == "/problems/not-briefed"


def test_isa_learns_nothing_of_applicants(sqlite_hands: Hands) -> None:
    refused = sqlite_hands.isa_exchange.get("/v1/applicants")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


def test_an_applicant_is_active_completed_and_active_again_when_a_supporter_changes(hands: Hands) -> None:
    applicant_id = an_applicant(hands.installation, state=ApplicantState.REGISTERED)

    states = [
        hands.coordinator.post(f"/v1/applicants/{applicant_id}/{move}", version=version).json()["state"]
        for version, move in enumerate(("activate", "complete", "activate", "withdraw"), start=1)
    ]

    assert states == ["active", "completed", "active", "withdrawn"]


def test_direct_registrations_go_on_without_any_term(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    applicant_id = an_applicant(sqlite_hands.installation, state=ApplicantState.REGISTERED)
    clock.advance(days=365)

    activated = sqlite_hands.coordinator.post(f"/v1/applicants/{applicant_id}/activate", version=1)

    assert activated.status_code == 200


def test_nobody_is_asked_about_a_person_who_has_not_consented(sqlite_hands: Hands) -> None:
    registered = sqlite_hands.coordinator.post("/v1/applicants", a_person(consent_to_matching=False)).json()

    refused = sqlite_hands.coordinator.post(f"/v1/applicants/{registered['id']}/activate", version=1)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")


@pytest.mark.parametrize("move", ["activate", "complete", "withdraw"])
def test_who_has_withdrawn_moves_no_more(sqlite_hands: Hands, move: str) -> None:
    applicant_id = an_applicant(sqlite_hands.installation, state=ApplicantState.WITHDRAWN)

    refused = sqlite_hands.coordinator.post(f"/v1/applicants/{applicant_id}/{move}", version=2)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_a_version_that_has_passed_moves_nothing(hands: Hands) -> None:
    applicant_id = an_applicant(hands.installation)

    refused = hands.coordinator.post(f"/v1/applicants/{applicant_id}/withdraw", version=1)

    assert refused.status_code == 412


def test_a_disposed_applicant_is_gone_and_an_unknown_one_not_found(sqlite_hands: Hands) -> None:
    disposed = an_applicant(sqlite_hands.installation, state=ApplicantState.DISPOSED)

    answers = [sqlite_hands.coordinator.get(f"/v1/applicants/{one}").status_code for one in (disposed, UNKNOWN)]

    assert answers == [410, 404]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"date_of_birth": "2026-06-01"}, "/date_of_birth"),
        ({"country_of_origin": "BR"}, "/country_of_origin"),
        ({"languages": ["pt", "pt"]}, "/languages"),
        ({"wished_area": ["00"]}, "/wished_area/0"),
        ({"month_of_arrival": "2027-13"}, "/month_of_arrival"),
        ({"needs": ["Needle\u0000"]}, "/needs/0"),
        ({"consent_to_matching": "yes"}, "/consent_to_matching"),
        ({"religion": "none"}, ""),
    ],
)
def test_what_cannot_be_is_refused_without_an_echo(sqlite_hands: Hands, said: dict[str, Any], pointer: str) -> None:
    refused = sqlite_hands.coordinator.post("/v1/applicants", a_person(**said))

    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, [pointer])
    assert "Needle" not in refused.text


def test_the_demonstration_s_applicants_are_seeded_once(sqlite_hands: Hands, sqlite_installation: Installation) -> None:
    actor = an_actor(sqlite_installation, Role.COORDINATOR)

    for _ in range(2):
        sqlite_installation.database.run(seed, actor)

    items = sqlite_hands.coordinator.get("/v1/applicants").json()["items"]
    assert sorted(item["state"] for item in items) == sorted(state.value for state, _, _ in SEEDS.values())


def unbriefed(hands: Hands) -> Hand:
    """Return a coordinator behind whom somebody stands who was never briefed."""
    return Hand(hands.client, hands.installation, Role.COORDINATOR, a_staff_member(hands.installation))
