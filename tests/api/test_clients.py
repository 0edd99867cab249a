"""Can clients be registered, confirmed, given other credentials and revoked, without anybody letting themselves in?"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import Session, select

from app.access.keys import Jwk, new_private_key, public_members
from app.access.roles import CONFIRMED_BY_ANOTHER, MAY_HOLD, Role
from app.access.scopes import PURPOSE_OF, SCOPES_OF, Purpose, Scope
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.core.settings import Settings
from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.oauth import SignIn
from tests.support.staff import a_briefed_staff_member

PATH = "/v1/clients"
DAY = 24


def registered(hands: Hands, role: str = "secretary_general", key: Jwk | None = None, **more: Any) -> dict[str, Any]:
    """Register a client, with a key where one is given, else with a secret."""
    body = {"client_id": f"{role.replace('_', '-')}-new", "role": role, "system": "A desk", **more}
    if key is not None:
        body["jwks"] = [public_members(key)]
    answer = hands.operator.post(PATH, body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def confirm(hands: Hands, client: dict[str, Any]) -> httpx.Response:
    """Let the staff administrator confirm a client as it stands."""
    version = hands.operator.get(f"{PATH}/{client['id']}").json()["version"]
    answer: httpx.Response = hands.staff_administrator.post(f"{PATH}/{client['id']}/confirm", version=version)
    return answer


def act(hands: Hands, client: dict[str, Any], action: str, body: object = None) -> dict[str, Any]:
    """Let the operator do something with a client as it stands."""
    version = hands.operator.get(f"{PATH}/{client['id']}").json()["version"]
    answer = hands.operator.post(f"{PATH}/{client['id']}/{action}", body, version=version)
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


def signs_in(hands: Hands, client: dict[str, Any], *, secret: str | None = None, key: Jwk | None = None) -> bool:
    """Tell whether a client gets a token."""
    sign_in = SignIn(hands.installation, hands.client, client["client_id"], key or new_private_key())
    scope = str(min(MAY_HOLD[Role(client["role"])]))
    answer = sign_in.by_key(scope) if secret is None else sign_in.by_secret(scope, secret=secret)
    assert answer.status_code in {200, 401}, answer.text
    return answer.status_code == 200


def test_a_secret_is_shown_once(hands: Hands) -> None:
    made = registered(hands, "auditor")

    shown = hands.operator.get(f"{PATH}/{made['id']}").json()

    assert len(made["client_secret"]) >= 43
    assert "client_secret" not in shown
    assert made["client_secret"] not in hands.operator.get(PATH).text


def test_a_repeated_request_shows_no_secret(hands: Hands) -> None:
    body = {"client_id": "auditor-new", "role": "auditor", "system": "A desk"}

    first, again = (hands.operator.post(PATH, body, key="the-same") for _ in range(2))

    assert (again.status_code, again.json()) == (201, first.json() | {"client_secret": None})


def test_a_secret_is_in_no_audit_entry(hands: Hands) -> None:
    secret = registered(hands, "auditor")["client_secret"]

    def entries(session: Session) -> str:
        return " ".join(str(one.facts) for one in session.exec(select(AuditEntry)))

    assert secret not in hands.installation.database.run(entries)


@pytest.mark.parametrize("role", sorted(CONFIRMED_BY_ANOTHER))
def test_a_role_with_personal_data_waits_for_another_to_confirm_it(sqlite_hands: Hands, role: Role) -> None:
    key = new_private_key()
    more = {"vouches": True} if role is Role.COORDINATOR else {}
    made = registered(sqlite_hands, role.value, key, **more)

    before = made["state"]
    done = confirm(sqlite_hands, made)

    assert (before, done.status_code, done.json()["state"]) == ("unconfirmed", 200, "active")


def test_nobody_signs_in_before_the_confirmation(hands: Hands) -> None:
    key = new_private_key()
    made = registered(hands, key=key)

    before = signs_in(hands, made, key=key)
    confirm(hands, made)

    assert (before, signs_in(hands, made, key=key)) == (False, True)


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_a_role_without_personal_data_signs_in_at_once(sqlite_hands: Hands, role: str) -> None:
    made = registered(sqlite_hands, role)

    assert made["state"] == "active"
    assert signs_in(sqlite_hands, made, secret=made["client_secret"])


def test_an_operator_and_an_auditor_hold_nothing_that_opens_personal_data() -> None:
    harmless = SCOPES_OF[Purpose.OPERATION] | {Scope.INCIDENTS_REPORT, Scope.AUDIT_READ}

    assert MAY_HOLD[Role.OPERATOR] | MAY_HOLD[Role.AUDITOR] <= harmless


def test_who_registers_cannot_confirm_and_who_confirms_cannot_register() -> None:
    both = [role for role in Role if {Scope.CLIENTS_MANAGE, Scope.CLIENTS_CONFIRM} <= MAY_HOLD[role]]

    assert both == []
    assert PURPOSE_OF[Scope.CLIENTS_CONFIRM] is not PURPOSE_OF[Scope.CLIENTS_MANAGE]


def test_an_operator_cannot_let_themselves_in_by_rotating_a_secret(hands: Hands) -> None:
    made = registered(hands)
    confirm(hands, made)

    stolen = act(hands, made, "rotate-secret")["client_secret"]

    assert not signs_in(hands, made, secret=stolen)
    assert signs_in(hands, made, secret=made["client_secret"])


def test_an_operator_cannot_let_themselves_in_by_rotating_a_key(hands: Hands) -> None:
    mine, made = new_private_key(), registered(hands, key=new_private_key())
    confirm(hands, made)

    act(hands, made, "rotate-key", {"jwk": public_members(mine)})

    assert not signs_in(hands, made, key=mine)


def test_old_and_new_secret_serve_side_by_side_until_the_overlap_ends(hands: Hands, clock: FrozenClock) -> None:
    made = registered(hands)
    confirm(hands, made)
    new = act(hands, made, "rotate-secret")["client_secret"]
    confirm(hands, made)

    during = [signs_in(hands, made, secret=one) for one in (made["client_secret"], new)]
    clock.advance(hours=DAY)
    after = [signs_in(hands, made, secret=one) for one in (made["client_secret"], new)]

    assert (during, after) == ([True, True], [False, True])


def test_old_and_new_key_serve_side_by_side_until_the_overlap_ends(hands: Hands, clock: FrozenClock) -> None:
    old, new = new_private_key(), new_private_key()
    made = registered(hands, "isa_exchange", old)
    confirm(hands, made)
    act(hands, made, "rotate-key", {"jwk": public_members(new)})
    confirm(hands, made)

    during = [signs_in(hands, made, key=one) for one in (old, new)]
    clock.advance(hours=DAY)
    after = [signs_in(hands, made, key=one) for one in (old, new)]

    assert (during, after) == ([True, True], [False, True])


def test_the_overlap_begins_with_the_confirmation(sqlite_hands: Hands, clock: FrozenClock) -> None:
    made = registered(sqlite_hands)
    confirm(sqlite_hands, made)
    act(sqlite_hands, made, "rotate-secret")

    clock.advance(hours=10 * DAY)

    assert signs_in(sqlite_hands, made, secret=made["client_secret"])


def test_a_key_does_not_end_a_secret(sqlite_hands: Hands, clock: FrozenClock) -> None:
    made = registered(sqlite_hands)
    confirm(sqlite_hands, made)
    act(sqlite_hands, made, "rotate-key", {"jwk": public_members(new_private_key())})
    confirm(sqlite_hands, made)

    clock.advance(hours=10 * DAY)

    assert signs_in(sqlite_hands, made, secret=made["client_secret"])


def test_a_revoked_client_signs_in_no_more_and_stays_in_the_list(hands: Hands) -> None:
    made = registered(hands, "auditor")

    revoked = act(hands, made, "revoke")

    assert revoked["state"] == "revoked"
    assert not signs_in(hands, made, secret=made["client_secret"])
    assert made["id"] in {one["id"] for one in hands.operator.get(PATH).json()["items"]}


@pytest.mark.parametrize(("action", "body"), [("revoke", None), ("rotate-secret", None)])
def test_nothing_is_done_with_a_revoked_client(sqlite_hands: Hands, action: str, body: object) -> None:
    made = registered(sqlite_hands, "auditor")
    version = act(sqlite_hands, made, "revoke")["version"]

    refused = sqlite_hands.operator.post(f"{PATH}/{made['id']}/{action}", body, version=version)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_what_waits_is_listed_for_whoever_confirms(hands: Hands) -> None:
    new, active = registered(hands), registered(hands, "privacy_officer")
    confirm(hands, active)
    act(hands, active, "rotate-secret")

    waiting = hands.staff_administrator.get(f"{PATH}/unconfirmed").json()["items"]

    assert [one["id"] for one in waiting] == [new["id"], active["id"]]


def test_there_is_nothing_to_confirm_twice(sqlite_hands: Hands) -> None:
    made = registered(sqlite_hands)
    confirm(sqlite_hands, made)

    again = confirm(sqlite_hands, made)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/wrong-state")


def test_case_53_of_many_confirmations_at_once_one_takes_effect(hands: Hands) -> None:
    made, administrator = registered(hands), hands.staff_administrator

    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: administrator.post(f"{PATH}/{made['id']}/confirm", version=made["version"]), range(8))
        )

    first, *others = sorted(answer.status_code for answer in answers)
    assert first == 200
    assert set(others) <= {409, 412}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"client_id": "A"}, "/client_id", "string_pattern_mismatch"),
        ({"client_id": "../etc"}, "/client_id", "string_pattern_mismatch"),
        ({"role": "root"}, "/role", "enum"),
        ({"role": "coordinator"}, "/staff_id", "role_needs_staff"),
        ({"role": "coordinator", "vouches": True}, "/jwks", "vouching_needs_a_key"),
        ({"role": "operator", "vouches": True}, "/vouches", "role_has_no_staff"),
        ({"staff_id": "00000000-0000-7000-8000-000000000000"}, "/staff_id", "unknown_staff_member"),
        ({"jwks": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}, "/jwks", "not_a_public_key"),
        ({"jwks": [dict(new_private_key())]}, "/jwks/0/d", "extra_forbidden"),
        ({"jwks": [{"kty": "oct", "crv": "P-256", "x": "AA", "y": "AA"}]}, "/jwks", "not_a_public_key"),
        ({"secret_hash": "x"}, "/secret_hash", "extra_forbidden"),
        ({"state": "active"}, "/state", "extra_forbidden"),
        ({"confirmed_at": "2026-01-01T00:00:00Z"}, "/confirmed_at", "extra_forbidden"),
    ],
    ids=range(13),
)
def test_a_registration_that_does_not_fit_is_refused(
    sqlite_hands: Hands,
    body: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    refused = sqlite_hands.operator.post(PATH, {"client_id": "new", "role": "auditor", "system": "A desk", **body})

    assert refused.status_code == 422
    assert (pointer, code) in faults_of(refused) or faults_of(refused)[0][1] == code


def test_a_client_id_is_taken_once(hands: Hands) -> None:
    registered(hands, "auditor")

    again = hands.operator.post(PATH, {"client_id": "auditor-new", "role": "auditor", "system": "Another"})

    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")


def test_nobody_is_bound_who_has_left(sqlite_hands: Hands) -> None:
    staff_id = a_briefed_staff_member(sqlite_hands.installation)
    sqlite_hands.staff_administrator.post(f"/v1/staff/{staff_id}/leave", version=1)
    body = {"client_id": "desk", "role": "coordinator", "system": "A desk", "staff_id": str(staff_id)}

    refused = sqlite_hands.operator.post(PATH, body)

    assert faults_of(refused) == [("/staff_id", "has_left")]


def test_no_more_than_four_keys_serve_at_once(sqlite_hands: Hands) -> None:
    made = registered(sqlite_hands, "auditor", new_private_key())
    for _ in range(3):
        made = act(sqlite_hands, made, "rotate-key", {"jwk": public_members(new_private_key())})

    refused = sqlite_hands.operator.post(
        f"{PATH}/{made['id']}/rotate-key",
        {"jwk": public_members(new_private_key())},
        version=made["version"],
    )

    assert faults_of(refused) == [("/jwk", "too_many_keys")]


def test_outside_the_demonstration_isas_roles_get_no_secret(sqlite_hands: Hands) -> None:
    earnest = sqlite_hands.installation.settings.model_dump() | {"demo": False}
    sqlite_hands.installation.database.info["settings"] = Settings(**earnest)

    refused = sqlite_hands.operator.post(PATH, {"client_id": "isa", "role": "isa_exchange", "system": "ISA"})

    assert faults_of(refused) == [("/secret", "role_needs_private_key")]
