"""What can stand on a consent form? Few fields are required, for the Annex is not before us (R1.2-4)."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.consents.models import HolderKind, SupportKind
from app.conventions.places import lies_in
from app.http.fields import (
    Body,
    CorporateNumber,
    Count,
    Country,
    Day,
    Email,
    Flag,
    Instant,
    Kana,
    Language,
    Municipality,
    Paragraph,
    Phrase,
    PostalCode,
    Prefecture,
    RomanName,
    Telephone,
)

EXAMPLE_FORM: dict[str, Any] = {
    "holder_kind": "individual",
    "name": "Hanako Example",
    "email": "hanako@example.jp",
    "phone": "090-0000-0000",
    "prefecture": "14",
    "municipality": "141003",
    "postal_code": "2310001",
    "languages": ["ja", "pt"],
    "support_kinds": ["japanese_study", "daily_life"],
    "capacity": 1,
    "signed_on": "2024-05-10",
    "form_version": "2024-04",
}
EXAMPLE_CONSENTS: dict[str, Any] = {
    "matching": True,
    "provision_abroad": True,
    "text_version": "2024-04",
    "told_of_abroad": [
        {
            "country": "BRA",
            "system_told": True,
            "measures_unknown_because": "the applicant is a private person",
            "told_on": "2024-05-10",
            "text_version": "abroad-2024-04",
        },
    ],
}


def without_repetition(values: list[Any]) -> list[Any]:
    """Let pass a list in which nothing stands twice."""
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "each stands once")
    return values


Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(without_repetition)]
Area = Annotated[list[Prefecture], Field(min_length=1, max_length=47), AfterValidator(without_repetition)]
Kinds = Annotated[list[SupportKind], Field(min_length=1), AfterValidator(without_repetition)]


class TranscribedForm(Body):
    """What a consent form says."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_FORM]})

    holder_kind: HolderKind
    name: Phrase
    name_kana: Kana | None = None
    name_roman: RomanName | None = Field(default=None, description="as in the passport")
    name_alias: Phrase | None = Field(default=None, description="the 通称 of an individual")
    representative: Phrase | None = Field(default=None, description="of an organisation")
    contact_person: Phrase | None = Field(default=None, description="of an organisation")
    corporate_number: CorporateNumber | None = Field(default=None, description="the 法人番号 of an organisation")
    email: Email
    phone: Telephone | None = None
    prefecture: Prefecture = Field(description="JIS X 0401, such as 14")
    municipality: Municipality | None = Field(default=None, description="JIS X 0402 with check digit")
    postal_code: PostalCode | None = Field(default=None, description="kept as seven digits")
    languages: Languages = Field(description="ISO 639, such as ja and pt")
    wished_area: Area | None = Field(default=None, description="prefectures in which to support; none named: any")
    wished_languages: Languages | None = Field(default=None, description="of the persons to support; none named: any")
    support_kinds: Kinds | None = Field(default=None, description="what the supporter offers to help with")
    capacity: Count | None = Field(default=None, description="how many persons the form offers to support")
    signed_on: Day
    form_version: Phrase | None = None
    remarks: Paragraph | None = None

    @field_validator("representative", "contact_person", "corporate_number")
    @classmethod
    def _of_an_organisation(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("holder_kind") is HolderKind.INDIVIDUAL:
            raise PydanticCustomError("belongs_to_an_organisation", "an individual has none")
        return value

    @field_validator("name_alias")
    @classmethod
    def _of_an_individual(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("holder_kind") is HolderKind.ORGANISATION:
            raise PydanticCustomError("belongs_to_an_individual", "an organisation has none")
        return value

    @field_validator("municipality")
    @classmethod
    def _in_the_prefecture(cls, value: str | None, info: ValidationInfo) -> str | None:
        prefecture = info.data.get("prefecture")
        if value is not None and prefecture is not None and not lies_in(value, prefecture):
            raise PydanticCustomError("not_in_the_prefecture", "a municipality of the prefecture is expected")
        return value


class ProvideConsent(TranscribedForm):
    """A consent form as ISA provides it, and when ISA received it if ISA says so."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**EXAMPLE_FORM, "isa_received_at": "2024-05-13T09:30:00+09:00"}]},
    )

    isa_received_at: Instant | None = Field(default=None, description="shown, and never judged late (R1.2-3)")


class RegisterDirectly(TranscribedForm):
    """What somebody said who registers with the association itself."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**EXAMPLE_FORM, "name": "Michiko Direct", "email": "michiko@example.jp"}]},
    )


class TellAbroad(Body):
    """What the person was told of one country before consenting to provision there (article 28, rule 17)."""

    country: Country | None = Field(default=None, description="ISO 3166-1 alpha-3; none where it could not be named")
    country_unknown_because: Phrase | None = Field(default=None, validate_default=True)
    system_told: Flag = Field(default=False, validate_default=True, description="how that country protects data")
    measures_told: Flag = Field(default=False, description="what the recipient does to protect data")
    measures_unknown_because: Phrase | None = Field(default=None, validate_default=True)
    told_on: Day
    text_version: Phrase = Field(description="version of the text that told it")

    @field_validator("country_unknown_because")
    @classmethod
    def _country_or_why_not(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _one_of(value, other=info.data["country"] is not None) if "country" in info.data else value

    @field_validator("system_told")
    @classmethod
    def _system_of_a_named_country(cls, value: Flag, info: ValidationInfo) -> Flag:
        if info.data.get("country") is not None and not value:
            raise PydanticCustomError("missing", "the system of a named country is told")
        return value

    @field_validator("measures_unknown_because")
    @classmethod
    def _measures_or_why_not(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _one_of(value, other=info.data["measures_told"]) if "measures_told" in info.data else value


class TellConsents(Body):
    """Consents that the form, or a paper with it, turned out to carry; what is not told stays unknown (R1.2-4)."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_CONSENTS]})

    matching: Flag | None = Field(default=None, description="to be matched, article 27 of the privacy law")
    provision_abroad: Flag | None = Field(default=None, description="to an applicant abroad, article 28")
    text_version: Phrase | None = Field(default=None, description="version of the text that was consented to")
    told_of_abroad: list[TellAbroad] = Field(
        default=[],
        max_length=20,
        validate_default=True,
        description="what was told of each country before the consent to provision abroad, which needs it",
    )

    @field_validator("told_of_abroad")
    @classmethod
    def _told_before_consenting(cls, value: list[TellAbroad], info: ValidationInfo) -> list[TellAbroad]:
        if info.data.get("provision_abroad") is True and not value:
            raise PydanticCustomError("missing", "the person is told of the country first")
        if len({one.country for one in value}) != len(value):
            raise PydanticCustomError("repeated", "each country stands once")
        return value


class CorrectForm(Body):
    """What is to stand on a form instead; a member that is not sent stays, null takes away what need not be there."""

    holder_kind: HolderKind | None = None
    name: Phrase | None = None
    name_kana: Kana | None = None
    name_roman: RomanName | None = None
    name_alias: Phrase | None = None
    representative: Phrase | None = None
    contact_person: Phrase | None = None
    corporate_number: CorporateNumber | None = None
    email: Email | None = None
    phone: Telephone | None = None
    prefecture: Prefecture | None = None
    municipality: Municipality | None = None
    postal_code: PostalCode | None = None
    languages: Languages | None = None
    wished_area: Area | None = None
    wished_languages: Languages | None = None
    support_kinds: Kinds | None = None
    capacity: Count | None = None
    signed_on: Day | None = None
    form_version: Phrase | None = None
    remarks: Paragraph | None = None


def _one_of(reason: str | None, *, other: bool) -> str | None:
    """Let a reason pass where the thing itself is missing, and only there."""
    if other is (reason is not None):
        raise PydanticCustomError("not_expected" if other else "missing", "either the thing or why it is not there")
    return reason
