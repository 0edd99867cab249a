"""When does a provision record go? The day after the last on which the law has it kept, each with its audit entry."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.access.local import local_actor
from app.access.roles import Role
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.provisions.models import ProvisionRecord
from app.provisions.queries import TABLE
from app.vault.disposal import erase_records

AT_ONCE = 500


def delete_lapsed(session: Session, at: datetime) -> int:
    """Delete the records whose last day has passed in Japan, names and keys with them, and return how many."""
    lapsed = select(ProvisionRecord).where(col(ProvisionRecord.keep_until) < tokyo_day(at))
    records = session.exec(lapsed.order_by(col(ProvisionRecord.keep_until)).limit(AT_ONCE)).all()
    if not records:
        return 0
    worker = local_actor(Role.OPERATOR, at, "worker")
    for one in records:
        record(session, worker, "provision.deleted", TABLE, one.id, keep_until=one.keep_until.isoformat())
    ids = [one.id for one in records]
    erase_records(session, ids)
    deleted = sa.delete(ProvisionRecord).where(col(ProvisionRecord.id).in_(ids))
    session.execute(deleted.execution_options(synchronize_session=False))
    return len(ids)
