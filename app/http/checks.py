"""Which values are let pass at the edge? Each check returns its value as it is kept, or a code for what is wrong."""

import re
import unicodedata
from datetime import MAXYEAR, MINYEAR, date, datetime
from uuid import UUID

from pydantic_core import PydanticCustomError

from app.conventions.countries import COUNTRIES
from app.conventions.eras import NotADayOfAnEra, day_of, is_wareki
from app.conventions.identifiers import holds_my_number, holds_residence_card_number, is_corporate_number
from app.conventions.languages import LANGUAGES
from app.conventions.names import is_kana, is_name, is_roman
from app.conventions.places import PREFECTURES, NotAPostalCode, is_municipality, postal_code
from app.conventions.telephones import NotATelephoneNumber, e164

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ALPHA_2 = re.compile(r"[A-Za-z]{2}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_LOOKS_EMPTY = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f]+")


def text_only(value: object) -> object:
    """Let pass a text."""
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "a string is expected")
    return value


def whole_number_only(value: object) -> object:
    """Let pass a whole number, and no text or truth value that could be read as one."""
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise PydanticCustomError("int_type", "a whole number is expected")
    return value


def rfc3339(value: object) -> object:
    """Let pass an instant with its offset (RFC 3339)."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("datetime_type", "RFC 3339 with offset is expected")
    return value


def in_every_zone(instant: datetime) -> datetime:
    """Let pass an instant that has a day in UTC and in Japan."""
    # In the calendar's first and last year that may not be so.
    if not MINYEAR < instant.year < MAXYEAR:
        raise PydanticCustomError("datetime_range", "a year from 2 to 9998 is expected")
    return instant


def era_or_iso_day(value: object) -> object:
    """Return the day of a date in an era; let an ISO 8601 date pass."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "a date is expected")
    if is_wareki(value):
        return _day_of_an_era(value)
    if not _DAY.fullmatch(value):
        raise PydanticCustomError("date_type", "YYYY-MM-DD is expected")
    return value


def _day_of_an_era(written: str) -> date:
    try:
        return day_of(written)
    except NotADayOfAnEra:
        raise PydanticCustomError("day_outside_its_era", "there was never such a day") from None


def nothing_forbidden(text: str) -> str:
    """Let pass a text without a number that may not be collected here."""
    if holds_my_number(text):
        raise PydanticCustomError("my_number", "a My Number may not be collected here")
    if holds_residence_card_number(text):
        raise PydanticCustomError("residence_card_number", "the number of a residence card is not collected here")
    return text


def in_kana(text: str) -> str:
    """Let pass a name's reading in kana of any width."""
    if not is_kana(text):
        raise PydanticCustomError("not_kana", "a reading in kana is expected")
    return text


def telephone(text: str) -> str:
    """Let pass a telephone number, as it was written."""
    try:
        e164(text)
    except NotATelephoneNumber:
        raise PydanticCustomError("telephone_number", "a telephone number is expected") from None
    return text


def as_a_name(text: str) -> str:
    """Let pass what can be a person's name in any script."""
    if not is_name(text):
        raise PydanticCustomError("not_a_name", "letters of any script are expected")
    return text


def as_in_a_passport(text: str) -> str:
    """Let pass a name in Latin letters."""
    if not is_roman(text):
        raise PydanticCustomError("not_roman", "Latin letters are expected")
    return text


def seven_digits(text: str) -> str:
    """Return the seven digits of a postal code."""
    try:
        return postal_code(text)
    except NotAPostalCode:
        raise PydanticCustomError("postal_code", "seven digits are expected") from None


def known_municipality(code: str) -> str:
    """Let pass a code of JIS X 0402 with its check digit."""
    if not is_municipality(code):
        raise PydanticCustomError("unknown_municipality", "a code of JIS X 0402 with its check digit is expected")
    return code


def known_prefecture(code: str) -> str:
    """Let pass a code of JIS X 0401."""
    if code not in PREFECTURES:
        raise PydanticCustomError("unknown_prefecture", "a code of JIS X 0401 is expected")
    return code


def known_corporate_number(digits: str) -> str:
    """Let pass a corporate number (法人番号) with its check digit."""
    if not is_corporate_number(digits):
        raise PydanticCustomError("corporate_number", "a corporate number with its check digit is expected")
    return digits


def known_language(code: str) -> str:
    """Let pass a code of ISO 639-1."""
    if code not in LANGUAGES:
        raise PydanticCustomError("unknown_language", "a code of ISO 639-1 is expected")
    return code


def known_country(code: str) -> str:
    """Let pass an alpha-3 code of ISO 3166-1."""
    if _ALPHA_2.fullmatch(code):
        raise PydanticCustomError("alpha_2_country", "an alpha-3 code is expected, not an alpha-2 one")
    if code not in COUNTRIES:
        raise PydanticCustomError("unknown_country", "an alpha-3 code of ISO 3166-1 is expected")
    return code


def canonical_uuid(value: object) -> object:
    """Let pass a UUID in its canonical form (RFC 9562)."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise PydanticCustomError("uuid_type", "a UUID in its canonical form is expected")
    return value


def visible(text: str) -> str:
    """Let pass a text that has something to read and nothing unseen: no control, no direction mark."""
    if any(unicodedata.category(character) in _UNSEEN and character not in "\n\t" for character in text):
        raise PydanticCustomError("unseen_character", "control and formatting characters are not taken")
    if _LOOKS_EMPTY.fullmatch(text):
        raise PydanticCustomError("blank", "something to read is expected")
    return text


def single_line(text: str) -> str:
    """Let pass a text without line breaks and tabs."""
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("unseen_character", "a single line is expected")
    return text


def each_once(value: object) -> object:
    """Let pass a list in which nothing stands twice."""
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    if len(set(texts)) != len(texts):
        raise PydanticCustomError("repeated", "each stands once")
    return value
