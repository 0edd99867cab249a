"""How long are the words of a person's request kept? For a time after the answer; codes and days stay."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.access.local import local_actor
from app.access.roles import Role
from app.audit.trail import record
from app.core.database import settings_of
from app.core.rows import move
from app.requests.models import PersonRequest, RequestSubject
from app.requests.queries import TABLE
from app.vault.disposal import erase_records

AT_ONCE = 200


def erase_old_words(session: Session, at: datetime) -> int:
    """Erase who asked, the words and the reasons, and which records they were about, of requests answered long ago."""
    answered_by = at - timedelta(days=settings_of(session).request_words_days)
    old = select(PersonRequest).where(
        col(PersonRequest.notified_at) <= answered_by, col(PersonRequest.words_erased_at).is_(None)
    )
    requests = session.exec(old.order_by(col(PersonRequest.notified_at)).limit(AT_ONCE)).all()
    worker = local_actor(Role.OPERATOR, at, "worker")
    for request in requests:
        move(session, request, request.version, sealed=None, sealed_reasons=None, words_erased_at=at)
        session.execute(sa.delete(RequestSubject).where(col(RequestSubject.request_id) == request.id))
        record(session, worker, "request.words-erased", TABLE, request.id)
    erase_records(session, [request.id for request in requests])
    return len(requests)
