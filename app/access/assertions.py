"""Does this assertion prove who the client is, or for which staff member it speaks (RFC 7523)?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.access.claims import AHEAD_SECONDS, identifier, seconds, starts_at, text
from app.access.compact import Compact, TokenRefused, read_compact
from app.access.keys import Jwk, new_private_key, public_members
from app.access.tokens import is_signed_by

LONGEST_LIFE = timedelta(seconds=3600)
_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "iat", "nbf", "jti"})
_DECOY = public_members(new_private_key())
"""A key nobody holds, tried where there is no client, so that the answer takes as long."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A client's word about a subject, itself or a staff member; it may serve once. `expires_at` is UTC."""

    client_id: str
    subject: str
    jti: str
    expires_at: datetime


def read_assertion(assertion: str) -> tuple[Compact, str]:
    """Return an assertion in its parts and the subject it names, which nothing proves yet.

    Raises:
        TokenRefused: it is no compact JWS as we take them, or names nobody.

    """
    compact = read_compact(assertion)
    if compact.typ not in {None, "JWT"}:
        raise TokenRefused("typ")
    return compact, text(compact.payload, "sub")


def check_assertion(compact: Compact, keys: Sequence[Jwk], issuer: str, now: datetime) -> Assertion:
    """Return what an assertion says, if one of the client's keys signed it; nobody has asked yet whether it is new.

    Raises:
        TokenRefused: another key signed it, or it says anything else than it must.

    """
    if not is_signed_by(compact, _named(compact, keys) or [_DECOY]):
        raise TokenRefused("signature")
    payload = compact.payload
    if not payload.keys() <= _CLAIMS:
        raise TokenRefused("claims")
    if payload.get("aud") not in (issuer, [issuer]):
        raise TokenRefused("aud")
    expires = seconds(payload, "exp")
    if not 0 < expires - now.timestamp() <= LONGEST_LIFE.total_seconds():
        raise TokenRefused("exp")
    if starts_at(payload) > now.timestamp() + AHEAD_SECONDS:
        raise TokenRefused("not_yet")
    until = datetime.fromtimestamp(expires, UTC)
    return Assertion(text(payload, "iss"), text(payload, "sub"), identifier(payload), until)


def signing_key(compact: Compact, keys: Sequence[Jwk]) -> Jwk | None:
    """Return which of a client's keys signed an assertion that has been checked."""
    named = _named(compact, keys)
    return named[0] if len(named) == 1 else next((key for key in named if is_signed_by(compact, [key])), None)


def _named(compact: Compact, keys: Sequence[Jwk]) -> list[Jwk]:
    """Return the keys an assertion may be signed by: the one it names, or any where it names none."""
    return [key for key in keys if compact.kid in {None, key["kid"]}]
