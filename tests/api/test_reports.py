"""Does ISA read the substance of what is reported, is its reading recorded, and does what it writes stay?"""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.audit.models import AuditEntry
from app.audit.trail import record
from app.core.examples import example_id
from app.core.ids import new_id
from app.disposals import examples as disposal_examples
from app.incidents import examples as incident_examples
from app.reports import examples
from app.vault.disposal import Rotation, destroy_retired, discard_domain
from app.vault.keystore import Domain
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.incidents import NOTE, REPORT, SUMMARY, a_trouble, an_incident, step

PATH = "/v1/reports"
MEASURE = {"kind": "measure", "text": "The form will ask in plainer words."}


def test_isa_reads_the_substance(hands: Hands) -> None:
    receipt = str(new_id())
    facts = {"persons": 3, "information_kinds": ["contact", "name"], "receipt_ids": [receipt], "details": "By e-mail."}
    made = hands.operator.post("/v1/incidents", REPORT | facts).json()
    step(hands.privacy_officer, made["id"], "contain")

    report = hands.isa_exchange.get(f"{PATH}/{made['id']}").json()

    assert report.items() >= (facts | {"summary": SUMMARY, "state": "contained", "known_at": made["known_at"]}).items()
    assert report["entries"][-1]["text"] == NOTE["note"]


@pytest.mark.parametrize("role", ["coordinator", "operator", "privacy_officer", "secretary_general", "auditor"])
def test_reports_are_for_isa(sqlite_hands: Hands, role: str) -> None:
    incident_id = an_incident(sqlite_hands.installation)

    assert getattr(sqlite_hands, role).get(f"{PATH}/{incident_id}").status_code == 403


def test_reading_a_report_is_recorded(hands: Hands) -> None:
    incident_id = an_incident(hands.installation)

    hands.isa_officer.get(f"{PATH}/{incident_id}")

    assert hands.installation.database.run(readers, incident_id) == [hands.isa_officer.client_id]


def test_the_list_tells_how_far_each_report_has_come_and_no_words(hands: Hands) -> None:
    first = an_incident(hands.installation, after=("contain",))
    second = a_trouble(hands.installation)

    listed = hands.isa_officer.get(PATH)

    assert SUMMARY not in listed.text
    assert listed.json()["items"] == [
        {
            "id": str(first),
            "about": "incidents",
            "kind": "data_protection",
            "state": "contained",
            "latest_position": 2,
        },
        {"id": str(second), "about": "incidents", "kind": "trouble", "state": "shared", "latest_position": 3},
    ]


def test_the_list_is_read_in_pages(hands: Hands) -> None:
    made = [str(a_trouble(hands.installation)) for _ in range(3)]

    first = hands.isa_officer.get(f"{PATH}?limit=2").json()
    second = hands.isa_officer.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json()

    assert [item["id"] for item in [*first["items"], *second["items"]]] == made
    assert second["next_cursor"] is None


def test_a_cursor_of_another_list_is_refused(sqlite_hands: Hands) -> None:
    for _ in range(2):
        a_trouble(sqlite_hands.installation)
    cursor = sqlite_hands.secretary_general.get("/v1/incidents?limit=1").json()["next_cursor"]

    assert sqlite_hands.isa_officer.get(f"{PATH}?cursor={cursor}").status_code == 400


def test_what_isa_writes_is_there_for_both_parties(hands: Hands) -> None:
    incident_id = a_trouble(hands.installation)

    written = hands.isa_officer.post(f"{PATH}/{incident_id}/contributions", MEASURE)

    seen = hands.privacy_officer.get(f"/v1/incidents/{incident_id}").json()["contributions"]
    assert written.status_code == 201
    assert [(one["party"], one["text"]) for one in seen] == [("isa", MEASURE["text"])]
    assert hands.isa_officer.get(f"{PATH}/{incident_id}").json()["contributions"] == [written.json()]


def test_a_contribution_is_found_where_its_making_said(sqlite_hands: Hands) -> None:
    incident_id = a_trouble(sqlite_hands.installation)
    written = sqlite_hands.isa_officer.post(f"{PATH}/{incident_id}/contributions", MEASURE)

    found = sqlite_hands.isa_exchange.get(written.headers["location"])

    assert found.json() == written.json()


def test_a_contribution_is_not_found_under_another_report(sqlite_hands: Hands) -> None:
    one, other = (a_trouble(sqlite_hands.installation) for _ in range(2))
    written = sqlite_hands.isa_officer.post(f"{PATH}/{one}/contributions", MEASURE).json()

    assert sqlite_hands.isa_officer.get(f"{PATH}/{other}/contributions/{written['id']}").status_code == 404


def test_a_contribution_sent_twice_is_written_once(sqlite_hands: Hands) -> None:
    path = f"{PATH}/{a_trouble(sqlite_hands.installation)}/contributions"

    first, second = (sqlite_hands.isa_officer.post(path, MEASURE, key="the-same") for _ in range(2))

    assert second.json() == first.json()


def test_a_contribution_is_announced_without_its_words(hands: Hands) -> None:
    incident_id = a_trouble(hands.installation)
    written = hands.isa_officer.post(f"{PATH}/{incident_id}/contributions", MEASURE).json()

    event = hands.isa_officer.get("/v1/feeds/incidents").json()[-1]

    assert event["subject"] == f"incidents/{incident_id}"
    assert event["data"] == {"id": written["id"], "report_id": str(incident_id), "party": "isa", "kind": "measure"}


def test_the_association_does_not_write_as_isa(sqlite_hands: Hands) -> None:
    incident_id = a_trouble(sqlite_hands.installation)

    assert sqlite_hands.privacy_officer.post(f"{PATH}/{incident_id}/contributions", MEASURE).status_code == 403


@pytest.mark.parametrize("body", [{"kind": "order", "text": "x"}, {"kind": "measure"}, {"kind": "measure", "text": ""}])
def test_a_contribution_that_makes_no_sense_is_refused(sqlite_hands: Hands, body: dict[str, str]) -> None:
    incident_id = a_trouble(sqlite_hands.installation)

    assert sqlite_hands.isa_officer.post(f"{PATH}/{incident_id}/contributions", body).status_code == 422


def test_what_was_never_reported_is_not_found(sqlite_hands: Hands) -> None:
    path = f"{PATH}/{new_id()}"

    assert sqlite_hands.isa_officer.get(path).status_code == 404
    assert sqlite_hands.isa_officer.post(f"{path}/contributions", MEASURE).status_code == 404


def test_the_report_outlives_the_disposal_of_everything_from_isa(hands: Hands) -> None:
    incident_id = an_incident(hands.installation)
    hands.isa_officer.post(f"{PATH}/{incident_id}/contributions", MEASURE)

    dispose(hands.installation)

    report = hands.isa_officer.get(f"{PATH}/{incident_id}").json()
    assert (report["summary"], report["contributions"][0]["text"]) == (SUMMARY, MEASURE["text"])


def test_each_example_contribution_is_made_once(sqlite_installation: Installation) -> None:
    actor, database = an_actor(sqlite_installation, Role.ISA_OFFICER), sqlite_installation.database
    database.run(incident_examples.seed, actor)
    database.run(disposal_examples.seed, actor)

    for _ in range(2):
        database.run(examples.seed, actor)

    for report in (example_id("incidents", "data_shared"), example_id("disposals", "reported")):
        assert database.run(contributions, report) == 1


def readers(session: Session, report_id: UUID) -> list[str]:
    """Return who read a report, by the audit."""
    entries = select(AuditEntry).where(AuditEntry.action == "report.read", AuditEntry.resource_id == report_id)
    return [entry.client_id for entry in session.exec(entries)]


def contributions(session: Session, report_id: UUID) -> int:
    """Return how often somebody contributed to a report, by the audit."""
    entries = select(AuditEntry).where(AuditEntry.action == "report.contributed", AuditEntry.resource_id == report_id)
    return len(session.exec(entries).all())


def discard(session: Session, epoch: int, actor: Actor) -> Rotation:
    """Delete every wrapped key of the domain `isa`."""
    record(session, actor, "keys.discarded", "keys", None)
    return discard_domain(session, Domain.ISA, epoch, actor.at)


def dispose(installation: Installation) -> None:
    """Destroy every key of the domain `isa`, as 2(4) does."""
    keys, at = installation.key_store, installation.clock.now()
    epoch = keys.make_epoch(Domain.ISA)
    rotation = installation.database.run(discard, epoch, an_actor(installation))
    destroy_retired(keys, Domain.ISA, rotation.old_epochs, at)
