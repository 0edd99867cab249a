"""Which keys sign webhooks, how are they kept, and which may others know?"""

import hashlib
import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.audit.trail import Author, record
from app.core.database import settings_of
from app.core.errors import Conflict
from app.vault.keys import keys_of
from app.vault.keystore import KeyStore
from app.webhooks.author import Worker
from app.webhooks.models import WebhookKey
from app.webhooks.signing import SigningKey

STORED_AS = "webhook-keys"
_NONCE, _SECRET = 12, 32


class NoSigningKeyError(RuntimeError):
    """There is no key to sign with: `ensure_key` was not called."""


def ensure_key(session: Session, key_store: KeyStore, at: datetime) -> None:
    """Make the first signing key of an installation that has none; for start-up."""
    if _usable(session, at):
        return
    kid = _make(session, key_store, at, at)
    record(session, Worker(at), "webhook-key.made", "webhook-keys", None, kid=kid)


def rotate_key(session: Session, author: Author) -> str:
    """Publish the next key, which signs in a week's time; the present one signs beside it for another. Return its kid.

    Raises:
        Conflict: the key after the present one is published already and does not sign yet.

    """
    settings, at = settings_of(session), author.at
    if session.exec(_unrevoked().where(col(WebhookKey.not_before) > at)).first() is not None:
        raise Conflict("rotation_under_way")
    signs_from = at + timedelta(days=settings.webhook_key_notice_days)
    retire_at = signs_from + timedelta(days=settings.webhook_overlap_days)
    for key in session.exec(_unrevoked().where(col(WebhookKey.retire_at).is_(None))):
        key.retire_at = retire_at
    kid = _make(session, keys_of(session), at, signs_from)
    record(session, author, "webhook-key.rotated", "webhook-keys", None, kid=kid)
    return kid


def replace_keys(session: Session, author: Author) -> str:
    """Revoke every key at once, because others may hold one, and sign with a new one from now on. Return its kid."""
    revoked = list(session.exec(_unrevoked()))
    for key in revoked:
        key.revoked_at = author.at
    kid = _make(session, keys_of(session), author.at, author.at)
    record(session, author, "webhook-key.replaced", "webhook-keys", None, kid=kid, revoked=[key.kid for key in revoked])
    return kid


def public_jwks(session: Session, at: datetime) -> list[dict[str, str]]:
    """Return the public keys (RFC 8037) a receiver may meet now or soon, newest first, without revoked ones."""
    published = select(WebhookKey).where(
        col(WebhookKey.publish_from) <= at,
        col(WebhookKey.revoked_at).is_(None),
        or_(col(WebhookKey.retire_at).is_(None), col(WebhookKey.retire_at) > at),
    )
    keys = session.exec(published.order_by(col(WebhookKey.not_before).desc()))
    return [{**_jwk(key.public_key), "kid": key.kid, "alg": "EdDSA", "use": "sig"} for key in keys]


def signing_keys(session: Session, at: datetime) -> list[SigningKey]:
    """Return the keys that sign at an instant: during a rotation the old one still signs beside the new one.

    Raises:
        NoSigningKeyError: there is none; nothing leaves unsigned.

    """
    store, usable = keys_of(session), _usable(session, at)
    if not usable:
        raise NoSigningKeyError
    return [
        SigningKey(
            key.kid,
            Ed25519PrivateKey.from_private_bytes(_open(store, f"key|{key.kid}", key.sealed_private)),
        )
        for key in usable
    ]


def make_secret(session: Session, endpoint_id: UUID) -> bytes:
    """Return a fresh sealed secret for the symmetric signature of one endpoint."""
    return _seal(keys_of(session), f"endpoint|{endpoint_id}", secrets.token_bytes(_SECRET))


def open_secret(session: Session, endpoint_id: UUID, sealed: bytes) -> bytes:
    """Return the secret of an endpoint."""
    return _open(keys_of(session), f"endpoint|{endpoint_id}", sealed)


def shown_secret(session: Session, endpoint_id: UUID, sealed: bytes) -> str:
    """Return the secret as Standard Webhooks writes it."""
    return f"whsec_{b64encode(open_secret(session, endpoint_id, sealed)).decode()}"


def _make(session: Session, key_store: KeyStore, at: datetime, signs_from: datetime) -> str:
    """Make a key that is published at once and signs from an instant on."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    kid = _thumbprint(public)
    key = WebhookKey(
        kid=kid,
        alg="ed25519",
        public_key=public,
        sealed_private=_seal(key_store, f"key|{kid}", private.private_bytes_raw()),
        publish_from=at,
        not_before=signs_from,
    )
    session.add(key)
    return kid


def _unrevoked() -> SelectOfScalar[WebhookKey]:
    return select(WebhookKey).where(col(WebhookKey.revoked_at).is_(None))


def _usable(session: Session, at: datetime) -> list[WebhookKey]:
    usable = select(WebhookKey).where(
        col(WebhookKey.not_before) <= at,
        col(WebhookKey.revoked_at).is_(None),
        or_(col(WebhookKey.retire_at).is_(None), col(WebhookKey.retire_at) > at),
    )
    return list(session.exec(usable.order_by(col(WebhookKey.not_before).desc())))


def _jwk(public: bytes) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": urlsafe_b64encode(public).rstrip(b"=").decode()}


def _thumbprint(public: bytes) -> str:
    """Return the JWK thumbprint (RFC 7638, RFC 8037)."""
    canonical = json.dumps(_jwk(public), separators=(",", ":"), sort_keys=True).encode()
    return urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode()


def _seal(key_store: KeyStore, place: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key_store.secret(STORED_AS)).encrypt(nonce, plain, place.encode())


def _open(key_store: KeyStore, place: str, sealed: bytes) -> bytes:
    return AESGCM(key_store.secret(STORED_AS)).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
