"""What does an access token say (RFC 9068)? Every member is there, of its type, and fits the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.compact import TokenRefused
from app.access.roles import Role, lifetime_of
from app.access.scopes import PURPOSE_OF, Purpose, Scope

AHEAD_SECONDS = 10
"""How far another computer's clock may be ahead of ours."""
JTI_SHORTEST, JTI_LONGEST = 16, 64
_REQUIRED = frozenset({"iss", "sub", "client_id", "aud", "exp", "iat", "jti", "scope", "purpose", "role"})
_KNOWN = _REQUIRED | {"nbf", "staff"}


@dataclass(frozen=True, slots=True)
class Claims:
    """An access token's claims; `exp` and `iat` count seconds from 1970 in UTC."""

    iss: str
    sub: str
    client_id: str
    aud: str
    exp: int
    iat: int
    jti: str
    scope: frozenset[Scope]
    purpose: Purpose
    role: Role
    staff: UUID | None

    def payload(self) -> dict[str, str | int]:
        """Return the claims as they stand in the token."""
        payload: dict[str, str | int] = {
            "iss": self.iss,
            "sub": self.sub,
            "client_id": self.client_id,
            "aud": self.aud,
            "exp": self.exp,
            "iat": self.iat,
            "jti": self.jti,
            "scope": " ".join(sorted(self.scope)),
            "purpose": self.purpose.value,
            "role": self.role.value,
        }
        return payload if self.staff is None else {**payload, "staff": str(self.staff)}


def read_claims(payload: Mapping[str, object], issuer: str) -> Claims:
    """Read the claims of a token whose signature holds; whether it is in time is asked elsewhere.

    Raises:
        TokenRefused: a claim is missing, unknown, of another type, for somebody else, or contradicts another.

    """
    if not payload.keys() >= _REQUIRED or not payload.keys() <= _KNOWN:
        raise TokenRefused("claims")
    claims = Claims(
        iss=text(payload, "iss"),
        sub=text(payload, "sub"),
        client_id=text(payload, "client_id"),
        aud=text(payload, "aud"),
        exp=seconds(payload, "exp"),
        iat=seconds(payload, "iat"),
        jti=identifier(payload),
        scope=_scope(text(payload, "scope")),
        purpose=_purpose(text(payload, "purpose")),
        role=_role(text(payload, "role")),
        staff=_staff(payload),
    )
    if claims.iss != issuer or claims.aud != issuer:
        raise TokenRefused("not_for_us")
    _require_consistent(claims)
    return claims


def text(payload: Mapping[str, object], name: str) -> str:
    """Return a claim that is a text and says something.

    Raises:
        TokenRefused: it is not there, or is anything else.

    """
    value = payload.get(name)
    if not isinstance(value, str) or not value:
        raise TokenRefused(name)
    return value


def seconds(payload: Mapping[str, object], name: str) -> int:
    """Return a claim that is an instant in whole seconds.

    Raises:
        TokenRefused: it is not there, or is anything else.

    """
    value = payload.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise TokenRefused(name)
    return value


def identifier(payload: Mapping[str, object]) -> str:
    """Return the `jti`: 16 to 64 visible ASCII characters.

    Raises:
        TokenRefused: it is anything else.

    """
    jti = text(payload, "jti")
    if not JTI_SHORTEST <= len(jti) <= JTI_LONGEST or not all("!" <= character <= "~" for character in jti):
        raise TokenRefused("jti")
    return jti


def staff_member(payload: Mapping[str, object], name: str) -> UUID:
    """Return a claim that is the id of a staff member, in the one spelling of a UUID.

    Raises:
        TokenRefused: it is not there, or is anything else.

    """
    value = text(payload, name)
    try:
        staff_id = UUID(value)
    except ValueError:
        raise TokenRefused(name) from None
    if str(staff_id) != value:
        raise TokenRefused(name)
    return staff_id


def starts_at(payload: Mapping[str, object]) -> int:
    """Return the second before which nothing is to be done with it: the later of `iat` and `nbf`.

    Raises:
        TokenRefused: either is there and is not an instant.

    """
    issued = seconds(payload, "iat")
    return max(issued, seconds(payload, "nbf")) if "nbf" in payload else issued


def _scope(value: str) -> frozenset[Scope]:
    words = value.split(" ")
    try:
        scope = frozenset(map(Scope, words))
    except ValueError:
        raise TokenRefused("scope") from None
    if len(scope) != len(words):
        raise TokenRefused("scope")
    return scope


def _purpose(value: str) -> Purpose:
    try:
        return Purpose(value)
    except ValueError:
        raise TokenRefused("purpose") from None


def _role(value: str) -> Role:
    try:
        return Role(value)
    except ValueError:
        raise TokenRefused("role") from None


def _staff(payload: Mapping[str, object]) -> UUID | None:
    return staff_member(payload, "staff") if "staff" in payload else None


def _require_consistent(claims: Claims) -> None:
    if {PURPOSE_OF[scope] for scope in claims.scope} != {claims.purpose}:
        raise TokenRefused("purpose")
    if claims.sub != (claims.client_id if claims.staff is None else str(claims.staff)):
        raise TokenRefused("sub")
    if not 0 < claims.exp - claims.iat <= lifetime_of(claims.purpose).total_seconds():
        raise TokenRefused("exp")
