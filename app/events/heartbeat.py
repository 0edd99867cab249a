"""How does a reader tell silence from failure? Each stream is looked at every minute, and speaks when idle."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, update

from app.events.catalogue import Stream
from app.events.models import FeedHead
from app.events.outbox import verify


def beat(session: Session, at: datetime, idle: timedelta) -> list[Stream]:
    """Note that every stream is served at this instant, and verify those without an event for so long.

    The count begins when a stream is first looked at. Of several workers one verifies.
    """
    idle_ones = [stream for stream in Stream if _is_idle(session, stream, at, idle)]
    for stream in idle_ones:
        verify(session, at, stream)
    return idle_ones


def _is_idle(session: Session, stream: Stream, at: datetime, idle: timedelta) -> bool:
    connection, head = session.connection(), update(FeedHead).where(col(FeedHead.stream) == stream.value)
    connection.execute(head.values(checked_at=at))
    begun = connection.execute(head.where(col(FeedHead.spoke_at).is_(None)).values(spoke_at=at)).rowcount
    silent = head.where(col(FeedHead.spoke_at) <= at - idle).values(spoke_at=at)
    return begun == 0 and connection.execute(silent).rowcount == 1
