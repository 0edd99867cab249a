"""What do callers send and see of an applicant?"""

from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.applicants.certificates import Level
from app.applicants.flags import FlagCode
from app.applicants.models import ApplicantProfile, ApplicantState, Certificate, Need, PersonsConsent, Stay
from app.applicants.scheme import BEGAN, Moment
from app.conventions.places import lies_in
from app.http import checks
from app.http.fields import (
    Body,
    Country,
    Day,
    Email,
    Kana,
    Language,
    Municipality,
    PersonName,
    Prefecture,
    RomanName,
    Telephone,
    VersionedView,
    View,
)
from app.memorandum.clause import Source

T = TypeVar("T")

EXAMPLE_CONSENT = {"given": True, "on": "2024-05-10", "text_version": "2024-04"}
EXAMPLE_PERSON: dict[str, Any] = {
    "name": "Carlos María Example de Sample",
    "name_kana": "カルロス・マリア エグザンプル",
    "name_roman": "CARLOS MARIA EXAMPLE DE SAMPLE",
    "email": "carlos@example.org",
    "date_of_birth": "2001-02-03",
    "country_of_origin": "BRA",
    "resides_in": "BRA",
    "languages": ["pt", "ja"],
    "wished_area": ["14", "13"],
    "wished_municipalities": ["141003"],
    "month_of_arrival": "2027-04",
    "certificates": [{"exam": "jlpt", "result": "N4", "certified_on": "2024-01-22"}],
    "needs": [{"text": "vegetarian meals", "shared_by_consent_on": "2024-05-10"}],
    "consent_to_matching": EXAMPLE_CONSENT,
    "consent_to_provision_abroad": {**EXAMPLE_CONSENT, "given": False},
}


def _without_repetition(values: list[T]) -> list[T]:
    if any(value in values[:place] for place, value in enumerate(values)):
        raise PydanticCustomError("repeated", "each stands once")
    return values


Month = Annotated[
    str,
    BeforeValidator(checks.text_only),
    StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"),
]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_without_repetition)]
Area = Annotated[list[Prefecture], Field(max_length=47), AfterValidator(_without_repetition)]
Municipalities = Annotated[list[Municipality], Field(max_length=100), AfterValidator(_without_repetition)]
Certificates = Annotated[list[Certificate], Field(max_length=20), AfterValidator(_without_repetition)]
Stays = Annotated[list[Stay], Field(max_length=20)]
Needs = Annotated[list[Need], Field(max_length=20), AfterValidator(_without_repetition)]


class RegisterApplicant(Body):
    """A fourth-generation Nikkei who asks the association for a supporter.

    Religion, sex, health and nationality are not asked; what support has to heed is a need.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_PERSON]})

    name: PersonName = Field(description="as the person writes it, in any script and any number of parts")
    name_kana: Kana | None = None
    name_roman: RomanName | None = Field(default=None, description="as in the passport")
    alias: PersonName | None = Field(default=None, description="another name the person goes by (通称名)")
    email: Email
    phone: Telephone | None = None
    date_of_birth: Day
    country_of_origin: Country = Field(description="ISO 3166-1 alpha-3; not the nationality")
    resides_in: Country = Field(description="ISO 3166-1 alpha-3")
    languages: Languages = Field(description="in which the person can be reached: ISO 639-1, such as pt and ja")
    wished_area: Area = Field(default=[], description="prefectures, JIS X 0401; none named means anywhere")
    wished_municipalities: Municipalities = Field(default=[], description="within those prefectures, JIS X 0402")
    month_of_arrival: Month | None = Field(default=None, description="planned, such as 2027-04")
    certificates: Certificates = Field(default=[], description="of Japanese")
    year_of_schooling_on: Day | None = Field(
        default=None,
        description="on which a year at a school in Japan under the School Education Act was completed",
    )
    coe_applied_on: Day | None = Field(default=None, description="certificate of eligibility (在留資格認定証明書)")
    coe_granted_on: Day | None = None
    stays: Stays = Field(default=[], description="under the scheme, in order; they count towards the five years")
    needs: Needs = Field(default=[], description="what support has to heed, each with its own consent")
    consent_to_matching: PersonsConsent = Field(description="needed before anybody is asked")
    consent_to_provision_abroad: PersonsConsent | None = Field(default=None, description="privacy law, article 28")

    @field_validator("wished_municipalities")
    @classmethod
    def _within_the_wished_area(cls, codes: list[str], others: ValidationInfo) -> list[str]:
        area = others.data.get("wished_area") or []
        if area and not all(any(lies_in(code, prefecture) for prefecture in area) for code in codes):
            raise PydanticCustomError("not_in_the_prefecture", "a municipality of a wished prefecture is expected")
        return codes

    @field_validator("coe_applied_on")
    @classmethod
    def _since_the_scheme(cls, day: date | None) -> date | None:
        if day is not None and day < BEGAN:
            raise PydanticCustomError("before_the_scheme", "the scheme began on 2018-07-01")
        return day

    @field_validator("coe_granted_on")
    @classmethod
    def _after_the_application(cls, day: date | None, others: ValidationInfo) -> date | None:
        applied = others.data.get("coe_applied_on")
        if day is not None and day < (applied or BEGAN):
            raise PydanticCustomError("out_of_order", "a day after the application is expected")
        return day

    @field_validator("stays")
    @classmethod
    def _one_after_the_other(cls, stays: list[Stay]) -> list[Stay]:
        days = [day for stay in stays for day in (stay.entered_on, stay.left_on)]
        known = [day for day in days if day is not None]
        if None in days[:-1] or known != sorted(known) or (known and known[0] < BEGAN):
            raise PydanticCustomError("out_of_order", "stays one after the other are expected")
        return stays


class CorrectApplicant(Body):
    """What is to be put right, and nothing else; a member that is null is taken away, a list is replaced whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name_kana": "アナ サンプル", "phone": None}]})

    name: PersonName | None = None
    name_kana: Kana | None = None
    name_roman: RomanName | None = None
    alias: PersonName | None = None
    email: Email | None = None
    phone: Telephone | None = None
    date_of_birth: Day | None = None
    country_of_origin: Country | None = None
    resides_in: Country | None = None
    languages: Languages | None = None
    wished_area: Area | None = None
    wished_municipalities: Municipalities | None = None
    month_of_arrival: Month | None = None
    certificates: Certificates | None = None
    year_of_schooling_on: Day | None = None
    coe_applied_on: Day | None = None
    coe_granted_on: Day | None = None
    stays: Stays | None = None
    needs: Needs | None = None
    consent_to_matching: PersonsConsent | None = None
    consent_to_provision_abroad: PersonsConsent | None = None


class ApplicantSummary(VersionedView):
    """An applicant without anything about the person.

    `resembles` are other applicants who shared a name or an e-mail address with this one at registration, at most
    twenty: perhaps the same person.
    """

    state: ApplicantState
    source: Source
    created_at: datetime
    resembles: list[UUID]
    activated_at: datetime | None
    withdrawn_at: datetime | None
    completed_at: datetime | None


class AgeView(View):
    """Completed years on a day in Japan, and whether the scheme takes them; `assumed` where the day is not known."""

    on: date
    years: int
    assumed: bool
    inside: bool


class AskedLevelView(View):
    """A level of Japanese that the scheme asks for, and from which day on if that can be told."""

    moment: Moment
    level: Level
    reached_on: date | None
    met: bool


class StandingView(View):
    """What the scheme makes of the facts on a day in Japan; the Immigration Services Agency decides, not this.

    `age_at_entry` is that at the first entry, or at the end of the month planned for it.
    """

    on: date
    age_at_application: AgeView
    age_at_entry: AgeView | None
    level: Level | None
    levels_asked: list[AskedLevelView]
    days_stayed: int
    supporter_compulsory_until: date | None
    longest_stay_until: date | None


class FlagView(View):
    """Something to look at, why, and whether an official page states the rule behind it; it refuses nothing."""

    code: FlagCode
    reason: str
    reason_ja: str
    official: bool


class ApplicantView(ApplicantSummary):
    """An applicant opened; each such view is recorded with the names of the fields shown."""

    profile: ApplicantProfile
    standing: StandingView
    flags: list[FlagView]
