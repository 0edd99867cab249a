"""What is kept of endpoints, of what waits for them, of each attempt, and of the keys that sign?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import Record, enum_type


class EndpointState(StrEnum):
    """Whether an endpoint is served: proposed by the operator, confirmed by ISA, and then as it answers."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DEGRADED = "degraded"
    PAUSED = "paused"
    GONE = "gone"


class DeliveryStatus(StrEnum):
    """How far one event has come on its way to one endpoint; there is no state in which it is lost."""

    PENDING = "pending"
    LEASED = "leased"
    DELIVERED = "delivered"
    ACKED = "acked"
    HELD = "held"
    PARKED = "parked"
    CLOSED = "closed"


class Trigger(StrEnum):
    """Why an event is sent: in its turn, or because somebody asked for it again."""

    AUTO = "auto"
    REPLAY = "replay"


class Endpoint(Record, table=True):
    """A place to which events are pushed.

    `sealed_secret` is the key of the symmetric signature, if there is one; `former_secret` signs beside it for a while
    after a change. A `standby` gets only what ISA has not acknowledged in time by any other way.
    """

    __tablename__ = "webhook_endpoints"

    url: str = Field(max_length=500)
    state: EndpointState = Field(sa_type=enum_type(EndpointState, "endpoint_state"))
    streams: list[str] = Field(sa_type=sa.JSON)
    allow_private: bool = False
    sends_v1: bool = True
    sends_v1a: bool = True
    standby: bool = False
    sealed_secret: bytes | None = None
    former_secret: bytes | None = None
    former_until: datetime | None = None
    confirmed_at: datetime | None = None


class EndpointHealth(SQLModel, table=True):
    """The breaker of one endpoint, apart from it because it changes with every attempt."""

    __tablename__ = "endpoint_health"

    endpoint_id: UUID = Field(primary_key=True, foreign_key="webhook_endpoints.id")
    consecutive_failures: int = 0
    probe_at: datetime | None = None


class EndpointCursor(SQLModel, table=True):
    """Up to which position of a stream deliveries have been made for an endpoint."""

    __tablename__ = "endpoint_cursors"

    endpoint_id: UUID = Field(primary_key=True, foreign_key="webhook_endpoints.id")
    stream: str = Field(primary_key=True, max_length=20)
    position: int = 0


class Delivery(SQLModel, table=True):
    """One event on its way to one endpoint; `failures` counts since it was last queued, `attempts` for ever."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "endpoint_id"),
        ForeignKeyConstraint(["stream", "position"], ["outbox_events.stream", "outbox_events.position"]),
        Index(None, "status", "next_attempt_at", "position"),
        Index(None, "endpoint_id", "subject", "stream", "status", "position"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(foreign_key="webhook_endpoints.id")
    stream: str = Field(max_length=20)
    position: int
    event_id: UUID
    subject: str = Field(max_length=120)
    status: DeliveryStatus = Field(sa_type=enum_type(DeliveryStatus, "delivery_status"))
    trigger: Trigger = Field(default=Trigger.AUTO, sa_type=enum_type(Trigger, "delivery_trigger"))
    attempts: int = 0
    failures: int = 0
    next_attempt_at: datetime
    lease_token: UUID | None = None
    lease_until: datetime | None = None
    last_error_class: str | None = Field(default=None, max_length=40)
    delivered_at: datetime | None = None
    acked_at: datetime | None = None
    receipt_id: str | None = Field(default=None, max_length=64)
    closed_reason: str | None = Field(default=None, max_length=40)


class Escalation(SQLModel, table=True):
    """How loudly a stream's oldest unacknowledged event has been complained of, and since when (UTC)."""

    __tablename__ = "escalations"

    stream: str = Field(primary_key=True, max_length=20)
    level: int
    since: datetime


class DeliveryAttempt(SQLModel, table=True):
    """One request that was made. Of the answer only its digest is kept, for it may hold anything."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "n"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    delivery_id: UUID = Field(foreign_key="deliveries.id")
    n: int
    trigger: Trigger = Field(sa_type=enum_type(Trigger, "attempt_trigger"))
    started_at: datetime
    ended_at: datetime
    remote_ip: str | None = Field(default=None, max_length=45)
    tls_version: str | None = Field(default=None, max_length=20)
    peer_cert_sha256: bytes | None = None
    status: int | None = None
    response_sha256: bytes | None = None
    request_sha256: bytes
    key_ids: list[str] = Field(sa_type=sa.JSON)
    error: str | None = Field(default=None, max_length=40)


class WebhookKey(SQLModel, table=True):
    """A signing key; the private half is encrypted under a key of the key store."""

    __tablename__ = "webhook_keys"

    kid: str = Field(primary_key=True, max_length=43)
    alg: str = Field(max_length=20)
    public_key: bytes
    sealed_private: bytes
    publish_from: datetime
    not_before: datetime
    retire_at: datetime | None = None
    revoked_at: datetime | None = None
