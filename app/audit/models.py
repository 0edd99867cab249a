"""What does one audit entry hold? Who, for what purpose, what, to which thing; ids and safe words only."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class AuditEntry(SQLModel, table=True):
    """One act or refusal. The database itself refuses to change or delete it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_action_at", "action", "at"),
        sa.Index("ix_audit_entries_resource_id_at", "resource_id", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(index=True)
    client_id: str = Field(max_length=80)
    role: str = Field(max_length=40)
    staff_id: UUID | None = None
    purpose: str = Field(max_length=40)
    scope: str = Field(max_length=1000)
    jti: str = Field(max_length=64)
    request_id: str = Field(max_length=40)
    action: str = Field(max_length=80)
    resource: str = Field(max_length=40)
    resource_id: UUID | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
