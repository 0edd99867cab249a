"""Is it this client that asks? Checked before the work, and once more with it, so that a revocation counts at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from app.access.assertions import Assertion, check_assertion, signing_key
from app.access.client_credentials import keys_in, serving
from app.access.clients import find_active
from app.access.compact import TokenRefused
from app.access.credentials import ByAssertion, BySecret, Method, read_credentials
from app.access.installation import Installation, installation_of
from app.access.keys import Jwk
from app.access.models import Client, Credential
from app.access.oauth_errors import ErrorCode, OAuthError
from app.access.roles import ISA_ROLES
from app.access.secrets import is_secret
from app.access.spent import use_assertion
from app.core.database import settings_of
from app.http.limits import address_of


@dataclass(frozen=True, slots=True)
class Proven:
    """A client that showed a valid credential, as it stood then; an assertion has still to be used up."""

    client: Client
    keys: Sequence[Jwk]
    credential_id: UUID
    method: Method
    assertion: Assertion | None
    at: datetime
    request_id: str

    def stands(self, session: Session) -> Client:
        """Return the client as it stands in this transaction, and use its assertion up.

        Raises:
            OAuthError: the client was changed or revoked meanwhile, or the assertion has served before.

        """
        client = find_active(session, self.client.client_id)
        if client is None or client.version != self.client.version:
            raise OAuthError(ErrorCode.INVALID_CLIENT, "changed", self.client.client_id)
        used = self.assertion
        if used is not None and not use_assertion(session, used.client_id, used.jti, used.expires_at):
            raise OAuthError(ErrorCode.INVALID_CLIENT, "assertion_used_before", client.client_id)
        return client


async def authenticate(request: Request, form: Mapping[str, str]) -> Proven:
    """Find out which client asks; a wrong credential and an unknown client take the same work and get the same answer.

    Raises:
        OAuthError: no client is proven.
        TooManyRequests: too many attempts have failed from there.
        Unavailable: too many are asking.

    """
    here = installation_of(request)
    at = here.clock.now()
    presented = read_credentials(request, form)
    address = address_of(request)
    if isinstance(presented, BySecret):
        # A signature is checked for next to nothing, so whoever signs is never kept waiting by others' guesses.
        here.budgets.may_guess(presented.client_id, address, at)
    client, held = await here.database.read(_known, presented.client_id, at)
    try:
        used, assertion = await _checked(here, held, presented, at)
    except TokenRefused as refusal:
        # An unknown id is not logged: people put passwords into the wrong field.
        known = None if client is None else client.client_id
        here.budgets.guessed(presented.client_id, address, at)
        raise OAuthError(ErrorCode.INVALID_CLIENT, refusal.reason, known) from None
    if client is None:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "unknown")
    return Proven(client, keys_in(held), used.id, presented.method, assertion, at, request.state.request_id)


def _known(session: Session, client_id: str, at: datetime) -> tuple[Client | None, list[Credential]]:
    """Return a client with the keys and the secrets that serve it; nothing if it may not sign in."""
    client = find_active(session, client_id)
    if client is None:
        return None, []
    takes_secret = client.role not in ISA_ROLES or settings_of(session).demo
    return client, [one for one in serving(session, client, at) if one.is_key or takes_secret]


async def _checked(
    here: Installation,
    held: Sequence[Credential],
    presented: BySecret | ByAssertion,
    at: datetime,
) -> tuple[Credential, Assertion | None]:
    """Return by which credential a client is proven, so that what was done with one that leaks can be told."""
    if isinstance(presented, ByAssertion):
        assertion = check_assertion(presented.assertion, keys_in(held), here.settings.issuer, at)
        if assertion.client_id != assertion.subject:
            raise TokenRefused("claims")
        return next(one for one in held if one.jwk == signing_key(presented.assertion, keys_in(held))), assertion
    secrets = [one for one in held if not one.is_key]
    no_client: list[str | None] = [None]
    # Every hash is tried, and one where there is none, so that the time tells as little as the answer.
    tried = [await is_secret(presented.secret, hashed) for hashed in [one.secret_hash for one in secrets] or no_client]
    if True not in tried:
        raise TokenRefused("secret")
    return secrets[tried.index(True)], None
