"""Do functions, scopes and purposes hold against attack (group D)? The matrix, case 34, is in `contract/`."""

from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.access.models import Client
from app.access.roles import Role
from app.access.scopes import Scope
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock, tokyo_day
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hand, Hands
from tests.support.oauth import a_sign_in

GOOD = "matches:read matches:write"


@pytest.mark.parametrize(
    "scope",
    [
        f"{GOOD} staff:read",
        "Matches:read",
        "MATCHES:READ",
        "*",
        "matches:*",
        "matches",
        "matches:read\u00a0matches:write",
        "matches:read\tmatches:write",
        " matches:read",
        "matches:read  matches:write",
        "matches:read " * 800,
    ],
)
def test_d35_a_scope_that_is_not_exactly_one_of_the_roles_is_refused_whole(scope: str, sqlite_hands: Hands) -> None:
    hand = sqlite_hands.coordinator
    sign_in = a_sign_in(hand.client, hand.installation, Role.COORDINATOR, staff_id=hand.staff_id)

    refused = sign_in.by_key(scope)

    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


def test_d35_a_scope_said_twice_is_one_scope(sqlite_hands: Hands) -> None:
    hand = sqlite_hands.coordinator
    sign_in = a_sign_in(hand.client, hand.installation, Role.COORDINATOR, staff_id=hand.staff_id)

    granted = sign_in.by_key("matches:read matches:read")

    assert (granted.status_code, granted.json()["scope"]) == (200, "matches:read")


def test_d36_two_purposes_in_one_request_are_refused_whole(sqlite_hands: Hands) -> None:
    hand = sqlite_hands.coordinator
    sign_in = a_sign_in(hand.client, hand.installation, Role.COORDINATOR, staff_id=hand.staff_id)

    refused = sign_in.by_key("matches:read incidents:report")

    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize("role", ["isa_exchange", "isa_officer"])
@pytest.mark.parametrize("path", ["/v1/consents", "/v1/consents/{id}", "/v1/consents/{id}/document"])
def test_d37_isa_never_reads_consents_back_and_the_attempt_is_written_down(
    role: str, path: str, sqlite_hands: Hands
) -> None:
    consent = a_consent(sqlite_hands.installation)

    refused = getattr(sqlite_hands, role).get(path.replace("{id}", str(consent)))

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")
    assert sqlite_hands.installation.database.run(refusals) == [(role, path.replace("{id}", "{consent_id}"))]


def refusals(session: Session) -> list[tuple[str, Any]]:
    """Return who was refused at which route for want of a scope."""
    found = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "refused.insufficient-scope"))
    return [(entry.role, entry.facts["route"]) for entry in found]


def test_d38_a_role_that_was_taken_away_opens_nothing_with_the_next_request(hands: Hands) -> None:
    hand = hands.secretary_general
    token = hand.token(Scope.DISPOSALS_READ)
    assert asked(hand, "/v1/disposals", token) == 200

    with hands.installation.database.engine.begin() as connection:
        becomes = update(Client).where(col(Client.client_id) == hand.client_id).values(role=Role.AUDITOR)
        connection.execute(becomes)

    assert asked(hand, "/v1/disposals", token) == 403


def asked(hand: Hand, path: str, token: str) -> int:
    """Read with a token that was there before, and return the status."""
    status: int = hand.client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code
    return status


def test_d38_a_term_that_has_ended_ends_the_matching_with_the_next_request(hands: Hands, clock: FrozenClock) -> None:
    clock.advance(hours=11, minutes=58)
    an_agreement(hands.installation, ends_on=tokyo_day(clock.now()))
    hand, token = hands.coordinator, hands.coordinator.token(Scope.MATCHES_WRITE)
    body = a_pair(hands)
    before = proposed(hand, a_pair(hands), token)

    clock.advance(minutes=4)

    assert (before.status_code, proposed(hand, body, token).status_code) == (201, 403)


def a_pair(hands: Hands) -> dict[str, str]:
    """Return two who are ready for a match."""
    return {
        "consent_id": str(a_consent(hands.installation)),
        "applicant_id": str(an_applicant(hands.installation)),
    }


def proposed(hand: Hand, body: dict[str, str], token: str) -> httpx.Response:
    """Propose a match with a token that was there before."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    answer: httpx.Response = hand.client.post("/v1/matches", json=body, headers=headers)
    return answer
