"""Does what the token says still hold? Asked in the transaction of the work, so a change takes effect at once."""

from datetime import datetime

from sqlalchemy import Uuid, bindparam, exists, select
from sqlmodel import Session

from app.access.actor import Actor
from app.access.models import PEOPLE, Client, ClientState, RevokedToken
from app.access.roles import MAY_HOLD, PARTY_OF, Role
from app.access.scopes import Scope
from app.access.tokens import Claims
from app.core.errors import InsufficientScope, Unauthenticated
from app.core.rows import table_of

_CLIENTS, _REVOKED = table_of(Client).c, table_of(RevokedToken).c
_STANDING = select(
    _CLIENTS.role,
    _CLIENTS.staff_id,
    exists().where(_REVOKED.jti == bindparam("jti")),
    _CLIENTS.vouches,
    exists().where(PEOPLE.c.id == bindparam("staff", type_=Uuid()), PEOPLE.c.left_at.is_(None)),
).where(_CLIENTS.client_id == bindparam("client_id"), _CLIENTS.state == ClientState.ACTIVE)


def admit(session: Session, claims: Claims, scope: Scope, at: datetime, request_id: str) -> Actor:
    """Return who acts, as things stand now.

    Raises:
        Unauthenticated: the client or the token was revoked, the client now stands for somebody else, or the staff
            member has left.
        InsufficientScope: the client's present role may not hold the scope.

    """
    named = {"client_id": claims.client_id, "jti": claims.jti, "staff": claims.staff}
    standing = session.connection().execute(_STANDING, named).one_or_none()
    if standing is None:
        raise Unauthenticated
    held, bound_to, is_revoked, vouches, is_staff = standing
    stands_for = claims.staff if vouches else bound_to
    if is_revoked or stands_for != claims.staff or (claims.staff is not None and not is_staff):
        raise Unauthenticated
    role = Role(held)
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
