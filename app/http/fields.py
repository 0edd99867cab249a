"""Which values may stand in a body? Strict types: nothing is coerced, nothing unseen hides in a text."""

import re
import unicodedata
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, ClassVar, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from app.conventions.countries import COUNTRIES
from app.conventions.eras import NotADayOfAnEra, day_of, is_wareki
from app.conventions.identifiers import holds_my_number, holds_residence_card_number
from app.conventions.names import is_kana
from app.conventions.telephones import NotATelephoneNumber, e164

T = TypeVar("T")


class Body(BaseModel):
    """A request body: unknown members are refused, and it does not change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """An answer's content: every member is always there, and what is not declared is never shown."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"additionalProperties": False})


class VersionedView(View):
    """A view of a resource that counts its versions; the number is its `ETag`.

    `collection` is where it can be read, if that is not the path to which its maker posts.
    """

    collection: ClassVar[str | None] = None

    id: UUID
    version: int


def _text_only(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "a string is expected")
    return value


def _whole_number_only(value: object) -> object:
    if isinstance(value, bool | str) or (isinstance(value, float) and not value.is_integer()):
        raise PydanticCustomError("int_type", "a whole number is expected")
    return value


_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def _rfc3339(value: object) -> object:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise PydanticCustomError("datetime_type", "RFC 3339 with offset is expected")
    return value


def _in_every_zone(instant: datetime) -> datetime:
    # In the calendar's first and last year an instant may have no day in UTC or in Japan.
    if not MINYEAR < instant.year < MAXYEAR:
        raise PydanticCustomError("datetime_range", "a year from 2 to 9998 is expected")
    return instant


def _iso_day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_type", "YYYY-MM-DD is expected")
    return value


def _era_or_iso_day(value: object) -> object:
    if not isinstance(value, str) or not is_wareki(value):
        return _iso_day(value)
    try:
        return day_of(value)
    except NotADayOfAnEra:
        raise PydanticCustomError("day_outside_its_era", "there was never such a day") from None


def nothing_forbidden(text: str) -> str:
    """Let pass a text without a number that may not be collected here."""
    if holds_my_number(text):
        raise PydanticCustomError("my_number", "a My Number may not be collected here")
    if holds_residence_card_number(text):
        raise PydanticCustomError("residence_card_number", "the number of a residence card is not collected here")
    return text


def _in_kana(text: str) -> str:
    if not is_kana(text):
        raise PydanticCustomError("not_kana", "a reading in kana is expected")
    return text


def _telephone(text: str) -> str:
    try:
        e164(text)
    except NotATelephoneNumber:
        raise PydanticCustomError("telephone_number", "a telephone number is expected") from None
    return text


def _known_country(code: str) -> str:
    if code not in COUNTRIES:
        raise PydanticCustomError("unknown_country", "an alpha-3 code of ISO 3166-1 is expected")
    return code


def _canonical_uuid(value: object) -> object:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise PydanticCustomError("uuid_type", "a UUID in its canonical form is expected")
    return value


def _visible(text: str) -> str:
    if any(unicodedata.category(character) in _UNSEEN and character not in "\n\t" for character in text):
        raise PydanticCustomError("unseen_character", "control and formatting characters are not taken")
    if text and not text.strip():
        raise PydanticCustomError("blank", "something to read is expected")
    return text


def _single_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("unseen_character", "a single line is expected")
    return text


def _each_once(value: object) -> object:
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    if len(set(texts)) != len(texts):
        raise PydanticCustomError("repeated", "each stands once")
    return value


_String = Annotated[str, BeforeValidator(_text_only), AfterValidator(_visible)]
Line = Annotated[_String, StringConstraints(min_length=1, max_length=200), AfterValidator(_single_line)]
Paragraph = Annotated[
    _String,
    StringConstraints(min_length=1, max_length=4000),
    AfterValidator(nothing_forbidden),
]
Kana = Annotated[Line, AfterValidator(_in_kana)]
Telephone = Annotated[Line, AfterValidator(_telephone)]
Flag = StrictBool
Distinct = Annotated[frozenset[T], BeforeValidator(_each_once)]
Count = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_whole_number_only)]
Instant = Annotated[datetime, BeforeValidator(_rfc3339), AfterValidator(_in_every_zone)]
Day = Annotated[date, BeforeValidator(_iso_day)]
PaperDay = Annotated[
    date,
    BeforeValidator(_era_or_iso_day),
    Field(description="a date on paper: ISO 8601, or in the Japanese calendar as 令和6年4月1日 or R06.04.01"),
]
RecordId = Annotated[UUID, BeforeValidator(_canonical_uuid)]
Country = Annotated[
    str,
    BeforeValidator(_text_only),
    StringConstraints(pattern=r"^[A-Z]{3}$"),
    AfterValidator(_known_country),
]
Language = Annotated[str, BeforeValidator(_text_only), StringConstraints(pattern=r"^[a-z]{2,3}$")]
Prefecture = Annotated[
    str,
    BeforeValidator(_text_only),
    StringConstraints(pattern=r"^(0[1-9]|[1-3][0-9]|4[0-7])$"),
]
Email = Annotated[
    str,
    BeforeValidator(_text_only),
    StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$"),
    AfterValidator(_visible),
]
