"""Can be told, from the record of reads alone, what somebody could have seen in a period?"""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.access.models import Client, Credential
from app.access.roles import Role
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from tests.support.agreements import an_agreement
from tests.support.hands import Hand, Hands
from tests.support.incidents import an_incident
from tests.support.matching import led
from tests.support.oauth import a_sign_in
from tests.support.staff import a_briefed_staff_member


def a_match(hands: Hands) -> dict[str, Any]:
    """Return a match of which the supporter was told."""
    an_agreement(hands.installation)
    return led(hands, 1)


def exposure(hands: Hands, incident: UUID, **asked: str) -> dict[str, Any]:
    """Ask what somebody could have seen."""
    answer = hands.privacy_officer.get(f"/v1/incidents/{incident}/exposure", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_what_a_client_opened_is_told_by_ids_and_fields(hands: Hands, clock: FrozenClock) -> None:
    incident = an_incident(hands.installation)
    match = a_match(hands)
    opened = hands.coordinator.get(f"/v1/matches/{match['id']}").json()
    clock.advance(minutes=5)
    hands.coordinator.get(f"/v1/matches/{match['id']}")

    found = exposure(hands, incident, client_id=hands.coordinator.client_id)

    [line] = [one for one in found["records"] if one["id"] == match["id"]]
    assert line["resource"] == "matches"
    assert set(opened["disclosed_to_supporter"]) <= set(line["fields"])
    assert (line["reads"], line["last_at"]) == (4, "2026-06-01T03:05:00Z")


def test_a_staff_member_is_followed_across_clients(hands: Hands) -> None:
    incident = an_incident(hands.installation)
    person = a_briefed_staff_member(hands.installation)
    match = a_match(hands)
    for _ in range(2):
        Hand(hands.client, hands.installation, hands.coordinator.role, person).get(f"/v1/matches/{match['id']}")

    found = exposure(hands, incident, staff_id=str(person))

    assert [(one["id"], one["reads"]) for one in found["records"]] == [(match["id"], 2)]


def test_matches_of_which_a_side_was_told_are_named(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    match = a_match(sqlite_hands)

    found = exposure(sqlite_hands, incident, client_id=sqlite_hands.coordinator.client_id)

    assert found["disclosed"] == [match["id"]]


def test_what_lies_outside_the_period_does_not_count(sqlite_hands: Hands, clock: FrozenClock) -> None:
    match = a_match(sqlite_hands)
    clock.advance(days=1)
    incident = an_incident(sqlite_hands.installation)
    who = sqlite_hands.coordinator.client_id

    usual = exposure(sqlite_hands, incident, client_id=who)
    earlier = exposure(sqlite_hands, incident, client_id=who, since="2026-06-01T00:00:00Z")
    before = exposure(sqlite_hands, incident, client_id=who, since="2026-05-01T00:00:00Z", until="2026-05-31T00:00:00Z")

    assert (usual["records"], before["records"]) == ([], [])
    assert match["id"] in {one["id"] for one in earlier["records"]}


def test_what_cannot_be_known_is_said(sqlite_hands: Hands) -> None:
    found = exposure(sqlite_hands, an_incident(sqlite_hands.installation), client_id="nobody")

    assert len(found["caveats"]) == 6


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "?client_id"),
        ({"client_id": "a", "staff_id": "00000000-0000-7000-8000-000000000000"}, "?client_id"),
        ({"client_id": "a", "jti": "b"}, "?client_id"),
        ({"never_issued": "true", "credential_id": "00000000-0000-7000-8000-000000000000"}, "?client_id"),
        ({"client_id": "a", "since": "2026-06-02T00:00:00Z"}, "?until"),
        ({"client_id": "a", "since": "yesterday"}, "?since"),
        ({"staff_id": "S-1"}, "?staff_id"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(sqlite_hands: Hands, asked: dict[str, str], pointer: str) -> None:
    incident = an_incident(sqlite_hands.installation)

    refused = sqlite_hands.privacy_officer.get(f"/v1/incidents/{incident}/exposure", params=asked)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def credential_of(hands: Hands, client_id: str, *, is_key: bool) -> str:
    """Return the id of a client's key or secret."""

    def found(session: Session) -> str:
        owner = select(Client.id).where(Client.client_id == client_id).scalar_subquery()
        held = session.exec(select(Credential).where(Credential.owner_id == owner)).all()
        return next(str(one.id) for one in held if one.is_key is is_key)

    return hands.installation.database.run(found)


def test_a_key_and_a_secret_of_one_client_are_told_apart(hands: Hands) -> None:
    incident = an_incident(hands.installation)
    match = a_match(hands)
    officer = a_sign_in(hands.client, hands.installation, Role.PRIVACY_OFFICER)
    for answer in (officer.by_key("incidents:read"), officer.by_secret("incidents:read")):
        token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert hands.client.get(f"/v1/incidents/{incident}", headers=token).status_code == 200

    for is_key in (True, False):
        credential = credential_of(hands, officer.client_id, is_key=is_key)
        [line] = exposure(hands, incident, credential_id=credential)["records"]
        assert (line["id"], line["reads"]) == (str(incident), 1)
    assert match["id"] not in str(exposure(hands, incident, credential_id=credential)["records"])


def test_a_token_is_followed_by_its_id(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    match = a_match(sqlite_hands)
    used = sqlite_hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": match["id"]}).json()["items"]
    assert used
    with sqlite_hands.installation.database.engine.connect() as connection:
        read = sa.select(col(AuditEntry.jti)).where(col(AuditEntry.action) == "match.read").limit(1)
        jti = connection.execute(read).scalar_one()

    found = exposure(sqlite_hands, incident, jti=jti)

    assert [(one["id"], one["reads"]) for one in found["records"]] == [(match["id"], 1)]


def test_tokens_made_with_a_stolen_signing_key_are_told_from_those_issued(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    officer = a_sign_in(sqlite_hands.client, sqlite_hands.installation, Role.PRIVACY_OFFICER)
    issued = officer.by_key("incidents:read").json()["access_token"]
    claims = sqlite_hands.installation.tokens.check(issued, sqlite_hands.installation.clock.now())
    forged = sqlite_hands.installation.tokens.sign(replace(claims, jti="made-elsewhere-0123456789"))
    for token in (issued, forged):
        sqlite_hands.client.get(f"/v1/incidents/{incident}", headers={"Authorization": f"Bearer {token}"})

    before = exposure(sqlite_hands, incident, jti="made-elsewhere-0123456789")
    found = exposure(sqlite_hands, incident, never_issued="true")

    assert [one["reads"] for one in before["records"]] == [1]
    assert [(one["id"], one["reads"]) for one in found["records"]] == [(str(incident), 1)]


def test_searches_are_counted_with_what_they_found(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    a_match(sqlite_hands)
    sqlite_hands.coordinator.post("/v1/consents/search", {"name": "Nobody At All"})

    found = exposure(sqlite_hands, incident, client_id=sqlite_hands.coordinator.client_id)

    assert (found["searches"], found["found"]) == (1, 0)
    assert found["total"] == len(found["records"])


def test_asking_is_itself_recorded(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation)
    exposure(sqlite_hands, incident, client_id="nobody")

    entries = sqlite_hands.privacy_officer.get("/v1/audit/entries", params={"resource_id": str(incident)}).json()

    assert "incident.exposure-computed" in {entry["action"] for entry in entries["items"]}
