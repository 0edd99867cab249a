"""Does a token end when it should, and is the truth told about it to those it concerns only (RFC 7009, RFC 7662)?"""

import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import Role
from app.core.clock import FrozenClock
from tests.access.forging import THEIRS, a_payload, forge
from tests.support.oauth import SignIn, a_sign_in

INACTIVE = {"active": False}


@pytest.fixture
def officer(client: TestClient, installation: Installation) -> SignIn:
    return a_sign_in(client, installation, Role.ISA_OFFICER)


def token_of(client: SignIn, scope: str = "feeds:read") -> str:
    """Get a token."""
    return str(client.by_key(scope).json()["access_token"])


def introspected(client: SignIn, token: str) -> dict[str, object]:
    """Ask about a token."""
    answer: dict[str, object] = client.send({**client.proof(), "token": token}, "/oauth/introspect").json()
    return answer


def revoke(client: SignIn, token: str, **hint: str) -> tuple[int, bytes]:
    """End a token."""
    answer = client.send({**client.proof(), "token": token, **hint}, "/oauth/revoke")
    return answer.status_code, answer.content


def status(client: SignIn, token: str) -> int:
    """Use a token."""
    return client.client.get("/v1/feeds/incidents", headers={"Authorization": f"Bearer {token}"}).status_code


def a_peer(client: SignIn, role: Role) -> SignIn:
    """Register another client beside one."""
    return a_sign_in(client.client, client.installation, role)


def test_a_living_token_is_described_to_its_client(officer: SignIn) -> None:
    token = token_of(officer)

    told = introspected(officer, token)

    claims = officer.installation.tokens.check(token, officer.installation.clock.now())
    assert told == {"active": True, **claims.payload(), "token_type": "Bearer"}


@pytest.mark.parametrize("hint", [{}, {"token_type_hint": "access_token"}, {"token_type_hint": "refresh_token"}])
def test_a_revoked_token_opens_nothing_from_the_next_request(officer: SignIn, hint: dict[str, str]) -> None:
    token = token_of(officer)
    before = status(officer, token)

    ended = revoke(officer, token, **hint)

    assert (before, ended, status(officer, token)) == (200, (200, b""), 401)
    assert introspected(officer, token) == INACTIVE


def test_revoking_again_or_what_is_unknown_answers_alike(officer: SignIn) -> None:
    token = token_of(officer)
    revoke(officer, token)

    assert [revoke(officer, one) for one in (token, "unknown", "a.b.c", "x" * 5000)] == [(200, b"")] * 4


def test_case_13_a_revoked_token_stays_so_in_every_spelling(officer: SignIn) -> None:
    token = token_of(officer)
    revoke(officer, token)

    spellings = [token + "=", token + "==", token + "A", token + "."]

    assert {status(officer, one) for one in spellings} == {401}


def test_a_token_of_somebody_else_is_neither_told_of_nor_ended(officer: SignIn) -> None:
    token, other = token_of(officer), a_peer(officer, Role.ISA_EXCHANGE)

    told, ended = introspected(other, token), revoke(other, token)

    assert (told, ended, status(officer, token)) == (INACTIVE, (200, b""), 200)


def test_an_operator_may_end_any_token(officer: SignIn) -> None:
    token, operator = token_of(officer), a_peer(officer, Role.OPERATOR)

    ended = revoke(operator, token)

    assert (ended, status(officer, token)) == ((200, b""), 401)


def test_an_expired_token_is_not_told_of(officer: SignIn, clock: FrozenClock) -> None:
    token = token_of(officer)

    clock.advance(seconds=900)

    assert introspected(officer, token) == INACTIVE


def test_what_is_no_token_of_ours_is_exactly_inactive(officer: SignIn) -> None:
    foreign = forge(payload=a_payload(), key=THEIRS)

    assert [introspected(officer, token) for token in ("x", "a.b.c", foreign)] == [INACTIVE] * 3


@pytest.mark.parametrize("path", ["/oauth/revoke", "/oauth/introspect"])
def test_both_ask_who_is_asking(officer: SignIn, path: str) -> None:
    answer = officer.client.post(path, data={"token": token_of(officer)})

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("path", ["/oauth/revoke", "/oauth/introspect"])
def test_an_assertion_serves_once_here_too(officer: SignIn, path: str) -> None:
    form = {**officer.proof(), "token": token_of(officer)}

    answers = [officer.send(form, path).status_code for _ in range(2)]

    assert answers == [200, 401]
