"""What goes out to an endpoint, and what came of it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.webhooks.models import Trigger
from app.webhooks.signing import SigningKey


@dataclass(frozen=True, slots=True)
class Lease:
    """One delivery taken for sending until an instant (UTC); only the holder of its token may settle it."""

    delivery_id: UUID
    endpoint_id: UUID
    event_id: UUID
    url: str
    allow_private: bool
    body: bytes
    body_sha256: bytes
    secrets: Sequence[bytes]
    keys: Sequence[SigningKey]
    token: UUID
    until: datetime
    n: int
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request came to: a status with the beginning of a body, or a word for why there is none."""

    started_at: datetime
    ended_at: datetime
    status: int | None = None
    body: bytes = b""
    retry_after: str | None = None
    error: str | None = None
    remote_ip: str | None = None
    tls_version: str | None = None
    peer_cert_sha256: bytes | None = None
