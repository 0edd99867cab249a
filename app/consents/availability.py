"""Until which day does a supporter's word hold that new proposals are welcome? Asked again from time to time."""

from datetime import date, datetime, timedelta

from app.consents.models import ConsentState
from app.core.clock import start_of_tokyo_day, tokyo_day


def confirm_by(state: ConsentState, confirmed_at: datetime | None, days: int) -> date | None:
    """Return the last day in Japan on which the word of a supporter holds; None where no form is active."""
    if state is not ConsentState.ACTIVE or confirmed_at is None:
        return None
    return tokyo_day(confirmed_at) + timedelta(days=days)


def is_overdue(last: date | None, at: datetime) -> bool:
    """Tell whether that day has passed, so that the supporter is asked again before anything new is proposed."""
    return last is not None and tokyo_day(at) > last


def overdue_before(at: datetime, days: int) -> datetime:
    """Return the instant before which a word was given that no longer holds: the start of a day in Japan."""
    return start_of_tokyo_day(tokyo_day(at) - timedelta(days=days))
