"""How are access tokens made, and which are taken? The only importer of jose, which alone would take too much."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from jose import jwk, jws

from app.access.claims import AHEAD_SECONDS, Claims, read_claims, starts_at
from app.access.compact import ALGORITHM, Compact, TokenRefused, read_compact
from app.access.keys import Jwk
from app.access.roles import Role, lifetime_of
from app.access.scopes import PURPOSE_OF, Scope
from app.access.signing_keys import SigningKeys
from app.core.ids import new_id

__all__ = ["REMEMBERED", "Claims", "TokenRefused", "Tokens", "is_signed_by"]

TYPE = "at+jwt"
REMEMBERED = 4096
"""Checked signatures kept in mind at once."""


class Tokens:
    """Makes access tokens with our current key and checks them with every key we still stand by."""

    def __init__(self, issuer: str, keys: Callable[[], SigningKeys]) -> None:
        self.issuer = issuer
        self._keys = keys
        self._stand_by(keys())

    def public(self) -> list[dict[str, str]]:
        """Return the public keys of every token we take, for the JWKS document (RFC 7517)."""
        return self._keys().public()

    def claims_for(
        self,
        client_id: str,
        role: Role,
        scope: frozenset[Scope],
        staff: UUID | None,
        now: datetime,
    ) -> Claims:
        """Return a new token's claims; its scopes are of one purpose, and a staff member behind it is its subject."""
        purpose = PURPOSE_OF[min(scope)]
        issued = int(now.timestamp())
        return Claims(
            iss=self.issuer,
            sub=client_id if staff is None else str(staff),
            client_id=client_id,
            aud=self.issuer,
            exp=issued + int(lifetime_of(purpose).total_seconds()),
            iat=issued,
            jti=str(new_id()),
            scope=scope,
            purpose=purpose,
            role=role,
            staff=staff,
        )

    def sign(self, claims: Claims) -> str:
        """Return the token that says these claims, signed with our current key."""
        self._follow()
        return jws.sign(claims.payload(), self._signing, {"kid": self._kid, "typ": TYPE}, ALGORITHM)

    def issue(
        self,
        client_id: str,
        role: Role,
        scope: frozenset[Scope],
        staff: UUID | None,
        now: datetime,
    ) -> str:
        """Make a new token at once; whether the client may have it was asked before."""
        return self.sign(self.claims_for(client_id, role, scope, staff, now))

    def check(self, token: str, now: datetime) -> Claims:
        """Return what a token of ours says that is valid at this instant.

        Raises:
            TokenRefused: it is anything else; nothing else is ever raised.

        """
        self._follow()
        digest = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
        claims, start = self._checked.get(digest) or self._check_signed(token, digest)
        instant = now.timestamp()
        if claims.exp <= instant:
            raise TokenRefused("expired")
        if start > instant + AHEAD_SECONDS:
            raise TokenRefused("not_yet")
        return claims

    def _follow(self) -> None:
        """Notice that the keys were changed, here or by another process."""
        keys = self._keys()
        if keys is not self._standing_by:
            self._stand_by(keys)

    def _stand_by(self, keys: SigningKeys) -> None:
        self._standing_by = keys
        self._kid = keys.current["kid"]
        self._signing = jwk.construct(dict(keys.current), ALGORITHM)
        self._checking = {public["kid"]: jwk.construct(public, ALGORITHM) for public in keys.public()}
        self._checked: dict[bytes, tuple[Claims, int]] = {}

    def _check_signed(self, token: str, digest: bytes) -> tuple[Claims, int]:
        compact = read_compact(token)
        key = self._checking.get(compact.kid or "")
        if compact.typ != TYPE or key is None:
            raise TokenRefused("header")
        if not key.verify(compact.signed, compact.signature):
            raise TokenRefused("signature")
        checked = read_claims(compact.payload, self.issuer), starts_at(compact.payload)
        if len(self._checked) >= REMEMBERED:
            # Only tokens we signed ourselves get here, so nobody can fill it; starting afresh is the simplest bound.
            self._checked.clear()
        self._checked[digest] = checked
        return checked


def is_signed_by(compact: Compact, keys: Iterable[Jwk]) -> bool:
    """Tell whether one of these public keys made the signature."""
    return any(jwk.construct(dict(key), ALGORITHM).verify(compact.signed, compact.signature) for key in keys)
