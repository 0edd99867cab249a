"""What may a proven client have? A token for one purpose, the end of one, or the truth about one."""

from datetime import UTC, datetime

from sqlmodel import Session

from app.access.actor import Actor
from app.access.authentication import Proven
from app.access.clients import find_active
from app.access.models import Client
from app.access.oauth_errors import ErrorCode, OAuthError
from app.access.roles import MAY_HOLD, PARTY_OF, Role
from app.access.scopes import PURPOSE_OF, Scope
from app.access.spent import is_revoked, revoke_token_id
from app.access.tokens import Claims, Tokens
from app.access.vouching import StaffAssertion, is_person
from app.audit.trail import record

LONGEST_SCOPE = 1000


def grant_token(
    session: Session,
    proven: Proven,
    tokens: Tokens,
    asked: str,
    vouched: StaffAssertion | None = None,
) -> Claims:
    """Return the claims of a new token, in the name of the staff member vouched for; it is signed once committed.

    Raises:
        OAuthError: the client no longer stands, or may not have what it asks for.

    """
    # Asked first: once an assertion is used up, a refusal would have to undo that.
    scope = scopes_asked(proven.client.role, asked)
    if proven.client.vouches is (vouched is None):
        raise OAuthError(ErrorCode.UNAUTHORIZED_CLIENT, "grant_type", proven.client.client_id)
    if vouched is not None:
        vouched.require_person(session)
    elif not is_person(session, proven.client.staff_id):
        raise OAuthError(ErrorCode.UNAUTHORIZED_CLIENT, "staff_left", proven.client.client_id)
    client = proven.stands(session)
    staff_id = client.staff_id if vouched is None else vouched.used(session)

    claims = tokens.claims_for(client.client_id, client.role, scope, staff_id, proven.at)
    facts = {"method": proven.method.value, "credential": str(proven.credential_id)}
    record(session, _actor(client, claims, proven), "token.issued", "tokens", None, **facts)
    return claims


def revoke_token(session: Session, proven: Proven, claims: Claims | None) -> None:
    """Let a token of the client's own, or any token for an operator, open nothing from now on (RFC 7009)."""
    client = proven.stands(session)
    if claims is None or not _may_handle(client, claims):
        return

    if revoke_token_id(session, claims.jti, datetime.fromtimestamp(claims.exp, UTC)):
        actor = _actor(client, claims, proven)
        record(session, actor, "token.revoked", "tokens", None, client=claims.client_id)


def is_token_active(session: Session, proven: Proven, claims: Claims | None) -> bool:
    """Tell whether a token that is valid by its own words still opens anything (RFC 7662)."""
    client = proven.stands(session)
    if claims is None or not _may_handle(client, claims) or is_revoked(session, claims.jti):
        return False
    holder = find_active(session, claims.client_id)
    if holder is None or not is_person(session, claims.staff):
        return False
    return holder.vouches or holder.staff_id == claims.staff


def scopes_asked(role: Role, asked: str) -> frozenset[Scope]:
    """Return the scopes a client asks for, all of one purpose and all within its role; never fewer than it asked.

    Raises:
        OAuthError: none is named, one is unknown or not the role's, or they span two purposes.

    """
    try:
        scope = frozenset(map(Scope, asked[: LONGEST_SCOPE + 1].split(" ")))
    except ValueError:
        raise OAuthError(ErrorCode.INVALID_SCOPE, "unknown") from None
    if len(asked) > LONGEST_SCOPE or not scope <= MAY_HOLD[role]:
        raise OAuthError(ErrorCode.INVALID_SCOPE, "not_the_roles")
    if len({PURPOSE_OF[one] for one in scope}) != 1:
        raise OAuthError(ErrorCode.INVALID_SCOPE, "two_purposes")
    return scope


def _may_handle(client: Client, claims: Claims) -> bool:
    return claims.client_id == client.client_id or client.role is Role.OPERATOR


def _actor(client: Client, claims: Claims, proven: Proven) -> Actor:
    """Return the client as the author of what is done with a token, under that token's purpose and id."""
    return Actor(
        client_id=client.client_id,
        role=client.role,
        party=PARTY_OF[client.role],
        purpose=claims.purpose,
        scope=claims.scope,
        staff_id=claims.staff,
        jti=claims.jti,
        at=proven.at,
        request_id=proven.request_id,
    )
