"""Which day is meant by a date in the Japanese calendar? Converted at the edge; kept in western years (JIS X 0301)."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

_STARTS = {
    "令和": date(2019, 5, 1),
    "平成": date(1989, 1, 8),
    "昭和": date(1926, 12, 25),
    "大正": date(1912, 7, 30),
}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正"}
_LONG = re.compile(r"(令和|平成|昭和|大正)(元|[0-9]{1,2})年([0-9]{1,2})月([0-9]{1,2}|末)日")
_SHORT = re.compile(r"([RHST])([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,2})")


class NotADayOfAnEra(ValueError):
    """It is no date of the Japanese calendar, or a day on which that era had not begun or was over."""


def is_wareki(text: str) -> bool:
    """Tell whether a text has the form of a date in an era, as 令和6年4月1日, 令和7年3月末日 or R06.04.01."""
    plain = _plain(text)
    return bool(_LONG.fullmatch(plain) or _SHORT.fullmatch(plain))


def day_of(text: str) -> date:
    """Return the day of a date in an era.

    Raises:
        NotADayOfAnEra: there was never such a day, such as 平成31年5月1日.

    """
    plain = _plain(text)
    found = _LONG.fullmatch(plain) or _SHORT.fullmatch(plain)
    if found is None:
        raise NotADayOfAnEra(text)
    era, year, month, day = found.groups()
    era = _LETTERS.get(era, era)
    start = _STARTS[era]
    try:
        meant = _date(start.year + (1 if year == "元" else int(year)) - 1, int(month), day)
    except ValueError:
        raise NotADayOfAnEra(text) from None
    if not start <= meant < _end(start):
        raise NotADayOfAnEra(text)
    return meant


def in_era(day: date) -> str:
    """Return a day as it is written in its era, such as 令和元年5月1日.

    Raises:
        NotADayOfAnEra: it lies before the first era known here.

    """
    begun = [(start, era) for era, start in _STARTS.items() if start <= day]
    if not begun:
        raise NotADayOfAnEra(day.isoformat())
    start, era = max(begun)
    year = day.year - start.year + 1
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _date(year: int, month: int, day: str) -> date:
    return date(year, month, monthrange(year, month)[1] if day == "末" else int(day))


def _end(start: date) -> date:
    """Return the first day that is no longer of the era."""
    return min((other for other in _STARTS.values() if other > start), default=date.max)
