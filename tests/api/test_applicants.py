"""May briefed staff, and nobody else, register applicants and lead them through the search for a supporter?"""

from typing import Any
from uuid import UUID

import httpx2 as httpx
import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.applicants.examples import SEEDS, seed
from app.applicants.models import ApplicantState
from app.core.clock import FrozenClock
from tests.support.agreements import an_agreement
from tests.support.applicants import CONSENTED, REFUSED, a_person, an_applicant
from tests.support.clients import an_actor
from tests.support.faults import faults_of
from tests.support.hands import Hand, Hands
from tests.support.matching import propose, step
from tests.support.staff import a_staff_member

FUTURE = "in_the_future"
UNKNOWN = "01900000-0000-7000-8000-000000000000"


def test_a_registered_applicant_is_opened_again(hands: Hands) -> None:
    person = a_person(name="Rosa Needle")

    registered = hands.coordinator.post("/v1/applicants", person)
    opened = hands.coordinator.get(registered.headers["location"])

    assert (registered.status_code, registered.json()["state"]) == (201, "registered")
    assert opened.json()["source"] == "direct"
    assert {**opened.json()["profile"], **person} == opened.json()["profile"]


def test_registering_answers_nothing_about_the_person(sqlite_hands: Hands) -> None:
    registered = sqlite_hands.coordinator.post("/v1/applicants", a_person(name="Rosa Needle"))

    assert "Needle" not in registered.text


def test_few_words_are_enough(sqlite_hands: Hands) -> None:
    optional = ("name_kana", "wished_area", "month_of_arrival", "certificates", "needs", "consent_to_provision_abroad")
    person = {name: value for name, value in a_person().items() if name not in optional}

    registered = sqlite_hands.coordinator.post("/v1/applicants", person)

    profile = sqlite_hands.coordinator.get(registered.headers["location"]).json()["profile"]
    assert [profile[name] for name in optional] == [None, [], None, [], [], None]


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
    registered = sqlite_hands.coordinator.post("/v1/applicants", a_person(consent_to_matching=REFUSED)).json()

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
        ({"needs": [{"text": "Needle\u0000", "shared_by_consent_on": None}]}, "/needs/0/text"),
        ({"needs": [{"text": "Needle"}]}, "/needs/0/shared_by_consent_on"),
        ({"consent_to_matching": "yes"}, "/consent_to_matching"),
        ({"consent_to_matching": {**CONSENTED, "given": "yes"}}, "/consent_to_matching/given"),
        ({"wished_municipalities": ["131016"]}, "/wished_municipalities"),
        ({"certificates": [{"exam": "jlpt", "result": "N3"}]}, "/certificates/0/certified_on"),
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


@pytest.mark.parametrize("member", ["religion", "sex", "gender", "health", "nationality", "lineage", "criminal_record"])
def test_what_is_not_asked_is_not_taken(sqlite_hands: Hands, member: str) -> None:
    refused = sqlite_hands.coordinator.post("/v1/applicants", a_person(**{member: "Needle"}))

    assert faults_of(refused) == [("", "extra_forbidden")]


def test_a_name_is_kept_as_it_is_written_in_every_spelling(sqlite_hands: Hands) -> None:
    spelled = {
        "name": "João d’Ávila Ñuñez-Sato",
        "name_kana": "ｼﾞｮｱﾝ ﾀﾞｳﾞｨﾗ",
        "name_roman": "JOÃO D'ÁVILA NUÑEZ-SATO",
        "alias": "佐藤　翔",
    }

    registered = sqlite_hands.coordinator.post("/v1/applicants", a_person(**spelled))

    profile = sqlite_hands.coordinator.get(registered.headers["location"]).json()["profile"]
    assert {name: profile[name] for name in spelled} == spelled


def test_a_view_tells_how_the_person_stands_and_what_to_look_at(sqlite_hands: Hands) -> None:
    applicant_id = an_applicant(sqlite_hands.installation, date_of_birth="1991-03-31", month_of_arrival="2027-03")

    shown = sqlite_hands.coordinator.get(f"/v1/applicants/{applicant_id}").json()

    assert shown["standing"]["age_at_application"] == {
        "on": "2026-06-01",
        "years": 35,
        "assumed": True,
        "inside": True,
    }
    assert shown["standing"]["age_at_entry"] == {"on": "2027-03-31", "years": 36, "assumed": True, "inside": False}
    assert [flag["code"] for flag in shown["flags"]] == ["age_at_entry_outside", "level_below_age"]


def test_a_list_by_flag_finds_those_who_have_it_and_records_each_finding(hands: Hands) -> None:
    young = [an_applicant(hands.installation, date_of_birth="2012-01-01") for _ in range(3)]
    an_applicant(hands.installation)
    path = "/v1/applicants?flag=age_at_application_outside"

    first = hands.coordinator.get(f"{path}&limit=2").json()
    last = hands.coordinator.get(f"{path}&limit=2&cursor={first['next_cursor']}").json()

    assert [item["id"] for item in first["items"] + last["items"]] == [str(one) for one in young]
    assert last["next_cursor"] is None
    read = hands.auditor.get(f"/v1/audit/entries?resource_id={young[0]}").json()["items"][-1]
    assert (read["action"], read["facts"]) == ("applicant.flagged", {"fields": ["flags"]})


def test_an_unknown_flag_finds_nothing(sqlite_hands: Hands) -> None:
    refused = sqlite_hands.coordinator.get("/v1/applicants?flag=too_tall")

    assert faults_of(refused) == [("?flag", "enum")]


def test_a_correction_changes_what_is_sent_and_names_it_without_values(hands: Hands) -> None:
    applicant_id = an_applicant(hands.installation, name="Rosa Sample", phone="+55 11 90000 0000")

    corrected = correct(hands, applicant_id, 2, name="Rosa Needle", phone=None)

    profile = hands.coordinator.get(f"/v1/applicants/{applicant_id}").json()["profile"]
    entries = hands.auditor.get(f"/v1/audit/entries?resource_id={applicant_id}").json()["items"]
    assert (corrected.status_code, corrected.json()["version"]) == (200, 3)
    assert (profile["name"], profile["phone"], profile["email"]) == ("Rosa Needle", None, "carlos@example.org")
    assert [entry["facts"]["fields"] for entry in entries if entry["action"] == "applicant.corrected"] == [
        ["name", "phone"],
    ]
    assert "Needle" not in str(entries) + corrected.text


def test_who_was_corrected_is_found_by_the_new_name_and_no_longer_by_the_old(sqlite_hands: Hands) -> None:
    applicant_id = an_applicant(sqlite_hands.installation, name="Rosa Sample")
    correct(sqlite_hands, applicant_id, 2, name="Rosa Needle")

    found = [
        [item["id"] for item in sqlite_hands.coordinator.post("/v1/applicants/search", {"name": name}).json()["items"]]
        for name in ("Rosa Needle", "Rosa Sample")
    ]

    assert found == [[str(applicant_id)], []]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, ("", "nothing_changed")),
        ({"name": "Carlos Example"}, ("", "nothing_changed")),
        ({"name": None}, ("/name", "missing")),
        ({"wished_municipalities": ["131016"]}, ("/wished_municipalities", "not_in_the_prefecture")),
        ({"date_of_birth": "2026-06-02"}, ("/date_of_birth", "in_the_future")),
        ({"religion": "Needle"}, ("", "extra_forbidden")),
        ({"needs": [{"text": "x", "shared_by_consent_on": "2026-06-02"}]}, ("/needs/0/shared_by_consent_on", FUTURE)),
    ],
)
def test_a_correction_that_corrects_nothing_or_makes_it_wrong_is_refused(
    sqlite_hands: Hands,
    said: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    applicant_id = an_applicant(sqlite_hands.installation)

    assert faults_of(correct(sqlite_hands, applicant_id, 2, **said)) == [fault]


@pytest.mark.parametrize(
    ("state", "version", "status"),
    [
        (ApplicantState.ACTIVE, 1, 412),
        (ApplicantState.WITHDRAWN, 2, 409),
        (ApplicantState.DISPOSED, 2, 410),
        (ApplicantState.COMPLETED, 2, 200),
    ],
)
def test_only_what_is_held_and_current_is_corrected(
    sqlite_hands: Hands,
    state: ApplicantState,
    version: int,
    status: int,
) -> None:
    applicant_id = an_applicant(sqlite_hands.installation, state=state)

    assert correct(sqlite_hands, applicant_id, version, alias="Sample").status_code == status


def test_a_consent_taken_back_by_a_correction_stops_the_next_step(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    applicant_id = an_applicant(sqlite_hands.installation)
    match = propose(sqlite_hands, applicant=applicant_id).json()

    correct(sqlite_hands, applicant_id, 2, consent_to_matching=REFUSED)
    refused = step(sqlite_hands, match, "offer-to-supporter")

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/persons-consent-missing")


def correct(hands: Hands, applicant_id: UUID, version: int, **said: Any) -> httpx.Response:
    """Correct members of an applicant."""
    return hands.coordinator.post(f"/v1/applicants/{applicant_id}/correct", said, version=version)
