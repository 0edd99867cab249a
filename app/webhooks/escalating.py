"""Who is told, and how loudly, when ISA has not acknowledged? By the age of the oldest event, not by how requests fare.

Fifteen minutes warn, an hour pages and sends to the standby too, a day asks for the printed page: all settings, ours.
"""

from datetime import datetime, timedelta
from enum import IntEnum

import structlog
from sqlalchemy import bindparam, text
from sqlmodel import Session, UTCDateTime

from app.audit.trail import record
from app.core.database import settings_of
from app.core.settings import Settings
from app.events.catalogue import Stream
from app.webhooks.author import Worker
from app.webhooks.outstanding import oldest_by_stream

log = structlog.get_logger("webhooks")
_RAISE = text(
    "INSERT INTO escalations (stream, level, since) VALUES (:stream, :level, :at)"
    " ON CONFLICT (stream) DO UPDATE SET level = excluded.level, since = excluded.since"
    " WHERE escalations.level <> excluded.level",
).bindparams(bindparam("at", type_=UTCDateTime()))
_END = text(
    "UPDATE escalations SET level = :level, since = :at WHERE stream = :stream AND level <> :level",
).bindparams(bindparam("at", type_=UTCDateTime()))


class Level(IntEnum):
    """How loudly one complains."""

    ON_TIME = 0
    WARNED = 1
    PAGED = 2
    CRITICAL = 3


def level_of(age: timedelta, settings: Settings) -> Level:
    """Return how loudly to complain of an event that has waited for so long."""
    if age >= timedelta(hours=settings.critical_hours):
        return Level.CRITICAL
    if age >= timedelta(minutes=settings.page_minutes):
        return Level.PAGED
    return Level.WARNED if age >= timedelta(minutes=settings.warn_minutes) else Level.ON_TIME


def escalate(session: Session, at: datetime) -> dict[Stream, Level]:
    """Raise or end the alarm of each stream, once for each change, and return how each stands."""
    oldest, settings = oldest_by_stream(session), settings_of(session)
    levels = {stream: level_of(at - oldest.get(stream, at), settings) for stream in Stream}
    for stream, level in levels.items():
        if _is_new(session, stream, level, at):
            _tell(session, stream, level, at)
    return levels


def _is_new(session: Session, stream: Stream, level: Level, at: datetime) -> bool:
    """Keep a level and tell whether it was another before; of several workers one is told so."""
    said = {"stream": stream.value, "level": level.value, "at": at}
    statement = _END if level is Level.ON_TIME else _RAISE
    return session.connection().execute(statement, said).rowcount == 1


def _tell(session: Session, stream: Stream, level: Level, at: datetime) -> None:
    word = level.name.lower().replace("_", "-")
    match level:
        case Level.ON_TIME:
            log.info("delivery", stream=stream.value, alarm=word)
        case Level.WARNED:
            log.warning("delivery", stream=stream.value, alarm=word)
        case Level.PAGED:
            log.error("delivery", stream=stream.value, alarm=word)
        case Level.CRITICAL:
            log.critical("delivery", stream=stream.value, alarm=word, do="print the fallback page")
    record(session, Worker(at), f"delivery.{word}", "feeds", None, stream=stream.value)
