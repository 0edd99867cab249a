"""How does the answer look on paper? One page in Japanese that needs nothing from outside, dates in the era as well."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from app.conventions.eras import in_era
from app.core.clock import TOKYO, tokyo_day
from app.requests import labels
from app.requests.disclosure_schemas import DisclosureView

_BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "languages": labels.LANGUAGES,
    "country_of_origin": labels.COUNTRIES,
    "resides_in": labels.COUNTRIES,
    "holder_kind": labels.CODES,
    "support_kinds": labels.CODES,
    "exam": labels.CODES,
    "wished_languages": labels.LANGUAGES,
    "country": labels.COUNTRIES,
    "prefecture": labels.PREFECTURES,
    "wished_area": labels.PREFECTURES,
}
"""Fields whose values are codes with words of their own."""
_WITH_CODE = {"country", "country_of_origin", "prefecture", "resides_in", "wished_area"}
"""Those whose code tells a Japanese reader something too."""
_ARTICLE = re.compile(r"article (\d+)(?:\((\d+)\))?(?:\(([ivx]+)\))?")
_ITEMS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


def page_of(disclosure: DisclosureView) -> str:
    """Return the page of a disclosure, every value escaped."""
    return _TEMPLATE.render(disclosure=disclosure, sections=labels.SECTIONS)


def day_in_words(day: date) -> str:
    """Return a day as 令和8年6月1日（2026年6月1日）."""
    return f"{in_era(day)}（{day.year}年{day.month}月{day.day}日）"


def instant_in_words(instant: datetime) -> str:
    """Return an instant as a day and a time in Japan."""
    return f"{day_in_words(tokyo_day(instant))} {instant.astimezone(TOKYO):%H:%M}"


def moment_in_words(instant: datetime) -> str:
    """Return an instant in Japan by its era alone, for the columns of a table."""
    return f"{in_era(tokyo_day(instant))} {instant.astimezone(TOKYO):%H:%M}"


def basis_in_words(basis: str) -> str:
    """Return on what a provision rested, such as 第27条第1項第4号 for article 27(1)(iv)."""
    if basis.startswith("clause "):
        return f"確認書{basis.removeprefix('clause ')}"
    return _ARTICLE.sub(_article, labels.CODES.get(basis, basis))


def label(name: str) -> str:
    """Return the Japanese name of a field, or its own where there is none."""
    return labels.FIELDS.get(name, name)


def code(value: object) -> str:
    """Return what a code says, or the code itself."""
    return labels.CODES.get(str(value), str(value))


def value_in_words(value: Any, name: str) -> str:
    """Return a held value as it is printed: codes and days in words, a yes or no, the parts of a list in a row."""
    if isinstance(value, bool):
        consent = name in {"given", "matching", "provision_abroad"} or "consent" in name
        return {(True, True): "同意あり", (True, False): "同意なし", (False, True): "はい"}.get(
            (consent, value), "いいえ"
        )
    if isinstance(value, list):
        between = "；" if any(isinstance(one, dict) for one in value) else "、"
        return between.join(value_in_words(one, name) for one in value)
    if isinstance(value, dict):
        return "、".join(
            f"{label(part)}：{value_in_words(one, part)}" for part, one in value.items() if one is not None
        )
    words = _BY_FIELD.get(name, {}).get(str(value))
    if words is not None:
        return f"{words}（{value}）" if name in _WITH_CODE else words
    return day_in_words(day) if (day := _day(value)) else str(value)


def bytes_in_words(size: int) -> str:
    """Return a size as it is printed."""
    return f"{size:,} バイト"


def _article(found: re.Match[str]) -> str:
    article, paragraph, item = found.groups()
    number = _ITEMS.index(item) + 1 if item in _ITEMS else None
    return f"第{article}条{f'第{paragraph}項' if paragraph else ''}{f'第{number}号' if number else ''}"


def _day(value: object) -> date | None:
    if not isinstance(value, str) or len(value) != len("2026-06-01"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("app.requests", ""),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=day_in_words,
        instant=instant_in_words,
        moment=moment_in_words,
        basis=basis_in_words,
        label=label,
        code=code,
        value=value_in_words,
        bytes=bytes_in_words,
    )
    return made


_TEMPLATE = _environment().get_template("disclosure.html")
