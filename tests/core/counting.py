"""What work do tests hand through the door? Counting, with and without an audit entry, and failing on the way."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from app.audit.trail import record


class Nobody:
    """An author for audit entries of tests."""

    client_id, role, purpose, jti, request_id = "test", "operator", "operation", "jti-0000000000000000", "request"
    staff_id: UUID | None = None
    scope = ("metrics:read",)
    at = datetime(2026, 6, 1, tzinfo=UTC)


def make_counter(session: Session) -> None:
    """Insert the counter."""
    session.execute(text("INSERT INTO counters (id, n) VALUES (1, 0)"))
    record(session, Nobody(), "counter.made", "counters", None)


def count(session: Session) -> int:
    """Return where the counter stands."""
    return int(session.execute(text("SELECT n FROM counters WHERE id = 1")).scalar_one())


def increment(session: Session) -> int:
    """Count up by one and say so."""
    session.execute(text("UPDATE counters SET n = n + 1 WHERE id = 1"))
    record(session, Nobody(), "counter.incremented", "counters", None)
    return count(session)


def increment_silently(session: Session) -> None:
    """Count up without saying so."""
    session.execute(text("UPDATE counters SET n = n + 1 WHERE id = 1"))


def refuse(session: Session) -> None:
    """Read, then raise before any change."""
    raise LookupError(str(count(session)))


def fail_after_writing(session: Session) -> None:
    """Raise once the change is made."""
    increment(session)
    raise ArithmeticError
