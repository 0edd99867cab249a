"""Has this very request been done before? A key is remembered with the request's keyed fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from app.core.database import settings_of
from app.core.errors import IdempotencyKeyReused
from app.core.rows import table_of
from app.http.models import IdempotencyRecord


@dataclass(frozen=True, slots=True)
class Intent:
    """One caller's key and what it stands for."""

    client_id: str
    staff: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an intent led to: the status answered, and the thing made or moved."""

    status: int
    resource_id: UUID


_RECORDS = table_of(IdempotencyRecord)
_MINE = sa.and_(
    _RECORDS.c.client_id == sa.bindparam("by"),
    _RECORDS.c.staff == sa.bindparam("staff_member"),
    _RECORDS.c.key == sa.bindparam("named"),
)
_FIND = sa.select(_RECORDS).where(_MINE)
_FORGET = sa.delete(_RECORDS).where(_MINE)
_KEEP = sa.insert(_RECORDS)


def fingerprint(secret: bytes, method: str, path: str, body: bytes) -> bytes:
    """Return a keyed digest of a request, from which nobody can confirm a guess at its content."""
    return hashlib.blake2b(b"\0".join((method.encode(), path.encode(), body)), key=secret, digest_size=32).digest()


def recall(session: Session, intent: Intent, at: datetime) -> Outcome | None:
    """Return what this intent led to before.

    Raises:
        IdempotencyKeyReused: the key stood for another request.

    """
    whose = {"by": intent.client_id, "staff_member": intent.staff, "named": intent.key}
    found = session.connection().execute(_FIND, whose).one_or_none()
    if found is None:
        return None
    if found.remembered_at + timedelta(hours=settings_of(session).idempotency_hours) <= at:
        session.connection().execute(_FORGET, whose)
        return None
    if found.fingerprint != intent.fingerprint:
        raise IdempotencyKeyReused
    return Outcome(found.status, found.resource_id)


def remember(session: Session, intent: Intent, at: datetime, status: int, resource_id: UUID) -> None:
    """Keep what an intent led to; the primary key lets only one of two parallel twins through."""
    # What the work has changed goes first, so that it is refused for its own reasons.
    session.flush()
    session.connection().execute(
        _KEEP,
        {
            "client_id": intent.client_id,
            "staff": intent.staff,
            "key": intent.key,
            "fingerprint": intent.fingerprint,
            "status": status,
            "resource_id": resource_id,
            "remembered_at": at,
        },
    )


def forget_old(session: Session, at: datetime) -> int:
    """Drop the keys whose time is over and return their number."""
    before = at - timedelta(hours=settings_of(session).idempotency_hours)
    old = delete(IdempotencyRecord).where(col(IdempotencyRecord.remembered_at) <= before)
    return session.connection().execute(old).rowcount
