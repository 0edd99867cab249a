"""Which tokens might somebody make? Any header and payload, signed by any key, without the code under test."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.access.keys import Jwk, new_private_key
from app.access.signing_keys import SigningKeys
from app.access.tokens import Tokens

ISSUER = "https://matching.example"
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
OURS, RETIRED, THEIRS = new_private_key(), new_private_key(), new_private_key()
ONE = SigningKeys((OURS,))
GONE = "gone"
"""Stands for a claim or header member that is left out."""


def a_door() -> Tokens:
    """Return a door that stands by one key and remembers nothing."""
    return Tokens(ISSUER, lambda: ONE)


def a_header(**changes: object) -> dict[str, object]:
    """Return the header of a good access token, with changes."""
    return without_gone({"alg": "ES256", "kid": OURS["kid"], "typ": "at+jwt", **changes})


def a_payload(**changes: object) -> dict[str, object]:
    """Return the claims of a good access token, with changes."""
    payload: dict[str, object] = {
        "iss": ISSUER,
        "sub": "coordinator-test",
        "client_id": "coordinator-test",
        "aud": ISSUER,
        "exp": SECOND + 300,
        "iat": SECOND,
        "jti": "0190aaaa-0000-7000-8000-000000000000",
        "scope": "matches:read matches:write",
        "purpose": "support",
        "role": "coordinator",
    }
    return without_gone({**payload, **changes})


def an_assertion_payload(client_id: str, issuer: str, now: datetime, **changes: object) -> dict[str, object]:
    """Return the claims of a good client assertion, with changes."""
    second = int(now.timestamp())
    payload: dict[str, object] = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "exp": second + 300,
        "iat": second,
        "jti": f"{new_private_key()['kid']}",
    }
    return without_gone({**payload, **changes})


def without_gone(members: Mapping[str, object]) -> dict[str, object]:
    """Leave out what was changed to `GONE`."""
    return {name: value for name, value in members.items() if value is not GONE}


def forge(header: Any = None, payload: Any = None, key: Jwk = OURS) -> str:
    """Return a compact JWS over any header and payload; bytes stand as they are."""
    signed = (
        f"{segment(a_header() if header is None else header)}.{segment(a_payload() if payload is None else payload)}"
    )
    return f"{signed}.{b64(sign(signed.encode(), key))}"


def segment(content: Any) -> str:
    """Return a segment of a compact JWS."""
    return b64(content if isinstance(content, bytes) else json.dumps(content).encode())


def sign(message: bytes, key: Jwk) -> bytes:
    """Return an ES256 signature (RFC 7518 section 3.4)."""
    private = ec.derive_private_key(int.from_bytes(unb64(key["d"]), "big"), ec.SECP256R1())
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def b64(data: bytes) -> str:
    """Encode base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Decode base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
