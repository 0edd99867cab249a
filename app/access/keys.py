"""What is a P-256 key as a JWK (RFC 7517), and by which name is it known?"""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec

Jwk = Mapping[str, str]
_ASKED = ("crv", "kty", "x", "y")
_ALLOWED = frozenset({*_ASKED, "alg", "kid", "use"})
_COORDINATE_BYTES = 32
LONGEST_KID = 128


class NotAPublicKey(ValueError):
    """What came is not one public P-256 key for ES256."""


def thumbprint(jwk: Jwk) -> str:
    """Return the JWK thumbprint (RFC 7638) of an elliptic curve key, by SHA-256."""
    canonical = json.dumps({name: jwk[name] for name in _ASKED}, separators=(",", ":"), sort_keys=True)
    return _encode(hashlib.sha256(canonical.encode()).digest())


def public_members(jwk: Jwk) -> dict[str, str]:
    """Return what others may know of a key."""
    return {name: jwk[name] for name in ("kty", "crv", "x", "y", "kid", "alg", "use")}


def public_key(claimed: Mapping[str, object]) -> dict[str, str]:
    """Return a key given by somebody else, with its members complete; without a `kid` it gets its thumbprint.

    Raises:
        NotAPublicKey: it holds a private member or is not a point on P-256.

    """
    jwk = {name: value for name, value in claimed.items() if isinstance(value, str)}
    if len(jwk) != len(claimed) or not set(_ASKED) <= jwk.keys() <= _ALLOWED:
        raise NotAPublicKey("members")
    known = {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig"}
    if any(jwk.get(name, value) != value for name, value in known.items()):
        raise NotAPublicKey("kind")
    if not 1 <= len(jwk.get("kid", "-")) <= LONGEST_KID:
        raise NotAPublicKey("kid")
    try:
        ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1()).public_key()
    except ValueError:
        raise NotAPublicKey("point") from None
    return {**known, "x": jwk["x"], "y": jwk["y"], "kid": jwk.get("kid", thumbprint(jwk))}


def new_private_key() -> dict[str, str]:
    """Make a P-256 key and return it as a private JWK named by its thumbprint."""
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    jwk = {"kty": "EC", "crv": "P-256", "x": _coordinate(point.x), "y": _coordinate(point.y)}
    secret = _coordinate(numbers.private_value)
    return {**jwk, "kid": thumbprint(jwk), "alg": "ES256", "use": "sig", "d": secret}


def _coordinate(number: int) -> str:
    return _encode(number.to_bytes(_COORDINATE_BYTES, "big"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _number(text: str) -> int:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if len(data) != _COORDINATE_BYTES or _encode(data) != text:
        raise NotAPublicKey("coordinate")
    return int.from_bytes(data, "big")
