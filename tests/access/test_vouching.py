"""May a system speak for a member of the staff, for one at a time, and only while it may and they work here?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from sqlmodel import Session, col, select, update
from starlette.testclient import TestClient

from app.access.clients import find_client, revoke_client
from app.access.installation import Installation
from app.access.models import Client
from app.access.roles import Role
from app.audit.models import AuditEntry
from app.audit.trail import record
from app.core.clock import FrozenClock
from tests.access.forging import GONE, THEIRS
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.clients import an_actor
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.oauth import SignIn, a_sign_in
from tests.support.staff import a_briefed_staff_member, a_staff_member

SCOPE = "matches:read matches:write"


@pytest.fixture
def system(client: TestClient, installation: Installation) -> SignIn:
    return a_sign_in(client, installation, Role.COORDINATOR, vouches=True)


@pytest.fixture
def sqlite_system(sqlite_client: TestClient, sqlite_installation: Installation) -> SignIn:
    return a_sign_in(sqlite_client, sqlite_installation, Role.COORDINATOR, vouches=True)


def get_matches(system: SignIn, token: str) -> httpx.Response:
    """Ask for the matches with a token."""
    return system.client.get("/v1/matches", headers={"Authorization": f"Bearer {token}"})


def error_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and code of an OAuth error."""
    return answer.status_code, answer.json()["error"]


def test_the_token_is_the_staff_members_and_names_the_system(system: SignIn) -> None:
    staff_id = a_briefed_staff_member(system.installation)

    token = system.vouching(staff_id, SCOPE).json()["access_token"]

    claims = system.installation.tokens.check(token, system.installation.clock.now())
    assert (claims.sub, claims.staff, claims.client_id) == (str(staff_id), staff_id, system.client_id)
    assert get_matches(system, token).status_code == 200


def test_what_is_done_is_written_down_under_both(system: SignIn) -> None:
    staff_id = a_briefed_staff_member(system.installation)
    token = system.vouching(staff_id, SCOPE).json()["access_token"]

    get_matches(system, token)

    def issued(session: Session) -> AuditEntry:
        return session.exec(select(AuditEntry).where(AuditEntry.action == "token.issued")).one()

    entry = system.installation.database.run(issued)
    assert (entry.staff_id, entry.client_id) == (staff_id, system.client_id)


def test_3_1_is_asked_of_the_person_vouched_for(system: SignIn) -> None:
    an_agreement(system.installation)
    token = system.vouching(a_staff_member(system.installation), SCOPE).json()["access_token"]

    refused = get_matches(system, token)

    assert (refused.status_code, refused.json()["clause"]) == (403, "3(1)")


def test_two_people_can_be_vouched_for_and_told_apart(system: SignIn) -> None:
    people = [a_briefed_staff_member(system.installation) for _ in range(2)]

    tokens = [system.vouching(one, SCOPE).json()["access_token"] for one in people]

    now = system.installation.clock.now()
    assert [system.installation.tokens.check(token, now).staff for token in tokens] == people


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"aud": ["http://matching.example", "https://elsewhere.example"]},
        {"aud": "http://matching.example/oauth/token"},
        {"iss": "somebody-else"},
        {"exp": GONE},
        {"iat": GONE},
        {"jti": GONE},
        {"jti": "short"},
        {"jti": "x" * 65},
        {"jti": 1234567890123456},
        {"extra": True},
        {"purpose": "support"},
        {"key": THEIRS},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS256", "typ": "JWT"}},
    ],
)
def test_an_assertion_that_is_not_as_it_must_be_is_refused(sqlite_system: SignIn, changes: dict[str, object]) -> None:
    staff_id = a_briefed_staff_member(sqlite_system.installation)

    assert error_of(sqlite_system.vouching(staff_id, SCOPE, **changes)) == (400, "invalid_grant")


@pytest.mark.parametrize("seconds", [-1, 0, 3601, 7200])
def test_an_assertion_out_of_its_time_is_refused(sqlite_system: SignIn, seconds: int) -> None:
    staff_id = a_briefed_staff_member(sqlite_system.installation)
    second = int(sqlite_system.installation.clock.now().timestamp())

    assert error_of(sqlite_system.vouching(staff_id, SCOPE, exp=second + seconds)) == (400, "invalid_grant")


@pytest.mark.parametrize("subject", ["", "S-103", "{0}", "urn:uuid:{0}", "00000000-0000-7000-8000-000000000000"])
def test_only_somebody_who_works_here_is_vouched_for(sqlite_system: SignIn, subject: str) -> None:
    staff_id = a_briefed_staff_member(sqlite_system.installation)

    answer = sqlite_system.vouching(subject.format(str(staff_id).upper()), SCOPE)

    assert error_of(answer) == (400, "invalid_grant")


def test_case_21_an_assertion_serves_once(system: SignIn) -> None:
    staff_id = a_briefed_staff_member(system.installation)
    once = uuid4().hex

    answers = [system.vouching(staff_id, SCOPE, jti=once) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 400]


def test_case_21_of_many_at_once_one_serves(system: SignIn) -> None:
    staff_id, once = a_briefed_staff_member(system.installation), uuid4().hex

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: system.vouching(staff_id, SCOPE, jti=once), range(32)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 31


def test_a_client_bound_to_one_person_does_not_vouch(
    sqlite_client: TestClient, sqlite_installation: Installation
) -> None:
    staff_id = a_briefed_staff_member(sqlite_installation)
    bound = a_sign_in(sqlite_client, sqlite_installation, Role.COORDINATOR, staff_id=staff_id)

    assert error_of(bound.vouching(staff_id, SCOPE)) == (400, "unauthorized_client")


def test_a_system_that_vouches_gets_no_token_of_its_own(sqlite_system: SignIn) -> None:
    assert error_of(sqlite_system.by_key(SCOPE)) == (400, "unauthorized_client")


def test_a_system_cannot_vouch_beyond_its_role(sqlite_system: SignIn) -> None:
    staff_id = a_briefed_staff_member(sqlite_system.installation)

    assert error_of(sqlite_system.vouching(staff_id, "incidents:manage")) == (400, "invalid_scope")


def change(system: SignIn, **values: object) -> None:
    """Change the system's registration."""

    def work(session: Session) -> None:
        session.execute(update(Client).where(col(Client.client_id) == system.client_id).values(**values))
        record(session, an_actor(system.installation), "client.changed", "clients", None)

    system.installation.database.run(work)


def revoke(system: SignIn, _staff_id: UUID) -> None:
    """Revoke the system."""

    def work(session: Session) -> None:
        found = find_client(session, system.client_id)
        assert found is not None
        revoke_client(session, an_actor(system.installation), found, found.version)

    system.installation.database.run(work)


def no_longer_vouch(system: SignIn, _staff_id: UUID) -> None:
    """Take the right to vouch away."""
    change(system, vouches=False)


def have_left(system: SignIn, staff_id: UUID) -> None:
    """Let the staff member leave."""
    administrator = Hands(system.client, system.installation).staff_administrator
    assert administrator.post(f"/v1/staff/{staff_id}/leave", version=1).status_code == 200


@pytest.mark.parametrize("happens", [revoke, no_longer_vouch, have_left])
def test_case_38_a_living_token_opens_nothing_from_the_next_request(
    system: SignIn,
    happens: Callable[[SignIn, UUID], None],
) -> None:
    staff_id = a_briefed_staff_member(system.installation)
    token = system.vouching(staff_id, SCOPE).json()["access_token"]
    before = get_matches(system, token).status_code

    happens(system, staff_id)

    assert (before, get_matches(system, token).status_code) == (200, 401)


def test_case_38_another_role_takes_the_scope_away(system: SignIn) -> None:
    token = system.vouching(a_briefed_staff_member(system.installation), SCOPE).json()["access_token"]

    change(system, role=Role.PRIVACY_OFFICER)

    refused = get_matches(system, token)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


def test_case_38_a_term_that_ends_refuses_the_act_and_names_the_clause(system: SignIn, clock: FrozenClock) -> None:
    an_agreement(system.installation)
    pair = {
        "consent_id": str(a_consent(system.installation)),
        "applicant_id": str(an_applicant(system.installation)),
    }
    clock.advance(days=800)
    token = system.vouching(a_briefed_staff_member(system.installation), SCOPE).json()["access_token"]

    refused = system.client.post(
        "/v1/matches", json=pair, headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "late"}
    )

    assert (refused.status_code, refused.json()["clause"], refused.json()["reading"]) == (403, "5", "R5-4")


def test_case_38_a_briefing_that_lapses_counts_from_the_next_request(system: SignIn) -> None:
    token = system.vouching(a_briefed_staff_member(system.installation), SCOPE).json()["access_token"]
    before = get_matches(system, token).status_code

    newer = system.installation.settings.model_copy(update={"explanation_version": 2})
    system.installation.database.info["settings"] = newer

    refused = get_matches(system, token)
    assert (before, refused.status_code, refused.json()["type"]) == (200, 403, "/problems/briefing-lapsed")


def test_who_has_left_is_vouched_for_no_more(sqlite_system: SignIn) -> None:
    staff_id = a_briefed_staff_member(sqlite_system.installation)
    have_left(sqlite_system, staff_id)

    assert error_of(sqlite_system.vouching(staff_id, SCOPE)) == (400, "invalid_grant")


def test_a_client_bound_to_somebody_who_left_gets_no_token(system: SignIn) -> None:
    staff_id = a_briefed_staff_member(system.installation)
    bound = a_sign_in(system.client, system.installation, Role.COORDINATOR, staff_id=staff_id)
    before = bound.by_key(SCOPE).status_code

    have_left(system, staff_id)

    assert (before, error_of(bound.by_key(SCOPE))) == (200, (400, "unauthorized_client"))


def test_introspection_follows_the_person(system: SignIn) -> None:
    staff_id = a_briefed_staff_member(system.installation)
    token = system.vouching(staff_id, SCOPE).json()["access_token"]
    before = system.send({**system.proof(), "token": token}, "/oauth/introspect").json()

    have_left(system, staff_id)

    after = system.send({**system.proof(), "token": token}, "/oauth/introspect").json()
    assert (before["active"], before["sub"], after) == (True, str(staff_id), {"active": False})
