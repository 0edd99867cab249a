"""How are events kept? One counter row per stream, and append-only rows whose bytes never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class FeedHead(SQLModel, table=True):
    """How far a stream has come; taken last in a transaction, so positions have no gap.

    `spoke_at` is when it last had an event (UTC), `checked_at` when a worker last found it to be so: an old one says
    that nothing would be sent, not that nothing happened.
    """

    __tablename__ = "feed_heads"

    stream: str = Field(primary_key=True, max_length=20)
    position: int = 0
    head_hash: bytes = b""
    spoke_at: datetime | None = None
    checked_at: datetime | None = None


class OutboxEvent(SQLModel, table=True):
    """One event; `body` holds the exact bytes that are signed and shown."""

    __tablename__ = "outbox_events"
    __table_args__ = (UniqueConstraint("stream", "subject", "subject_seq"),)

    stream: str = Field(primary_key=True, max_length=20)
    position: int = Field(primary_key=True)
    event_id: UUID = Field(unique=True)
    type: str = Field(max_length=120)
    subject: str = Field(max_length=120)
    subject_seq: int
    occurred_at: datetime
    recorded_at: datetime
    body: bytes
    body_sha256: bytes
    prev_hash: bytes
    hash: bytes


class Acknowledgement(SQLModel, table=True):
    """ISA's word that it has an event, by the feed or as a webhook receipt; shared by both."""

    __tablename__ = "acknowledgements"

    event_id: UUID = Field(primary_key=True)
    acknowledged_at: datetime
    via: str = Field(max_length=20)
    error: str | None = Field(default=None, max_length=40)
