"""Are persons named to ISA and the Commission only with a basis, field by field, and never kept twice?"""

from typing import Any
from uuid import UUID

import pytest

from app.incidents.models import IncidentKind
from app.memorandum.clause import Source
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.incidents import REPORT, a_trouble, an_incident, step

NAME, EMAIL = "Hanako Example", "hanako@example.jp"
LAW = "article 27(1)(iv)"


def a_form_of_isa(hands: Hands) -> UUID:
    """Return a consent that ISA provided, of somebody recognisable."""
    return a_consent(hands.installation, name=NAME, email=EMAIL)


def person(**named: Any) -> dict[str, Any]:
    """Return a person to be named."""
    return {"fields": ["name", "email"]} | {
        key: str(value) if key != "fields" else value for key, value in named.items()
    }


def name(hands: Hands, incident: UUID, *persons: dict[str, Any]) -> Any:
    """Name persons to ISA."""
    return step(hands.privacy_officer, incident, "name-persons", note="ISA has to reach them.", persons=list(persons))


def identities(hands: Hands, incident: UUID) -> list[dict[str, Any]]:
    """Return whom ISA reads of."""
    found: list[dict[str, Any]] = hands.isa_officer.get(f"/v1/reports/{incident}").json()["identities"]
    return found


@pytest.mark.parametrize(
    ("kind", "basis"), [(IncidentKind.DATA_PROTECTION, "clause 2(3)"), (IncidentKind.TROUBLE, "clause 3(2)")]
)
def test_isa_reads_the_named_fields_of_its_own_supply_with_the_clause_that_owes_them(
    hands: Hands, kind: IncidentKind, basis: str
) -> None:
    incident, form = an_incident(hands.installation, kind=kind), a_form_of_isa(hands)

    made = name(hands, incident, person(consent_id=form))

    assert made.status_code == 200, made.text
    [read] = identities(hands, incident)
    assert (read["consent_id"], read["basis"]) == (str(form), basis)
    assert read["says"] == {"email": EMAIL, "name": NAME}
    [shown] = made.json()["identities"]
    assert (shown["fields"], shown["says"]) == (["email", "name"], None)
    assert NAME not in made.text


def test_what_isa_did_not_provide_needs_a_law_besides(hands: Hands) -> None:
    incident = a_trouble(hands.installation)
    registered = a_consent(hands.installation, source=Source.DIRECT, name=NAME)
    applicant = an_applicant(hands.installation, name="Carlos Example")

    refused = [
        name(hands, incident, person(**one)) for one in ({"consent_id": registered}, {"applicant_id": applicant})
    ]
    named = name(hands, incident, person(applicant_id=applicant, fields=["name"], law=LAW))

    for answer in refused:
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/basis-not-named")
        assert (answer.json()["clause"], answer.json()["reading"]) == ("2(2)", "R2.2-2")
    assert named.status_code == 200
    assert [(one["basis"], one["says"]) for one in identities(hands, incident)] == [(LAW, {"name": "Carlos Example"})]


def test_a_law_does_not_replace_the_clause_for_what_isa_provided(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation, source=Source.DIRECT)

    refused = name(sqlite_hands, incident, person(consent_id=a_form_of_isa(sqlite_hands), law=LAW))

    assert refused.json()["type"] == "/problems/basis-not-named"


def test_of_several_persons_all_are_named_or_none(hands: Hands) -> None:
    incident, form = a_trouble(hands.installation), a_form_of_isa(hands)
    without_law = person(applicant_id=an_applicant(hands.installation))

    refused = name(hands, incident, person(consent_id=form), without_law)

    assert refused.status_code == 403
    assert identities(hands, incident) == []


def test_each_naming_is_a_provision_and_each_reading_is_recorded(sqlite_hands: Hands) -> None:
    incident, form = a_trouble(sqlite_hands.installation), a_form_of_isa(sqlite_hands)
    name(sqlite_hands, incident, person(consent_id=form, fields=["name"]))

    identities(sqlite_hands, incident)

    entries = sqlite_hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": str(form)}).json()["items"]
    [reading] = [entry for entry in entries if entry["action"] == "consent.read"]
    told = sqlite_hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": str(incident)}).json()["items"]
    [disclosed] = [entry for entry in told if entry["action"] == "incident.disclosed"]
    assert (reading["client_id"], reading["facts"]["fields"]) == (sqlite_hands.isa_officer.client_id, ["name"])
    assert (disclosed["facts"]["recipient"], disclosed["facts"]["fields"]) == ("isa", ["name"])
    assert NAME not in str(entries) + str(told)


def test_isa_is_told_that_persons_were_named_and_not_which(sqlite_hands: Hands) -> None:
    incident = a_trouble(sqlite_hands.installation)
    name(sqlite_hands, incident, person(consent_id=a_form_of_isa(sqlite_hands)))

    feed = sqlite_hands.isa_exchange.get("/v1/feeds/incidents")

    assert feed.json()[-1]["data"]["action"] == "name-persons"
    assert NAME not in feed.text


def test_what_was_disposed_of_is_no_longer_read_here_either(hands: Hands) -> None:
    an_agreement(hands.installation)
    incident, form = a_trouble(hands.installation), a_form_of_isa(hands)
    name(hands, incident, person(consent_id=form))
    disposal = hands.privacy_officer.post(
        "/v1/disposals", {"basis": "2(4)", "stopped_matching_on": "2026-06-01"}
    ).json()
    hands.secretary_general.post(f"/v1/disposals/{disposal['id']}/approve", version=1)
    hands.privacy_officer.post(f"/v1/disposals/{disposal['id']}/execute", version=2)

    [read] = identities(hands, incident)

    assert (read["fields"], read["says"]) == (["email", "name"], None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": ["name"]},
        {"fields": ["date_of_birth"], "consent_id": "01900000-0000-7000-8000-000000000009"},
        {"fields": [], "consent_id": "01900000-0000-7000-8000-000000000009"},
        {"fields": ["name"], "consent_id": "01900000-0000-7000-8000-000000000009", "law": "because"},
    ],
)
def test_a_naming_that_makes_no_sense_is_refused(sqlite_hands: Hands, wrong: dict[str, Any]) -> None:
    assert name(sqlite_hands, a_trouble(sqlite_hands.installation), wrong).status_code == 422


def test_nobody_unknown_is_named(sqlite_hands: Hands) -> None:
    incident = a_trouble(sqlite_hands.installation)

    assert name(sqlite_hands, incident, person(consent_id=incident)).status_code == 404


def test_a_report_to_the_commission_that_names_persons_is_a_provision_by_law(hands: Hands) -> None:
    made = hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    persons = [person(consent_id=a_form_of_isa(hands)), person(applicant_id=an_applicant(hands.installation))]
    body = {"stage": "preliminary", "overview": "A list went astray.", "named": persons}

    answer = hands.privacy_officer.post(f"/v1/incidents/{made}/commission-reports", body)

    entries = hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": made, "limit": 200}).json()["items"]
    told = [entry["facts"]["recipient"] for entry in entries if entry["action"] == "incident.disclosed"]
    assert (answer.status_code, told) == (201, ["ppc", "ppc"])
    assert identities(hands, UUID(made)) == []
