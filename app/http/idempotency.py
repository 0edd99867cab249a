"""Has this very request been done before? A key is remembered with the request's keyed fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete

from app.core.database import settings_of
from app.core.errors import IdempotencyKeyReused
from app.http.models import IdempotencyRecord


@dataclass(frozen=True, slots=True)
class Intent:
    """One caller's key and what it stands for."""

    client_id: str
    staff: str
    key: str
    fingerprint: bytes


def fingerprint(secret: bytes, method: str, path: str, body: bytes) -> bytes:
    """Return a keyed digest of a request, from which nobody can confirm a guess at its content."""
    return hashlib.blake2b(b"\0".join((method.encode(), path.encode(), body)), key=secret, digest_size=32).digest()


def recall(session: Session, intent: Intent, at: datetime) -> IdempotencyRecord | None:
    """Return what this intent led to before.

    Raises:
        IdempotencyKeyReused: the key stood for another request.

    """
    record = session.get(IdempotencyRecord, (intent.client_id, intent.staff, intent.key))
    if record is None:
        return None
    if record.remembered_at + timedelta(hours=settings_of(session).idempotency_hours) <= at:
        session.delete(record)
        session.flush()
        return None
    if record.fingerprint != intent.fingerprint:
        raise IdempotencyKeyReused
    return record


def remember(session: Session, intent: Intent, at: datetime, status: int, resource_id: UUID) -> None:
    """Keep what an intent led to; the primary key lets only one of two parallel twins through."""
    session.add(
        IdempotencyRecord(
            client_id=intent.client_id,
            staff=intent.staff,
            key=intent.key,
            fingerprint=intent.fingerprint,
            status=status,
            resource_id=resource_id,
            remembered_at=at,
        ),
    )
    session.flush()


def forget_old(session: Session, at: datetime) -> int:
    """Drop the keys whose time is over and return their number."""
    before = at - timedelta(hours=settings_of(session).idempotency_hours)
    old = delete(IdempotencyRecord).where(col(IdempotencyRecord.remembered_at) <= before)
    return session.connection().execute(old).rowcount
