"""What time is it? The only place that asks the computer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Protocol
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


class ShiftedClock:
    """A clock that starts at a chosen instant and then runs at the usual pace (the demonstration's `--at`)."""

    def __init__(self, start: datetime) -> None:
        self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        """Return the shifted instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset


class FrozenClock:
    """A clock that stands still until told to advance."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant at which the clock stands, in UTC."""
        return self._at

    def advance(self, **by: float) -> None:
        """Move the clock forward by the parts of a `timedelta`, such as `days=1`."""
        self._at += timedelta(**by)


class AnchoredClock:
    """A clock that reads the time elsewhere (the database) and counts on from it, whatever the clock here does."""

    def __init__(self, read: Callable[[], datetime], every_seconds: float = 30.0) -> None:
        self._read, self._every, self._lock = read, every_seconds, Lock()
        self._anchor, self._since = read(), monotonic()

    def now(self) -> datetime:
        """Return the anchored instant in UTC, never earlier than before."""
        with self._lock:
            elapsed = monotonic() - self._since
            if elapsed > self._every:
                self._anchor = max(self._read(), self._anchor + timedelta(seconds=elapsed))
                self._since, elapsed = monotonic(), 0.0
            return (self._anchor + timedelta(seconds=elapsed)).astimezone(UTC)


def tokyo_day(instant: datetime) -> date:
    """Return the calendar day in Japan on which an instant falls; legal days are Japan days."""
    return instant.astimezone(TOKYO).date()


def start_of_tokyo_day(day: date) -> datetime:
    """Return the instant (UTC) at which a day in Japan begins."""
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO).astimezone(UTC)
