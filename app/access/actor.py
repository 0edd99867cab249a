"""Who acts in this request, for which party and purpose, and at which instant?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.roles import Role
from app.access.scopes import Purpose, Scope
from app.memorandum.clause import Party


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever holds the token of this request; `at` is the server's instant, UTC."""

    client_id: str
    role: Role
    party: Party
    purpose: Purpose
    scope: frozenset[Scope]
    staff_id: UUID | None
    jti: str
    at: datetime
    request_id: str
