"""Which requests have been answered already? One row per key, without anything of the answer's content."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class IdempotencyRecord(SQLModel, table=True):
    """The outcome of one POST: enough to render its answer anew."""

    __tablename__ = "idempotency_records"

    client_id: str = Field(primary_key=True, max_length=80)
    staff: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=255)
    fingerprint: bytes
    status: int
    resource_id: UUID
    remembered_at: datetime = Field(index=True)
