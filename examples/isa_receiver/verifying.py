"""Does it come from the service? Webhooks by the headers of Standard Webhooks 1.0, checkpoints as a compact JWS."""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TOLERANCE_SECONDS = 300
MOST_SIGNATURES = 10
_EVENT_ID = re.compile(r"[0-9a-f-]{36}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
Jwk = Mapping[str, str]


class NotVerifiedError(Exception):
    """It does not come from the service, or not as it was sent, or not now."""


def verify(headers: Mapping[str, str], body: bytes, keys: Sequence[Jwk], secret: bytes | None, now: float) -> str:
    """Return the event's id if one signature is right: `v1a` by a pinned key or `v1` by the shared secret.

    Raises:
        NotVerifiedError: none is, or a header is missing, malformed or too old.

    """
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _EVENT_ID.fullmatch(event_id) or not _TIMESTAMP.fullmatch(timestamp):
        raise NotVerifiedError("headers")
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise NotVerifiedError("timestamp")
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    signatures = headers.get("webhook-signature", "").split(" ")
    if len(signatures) <= MOST_SIGNATURES and any(_is_right(one, content, keys, secret) for one in signatures):
        return event_id
    raise NotVerifiedError("signature")


def verify_checkpoint(compact: str, keys: Sequence[Jwk]) -> dict[str, Any]:
    """Return what a checkpoint says, if the pinned key that its header names has signed it.

    Raises:
        NotVerifiedError: it is no such thing.

    """
    signed, _, signature = compact.rpartition(".")
    try:
        header, said = (json.loads(_url_decode(part)) for part in signed.split("."))
        named = [key for key in keys if key.get("kid") == header["kid"]]
        if header["alg"] == "EdDSA" and any(_signed_by(key, _url_decode(signature), signed.encode()) for key in named):
            return dict(said)
    except (ValueError, KeyError, TypeError):
        pass
    raise NotVerifiedError("checkpoint")


def _is_right(signature: str, content: bytes, keys: Sequence[Jwk], secret: bytes | None) -> bool:
    version, _, encoded = signature.partition(",")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    if version == "v1a":
        return any(_signed_by(key, raw, content) for key in keys)
    return version == "v1" and bool(secret) and hmac.compare_digest(hmac.digest(secret or b"", content, "sha256"), raw)


def _signed_by(jwk: Jwk, signature: bytes, content: bytes) -> bool:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        return False
    try:
        Ed25519PublicKey.from_public_bytes(_url_decode(jwk["x"])).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _url_decode(encoded: str) -> bytes:
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
