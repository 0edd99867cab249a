"""Can keys and secrets be changed while a receiver knows only the old or only the new one?"""

import base64
import hmac
from base64 import b64decode
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.cli import main
from app.core.clock import FrozenClock
from app.core.errors import Conflict
from app.webhooks import service
from app.webhooks.keys import public_jwks, replace_keys, rotate_key
from app.webhooks.schemas import RotateSecret
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.receiver import Received, Receiver
from tests.support.webhooks import an_endpoint, an_event, endpoint, keyed, work

WEEK = timedelta(days=7)


def test_the_next_key_is_published_a_week_before_it_signs_and_the_old_one_signs_a_week_longer(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    (old,) = published(installation)
    kid = rotated(installation)
    (new,) = [key for key in published(installation) if key["kid"] == kid]

    signers = []
    for days in (0, 6.9, 0.1, 6.9, 0.1):
        clock.advance(days=days)
        request = sent(installation, receiver)
        signers.append([verifies(request, key) for key in (old, new)])

    assert signers == [[True, False], [True, False], [True, True], [True, True], [False, True]]
    assert published(installation) == [new]


def test_a_rotation_waits_for_the_one_before_it(installation: Installation, clock: FrozenClock) -> None:
    keyed(installation)
    rotated(installation)

    clock.advance(days=6)
    with pytest.raises(Conflict):
        rotated(installation)
    clock.advance(days=1)
    rotated(installation)

    assert len(published(installation)) == 3


def test_in_an_emergency_the_old_key_is_worth_nothing_from_now_on(
    installation: Installation, receiver: Receiver
) -> None:
    an_endpoint(installation, receiver.url)
    (old,) = published(installation)
    rotated(installation)

    kid = installation.database.run(replace_keys, operator(installation))

    (only,) = published(installation)
    request = sent(installation, receiver)
    assert only["kid"] == kid
    assert [verifies(request, old), verifies(request, only)] == [False, True]


def test_the_keys_shown_follow_a_rotation_while_the_service_runs(
    sqlite_hands: Hands, sqlite_installation: Installation
) -> None:
    keyed(sqlite_installation)
    before = shown(sqlite_hands)

    kid = rotated(sqlite_installation)

    assert shown(sqlite_hands) - before == {kid}


def test_both_secrets_sign_for_a_week_and_then_the_new_one(
    installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    clock.advance(seconds=(datetime.now(clock.now().tzinfo) - clock.now()).total_seconds())
    endpoint_id = an_endpoint(installation, receiver.url)
    officer = an_actor(installation, Role.ISA_OFFICER)
    old = installation.database.run(service.show_confirmed, officer, endpoint_id).secret
    new = installation.database.run(service.rotate_secret, officer, endpoint_id, 2, RotateSecret()).secret

    during = sent(installation, receiver)
    clock.advance(days=7)
    after = sent(installation, receiver)

    assert [takes(during, old), takes(during, new)] == [True, True]
    assert [signatures(after, "v1") == hmacs(after, one) for one in (old, new)] == [False, True]


def test_in_an_emergency_the_old_secret_is_worth_nothing(hands: Hands, installation: Installation) -> None:
    path = f"/v1/webhooks/{an_endpoint(installation)}"
    old = hands.isa_officer.get(f"{path}/secret").json()["secret"]

    changed = hands.isa_officer.post(f"{path}/rotate-secret", {"emergency": True}, version=2).json()

    assert changed["secret"] != old
    assert changed["former_until"] is None
    assert hands.isa_officer.get(f"{path}/secret").json()["secret"] == changed["secret"]


def test_the_operator_neither_changes_nor_sees_the_secret_over_http(
    sqlite_hands: Hands, sqlite_installation: Installation
) -> None:
    path = f"/v1/webhooks/{an_endpoint(sqlite_installation)}"

    assert sqlite_hands.operator.get(f"{path}/secret").status_code == 403
    assert sqlite_hands.operator.post(f"{path}/rotate-secret", {}, version=2).status_code == 403


@pytest.mark.parametrize("versions", [["v1a", "v1"], ["v1a"], ["v1"]])
def test_each_signature_can_be_switched_off(
    sqlite_installation: Installation, receiver: Receiver, versions: list[str]
) -> None:
    an_endpoint(sqlite_installation, receiver.url, sends_v1="v1" in versions, sends_v1a="v1a" in versions)

    request = sent(sqlite_installation, receiver)

    assert [one.partition(",")[0] for one in request.headers["webhook-signature"].split(" ")] == versions


def test_the_commands_rotate_without_showing_a_secret(
    sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint_id = an_endpoint(sqlite_installation)
    before = endpoint(sqlite_installation, endpoint_id).sealed_secret
    settled(monkeypatch, sqlite_installation)

    statuses = [main(["keys", "rotate-webhooks"]), main(["keys", "rotate-webhooks"])]
    statuses.append(main(["keys", "rotate-webhooks", "--emergency"]))
    statuses.append(main(["keys", "rotate-secret", str(endpoint_id)]))

    told = capsys.readouterr()
    after = endpoint(sqlite_installation, endpoint_id)
    assert statuses == [0, 1, 0, 0]
    assert "rotation_under_way" in told.err
    assert (after.former_secret, after.sealed_secret == before) == (before, False)
    assert "whsec_" not in told.out


def test_the_command_prints_the_fallback_page(
    sqlite_installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    event_id = an_event(sqlite_installation)
    settled(monkeypatch, sqlite_installation)

    assert main(["fallback-page"]) == 0
    assert event_id in capsys.readouterr().out


def settled(monkeypatch: pytest.MonkeyPatch, installation: Installation) -> None:
    """Give commands the settings of an installation."""
    monkeypatch.setenv("YONSEI_DATABASE_URL", installation.settings.database_url)
    monkeypatch.setenv("YONSEI_STATE_DIR", str(Path(installation.settings.state_dir)))
    monkeypatch.setenv("YONSEI_ISSUER", "https://matching.example")


def operator(installation: Installation) -> Actor:
    return an_actor(installation)


def rotated(installation: Installation) -> str:
    return installation.database.run(rotate_key, operator(installation))


def published(installation: Installation) -> list[dict[str, str]]:
    return installation.database.run(public_jwks, installation.clock.now())


def shown(hands: Hands) -> set[str]:
    return {key["kid"] for key in hands.client.get("/.well-known/jwks.json").json()["keys"]}


def sent(installation: Installation, receiver: Receiver) -> Received:
    """Announce something and return it as it arrived."""
    event_id = an_event(installation)
    work(installation)
    (request,) = [one for one in receiver.received if one.headers["webhook-id"] == event_id]
    return request


def signatures(request: Received, version: str) -> list[bytes]:
    all_of_them = [one.partition(",") for one in request.headers["webhook-signature"].split(" ")]
    return [b64decode(value) for kind, _, value in all_of_them if kind == version]


def signed(request: Received) -> bytes:
    return f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body


def verifies(request: Received, jwk: dict[str, str]) -> bool:
    """Tell whether a receiver that knows this one key takes the request."""
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "="))
    return any(_holds(key, signature, signed(request)) for signature in signatures(request, "v1a"))


def _holds(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def takes(request: Received, secret: str | None) -> bool:
    """Tell whether an independent library that knows this one secret takes the request."""
    try:
        Webhook(secret or "").verify(request.body, request.headers)
    except WebhookVerificationError:
        return False
    return True


def hmacs(request: Received, secret: str | None) -> list[bytes]:
    """Return the one signature that a secret makes, whatever the time is."""
    key = b64decode((secret or "").removeprefix("whsec_"))
    return [hmac.digest(key, signed(request), "sha256")]
