"""How is an act written down? In the transaction of the act, so that neither exists without the other."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from app.audit.models import AuditEntry
from app.core.ids import new_id

Fact = str | int | bool | list[str] | None
_INSERT = insert(SQLModel.metadata.tables[AuditEntry.__tablename__])


class Author(Protocol):
    """Whoever acts: as much of it as an audit entry repeats."""

    @property
    def client_id(self) -> str:
        """The OAuth client."""
        ...

    @property
    def role(self) -> str:
        """The client's role."""
        ...

    @property
    def staff_id(self) -> UUID | None:
        """The staff member behind it, if any."""
        ...

    @property
    def purpose(self) -> str:
        """The one purpose of the token."""
        ...

    @property
    def scope(self) -> Iterable[str]:
        """The token's scopes."""
        ...

    @property
    def jti(self) -> str:
        """The token's own id."""
        ...

    @property
    def at(self) -> datetime:
        """The server's instant of the act, UTC."""
        ...

    @property
    def request_id(self) -> str:
        """The request's id."""
        ...


def record(
    session: Session,
    author: Author,
    action: str,
    resource: str,
    resource_id: UUID | None,
    **facts: Fact,
) -> None:
    """Append an audit entry; `facts` are ids, states, field names and counts, never personal data."""
    session.connection().execute(
        _INSERT,
        {
            "id": new_id(),
            "at": author.at,
            "client_id": author.client_id,
            "role": str(author.role),
            "staff_id": author.staff_id,
            "purpose": str(author.purpose),
            "scope": " ".join(sorted(author.scope)),
            "jti": author.jti,
            "request_id": author.request_id,
            "action": action,
            "resource": resource,
            "resource_id": resource_id,
            "facts": facts,
        },
    )
