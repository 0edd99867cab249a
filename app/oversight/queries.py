"""What does the audit hold?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.audit.models import AuditEntry


def list_entries(session: Session, resource_id: UUID | None, after: UUID | None, limit: int) -> Sequence[AuditEntry]:
    """Return audit entries in the order of their ids, which is that of their making."""
    wanted = select(AuditEntry).order_by(col(AuditEntry.id)).limit(limit)
    if resource_id is not None:
        wanted = wanted.where(AuditEntry.resource_id == resource_id)
    if after is not None:
        wanted = wanted.where(col(AuditEntry.id) > after)
    return session.exec(wanted).all()
