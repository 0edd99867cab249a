"""Is this text one compact JWS (RFC 7515) as we take it? Asked before any key is looked for, and nothing is mended."""

import base64
import binascii
from dataclasses import dataclass

from app.core.errors import Malformed
from app.http.strict_json import parse

LONGEST = 4096
LONGEST_HEADER = 512
DEEPEST = 3
ALGORITHM = "ES256"
SIGNATURE_BYTES = 64
SEGMENTS = 3


class TokenRefused(Exception):
    """A token or an assertion is not taken; `reason` says why and repeats nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Compact:
    """The parts of a compact JWS whose signature nobody has checked yet."""

    kid: str | None
    typ: str | None
    payload: dict[str, object]
    signed: bytes
    signature: bytes


def read_compact(token: str) -> Compact:
    """Take a compact JWS apart.

    Raises:
        TokenRefused: it is anything else, or its header says more than algorithm, key and type.

    """
    if not token.isascii():
        raise TokenRefused("not_ascii")
    if len(token) > LONGEST:
        raise TokenRefused("too_long")
    segments = token.split(".")
    if len(segments) != SEGMENTS:
        raise TokenRefused("segments")
    header, payload, signature = (_decode(segment) for segment in segments)
    if len(header) > LONGEST_HEADER:
        raise TokenRefused("header_too_long")
    members = _object(header)
    if not members.keys() <= {"alg", "kid", "typ"} or members.get("alg") != ALGORITHM:
        raise TokenRefused("header")
    if len(signature) != SIGNATURE_BYTES:
        raise TokenRefused("signature")
    return Compact(
        kid=_text(members, "kid"),
        typ=_text(members, "typ"),
        payload=_object(payload),
        signed=token.rpartition(".")[0].encode(),
        signature=signature,
    )


def _decode(segment: str) -> bytes:
    """Decode base64url in its one canonical spelling: no padding, no stray characters, no spare bits set."""
    try:
        decoded = base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise TokenRefused("base64url") from None
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != segment.encode():
        raise TokenRefused("base64url")
    return decoded


def _object(data: bytes) -> dict[str, object]:
    try:
        value = parse(data)
    except Malformed as fault:
        raise TokenRefused(fault.context["reason"]) from None
    if not isinstance(value, dict) or _depth(value) > DEEPEST:
        raise TokenRefused("not_a_flat_object")
    return value


def _depth(value: object) -> int:
    # The parser has bounded the depth already, so this cannot run away.
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


def _text(members: dict[str, object], name: str) -> str | None:
    value = members.get(name)
    if value is None and name not in members:
        return None
    if not isinstance(value, str):
        raise TokenRefused("header")
    return value
