"""Who may look into the audit, and is looking recorded too?"""

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.memorandum.clause import Refusal
from app.oversight.schemas import AuditEntryView
from app.oversight.service import list_entries
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.incidents import SUMMARY, a_trouble, an_incident

PATH = "/v1/audit/entries"


@pytest.mark.parametrize("role", ["privacy_officer", "secretary_general", "auditor"])
def test_who_oversees_sees_what_was_done_to_one_record(hands: Hands, role: str) -> None:
    incident_id = an_incident(hands.installation, after=("contain",))
    a_trouble(hands.installation)

    seen = getattr(hands, role).get(f"{PATH}?resource_id={incident_id}")

    assert [entry["action"] for entry in seen.json()["items"]] == [
        "incident.recorded",
        "incident.moved",
        "incident.read",
    ]
    assert SUMMARY not in seen.text


@pytest.mark.parametrize("role", ["coordinator", "operator", "staff_administrator", "isa_officer"])
def test_nobody_else_looks(sqlite_hands: Hands, role: str) -> None:
    assert getattr(sqlite_hands, role).get(PATH).status_code == 403


def test_looking_is_recorded(hands: Hands) -> None:
    hands.auditor.get(PATH)

    last = hands.auditor.get(PATH).json()["items"][-1]

    assert (last["action"], last["client_id"]) == ("audit.read", hands.auditor.client_id)


def test_a_refusal_is_there_to_be_seen(sqlite_hands: Hands) -> None:
    sqlite_hands.coordinator.get("/v1/reports")

    actions = [entry["action"] for entry in sqlite_hands.auditor.get(PATH).json()["items"]]

    assert "refused.insufficient-scope" in actions


def test_entries_are_read_in_pages(hands: Hands) -> None:
    a_trouble(hands.installation, after=("handle", "resolve"))
    whole = hands.auditor.get(PATH).json()["items"]

    first = hands.auditor.get(f"{PATH}?limit=2").json()
    second = hands.auditor.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json()

    assert [*first["items"], *second["items"]] == whole[:4]


def test_a_forged_cursor_is_refused(sqlite_hands: Hands) -> None:
    assert sqlite_hands.auditor.get(f"{PATH}?cursor=AAAA").status_code == 400


def test_isa_audits_only_where_the_terms_grant_it(sqlite_installation: Installation) -> None:
    an_agreement(sqlite_installation, grants_isa_audit=False)

    with pytest.raises(Refusal) as refused:
        look_as_isa(sqlite_installation)

    assert (refused.value.slug, refused.value.clause, refused.value.reading) == ("audit-not-granted", "2(1)", "R2.1-2")


def test_isa_audits_where_the_terms_in_force_grant_it(sqlite_installation: Installation) -> None:
    an_agreement(sqlite_installation, grants_isa_audit=True)

    assert look_as_isa(sqlite_installation)


def look_as_isa(installation: Installation) -> list[AuditEntryView]:
    """Look into the audit for ISA."""
    actor = an_actor(installation, Role.ISA_OFFICER)
    return list(installation.database.run(list_entries, actor, 50, None, None).items)
