"""Which assertions and tokens have had their time? The primary key decides between two who come at once."""

from datetime import datetime

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, delete

from app.access.models import RevokedToken, UsedAssertion


def use_assertion(session: Session, client_id: str, jti: str, expires_at: datetime) -> bool:
    """Let an assertion serve; False where it has served before, in this process or any other."""
    # Looking first keeps a replay from writing, and so from disturbing the batch it shares with others.
    if session.get(UsedAssertion, (client_id, jti)) is not None:
        return False
    return _insert_once(session, UsedAssertion(client_id=client_id, jti=jti, expires_at=expires_at))


def revoke_token_id(session: Session, jti: str, expires_at: datetime) -> bool:
    """Let a token open nothing from the next request on; False where that was so already."""
    if is_revoked(session, jti):
        return False
    return _insert_once(session, RevokedToken(jti=jti, expires_at=expires_at))


def is_revoked(session: Session, jti: str) -> bool:
    """Tell whether a token was revoked."""
    return session.get(RevokedToken, jti) is not None


def forget_expired(session: Session, at: datetime) -> int:
    """Drop used assertions and revoked tokens that would be refused as expired anyway, and return their number."""
    tables = (UsedAssertion, RevokedToken)
    dropped = [session.exec(delete(table).where(col(table.expires_at) <= at)).rowcount for table in tables]
    return sum(dropped)


def _insert_once(session: Session, row: SQLModel) -> bool:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    once = insert(type(row)).values(**row.model_dump()).on_conflict_do_nothing().returning(literal(1))
    return session.execute(once).first() is not None
