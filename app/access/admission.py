"""Does what the token says still hold? Asked in the transaction of the work, so a change takes effect at once."""

from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlmodel import Session, col

from app.access.actor import Actor
from app.access.models import Client, ClientState, RevokedToken
from app.access.roles import MAY_HOLD, PARTY_OF, Role
from app.access.scopes import Scope
from app.access.tokens import Claims
from app.core.errors import InsufficientScope, Unauthenticated

_STANDING = select(
    col(Client.role),
    col(Client.staff_id),
    exists().where(col(RevokedToken.jti) == bindparam("jti")),
).where(col(Client.client_id) == bindparam("client_id"), col(Client.state) == ClientState.ACTIVE)


def admit(session: Session, claims: Claims, scope: Scope, at: datetime, request_id: str) -> Actor:
    """Return who acts, as things stand now.

    Raises:
        Unauthenticated: the client or the token was revoked, or the client now stands for somebody else.
        InsufficientScope: the client's present role may not hold the scope.

    """
    standing = session.execute(_STANDING, {"client_id": claims.client_id, "jti": claims.jti}).one_or_none()
    if standing is None or standing[2] or standing[1] != claims.staff:
        raise Unauthenticated
    role = Role(standing[0])
    if scope not in MAY_HOLD[role]:
        raise InsufficientScope(scope.value)
    return Actor(
        client_id=claims.client_id,
        role=role,
        party=PARTY_OF[role],
        purpose=claims.purpose,
        scope=claims.scope,
        staff_id=claims.staff,
        jti=claims.jti,
        at=at,
        request_id=request_id,
    )
