"""Do the signatures hold before verifiers that are not ours?"""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlmodel import select
from standardwebhooks import Webhook, WebhookVerificationError

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.webhooks.keys import NoSigningKeyError, public_jwks, signing_keys
from app.webhooks.models import WebhookKey
from app.webhooks.signing import SigningKey, sign
from tests.support.receiver import Received, Receiver
from tests.support.webhooks import an_endpoint, an_event, change, keyed, work

BODY = '{"name":"花子"}'.encode()
EVENT = "01900000-0000-7000-8000-000000000001"
KEY = SigningKey("one", Ed25519PrivateKey.generate())
SECRET = b"s" * 32


def test_v1a_verifies_with_the_published_key(sqlite_installation: Installation, receiver: Receiver) -> None:
    request = a_webhook(sqlite_installation, receiver)

    (jwk,) = published(sqlite_installation)

    public_key(jwk).verify(signature(request.headers, "v1a"), signed_content(request.headers, request.body))


def test_an_independent_library_takes_our_v1() -> None:
    headers = sign(EVENT, datetime.now(UTC), BODY, [KEY], SECRET)

    taken = Webhook(base64.b64encode(SECRET).decode()).verify(BODY, headers)

    assert taken == {"name": "花子"}


def test_an_independent_library_refuses_an_altered_body() -> None:
    headers = sign(EVENT, datetime.now(UTC), BODY, [KEY], SECRET)

    with pytest.raises(WebhookVerificationError):
        Webhook(base64.b64encode(SECRET).decode()).verify(BODY + b" ", headers)


def test_an_altered_body_does_not_verify_by_v1a() -> None:
    headers = sign(EVENT, datetime.now(UTC), BODY, [KEY], None)

    with pytest.raises(InvalidSignature):
        KEY.private.public_key().verify(signature(headers, "v1a"), signed_content(headers, BODY + b" "))


def test_starting_again_makes_no_second_key(installation: Installation) -> None:
    keyed(installation)
    keyed(installation)

    assert len(published(installation)) == 1


def test_the_published_key_has_public_members_only(sqlite_installation: Installation) -> None:
    keyed(sqlite_installation)

    (jwk,) = published(sqlite_installation)

    assert set(jwk) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_the_private_key_is_not_in_the_database(sqlite_installation: Installation) -> None:
    keyed(sqlite_installation)

    private = sqlite_installation.database.run(signing_keys, sqlite_installation.clock.now())[0].private
    row = sqlite_installation.database.run(lambda session: session.exec(select(WebhookKey)).one())

    assert private.private_bytes_raw() not in row.sealed_private


def test_a_sealed_key_opens_under_its_own_name_only(sqlite_installation: Installation) -> None:
    keyed(sqlite_installation)
    change(sqlite_installation, WebhookKey, kid="another")

    with pytest.raises(InvalidTag):
        sqlite_installation.database.run(signing_keys, sqlite_installation.clock.now())


def test_during_a_rotation_both_keys_sign_and_afterwards_the_new_one(
    sqlite_installation: Installation, clock: FrozenClock
) -> None:
    keyed(sqlite_installation)
    change(sqlite_installation, WebhookKey, retire_at=clock.now() + timedelta(days=7))
    another_key(sqlite_installation, clock.now() + timedelta(days=1))

    clock.advance(days=2)
    during = sqlite_installation.database.run(signing_keys, clock.now())
    clock.advance(days=7)
    after = sqlite_installation.database.run(signing_keys, clock.now())

    assert (len(during), len(after)) == (2, 1)
    assert after[0].kid in {key.kid for key in during}


def test_a_revoked_key_neither_signs_nor_shows(sqlite_installation: Installation, clock: FrozenClock) -> None:
    keyed(sqlite_installation)
    change(sqlite_installation, WebhookKey, revoked_at=clock.now())

    assert published(sqlite_installation) == []
    with pytest.raises(NoSigningKeyError):
        sqlite_installation.database.run(signing_keys, clock.now())


def a_webhook(installation: Installation, receiver: Receiver) -> Received:
    """Return a webhook as it arrived."""
    an_endpoint(installation, receiver.url)
    an_event(installation)
    work(installation)
    return receiver.received[0]


def another_key(installation: Installation, at: datetime) -> None:
    """Make the next key while the first one still signs."""
    change(installation, WebhookKey, not_before=at + timedelta(days=100))
    keyed(installation, at)
    change(installation, WebhookKey, not_before=at)


def published(installation: Installation) -> list[dict[str, str]]:
    return installation.database.run(public_jwks, installation.clock.now())


def public_key(jwk: dict[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "="))


def signed_content(headers: dict[str, str], body: bytes) -> bytes:
    """Return what Standard Webhooks 1.0 says is signed."""
    return f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body


def signature(headers: dict[str, str], version: str) -> bytes:
    (found,) = [one for one in headers["webhook-signature"].split(" ") if one.startswith(f"{version},")]
    return base64.b64decode(found.partition(",")[2])
