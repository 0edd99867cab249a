"""Which values may stand in a body? Strict types: nothing is coerced, nothing unseen hides in a text."""

from datetime import date, datetime
from typing import Annotated, ClassVar, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)

from app.http import checks

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


def _shaped(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


_String = Annotated[str, BeforeValidator(checks.text_only), AfterValidator(checks.visible)]
_Code = Annotated[str, BeforeValidator(checks.text_only)]
Line = Annotated[_String, StringConstraints(min_length=1, max_length=200), AfterValidator(checks.single_line)]
Phrase = Annotated[Line, AfterValidator(checks.nothing_forbidden)]
Paragraph = Annotated[
    _String,
    StringConstraints(min_length=1, max_length=4000),
    AfterValidator(checks.nothing_forbidden),
]
PersonName = Annotated[Line, AfterValidator(checks.as_a_name)]
RomanName = Annotated[Line, AfterValidator(checks.as_in_a_passport)]
Kana = Annotated[Line, AfterValidator(checks.in_kana)]
Telephone = Annotated[Line, AfterValidator(checks.telephone)]
Flag = StrictBool
Distinct = Annotated[frozenset[T], BeforeValidator(checks.each_once)]
Count = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(checks.whole_number_only)]
Instant = Annotated[datetime, BeforeValidator(checks.rfc3339), AfterValidator(checks.in_every_zone)]
Day = Annotated[
    date,
    BeforeValidator(checks.era_or_iso_day),
    Field(description="a day in Japan: ISO 8601, or in the Japanese calendar as 令和6年4月1日 or R06.04.01"),
]
RecordId = Annotated[UUID, BeforeValidator(checks.canonical_uuid)]
Country = Annotated[_Code, AfterValidator(checks.known_country), _shaped("^[A-Z]{3}$", "BRA")]
Language = Annotated[_Code, AfterValidator(checks.known_language), _shaped("^[a-z]{2}$", "pt")]
Prefecture = Annotated[_Code, AfterValidator(checks.known_prefecture), _shaped("^(0[1-9]|[1-3][0-9]|4[0-7])$", "14")]
Municipality = Annotated[_Code, AfterValidator(checks.known_municipality), _shaped("^[0-9]{6}$", "141003")]
PostalCode = Annotated[_Code, AfterValidator(checks.seven_digits), _shaped("^〒?[0-9]{3}-?[0-9]{4}$", "231-0001")]
CorporateNumber = Annotated[
    _Code,
    AfterValidator(checks.known_corporate_number),
    _shaped("^[1-9][0-9]{12}$", "7000012050002"),
]
Email = Annotated[
    str,
    BeforeValidator(checks.text_only),
    StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$"),
    AfterValidator(checks.visible),
]
