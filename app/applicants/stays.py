"""How long has somebody stayed in Japan under the scheme? Every stay counts, its first and last day included."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.applicants.models import Stay

DAY = timedelta(days=1)
YEAR_DAYS = 365


def days_stayed(stays: Sequence[Stay], today: date) -> int:
    """Return the days of all stays up to a day, that day included."""
    return sum(((one.left_on or today) - one.entered_on + DAY).days for one in stays)


def reached_on(stays: Sequence[Stay], years: int) -> date | None:
    """Return the first day beyond so many years in total, if the present stay goes on; None without one."""
    if not stays or stays[-1].left_on is not None:
        return None
    *earlier, present = stays
    return _years_after(present.entered_on, years) - days_stayed(earlier, present.entered_on) * DAY


def is_beyond(stays: Sequence[Stay], years: int, today: date) -> bool:
    """Tell whether the stays have come to more than so many years in total."""
    since = reached_on(stays, years)
    return days_stayed(stays, today) > years * YEAR_DAYS if since is None else today >= since


def _years_after(day: date, years: int) -> date:
    """Return the day on which so many years are over; those from a 29 February are on 1 March (Civil Code, 143)."""
    if (day.month, day.day) == (2, 29):
        return (day + DAY).replace(year=day.year + years)
    return day.replace(year=day.year + years)
