"""What do callers send and see of an applicant?"""

from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.applicants.models import ApplicantProfile, ApplicantState
from app.http.fields import (
    Body,
    Country,
    Day,
    Email,
    Flag,
    Language,
    Line,
    Phrase,
    Prefecture,
    VersionedView,
)
from app.memorandum.clause import Source

T = TypeVar("T")


def _text_only(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "a string is expected")
    return value


def _without_repetition(values: list[T]) -> list[T]:
    if len(set(values)) != len(values):
        raise ValueError("each stands once")
    return values


Month = Annotated[str, BeforeValidator(_text_only), StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_without_repetition)]
Area = Annotated[list[Prefecture], Field(max_length=47), AfterValidator(_without_repetition)]
Needs = Annotated[list[Phrase], Field(max_length=20), AfterValidator(_without_repetition)]


class RegisterApplicant(Body):
    """A fourth-generation Nikkei who asks the association for a supporter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Carlos Example",
                    "email": "carlos@example.org",
                    "date_of_birth": "2001-02-03",
                    "country_of_origin": "BRA",
                    "resides_in": "BRA",
                    "languages": ["pt", "ja"],
                    "wished_area": ["14", "13"],
                    "month_of_arrival": "2027-04",
                    "needs": ["vegetarian meals"],
                    "needs_shared_by_consent": True,
                    "consent_to_matching": True,
                    "consent_to_provision_abroad": False,
                },
            ],
        },
    )

    name: Line
    email: Email
    date_of_birth: Day
    country_of_origin: Country = Field(description="ISO 3166-1 alpha-3; not the nationality")
    resides_in: Country = Field(description="ISO 3166-1 alpha-3")
    languages: Languages = Field(description="ISO 639, such as pt and ja")
    wished_area: Area = Field(default=[], description="prefectures, JIS X 0401; none named means anywhere")
    month_of_arrival: Month | None = Field(default=None, description="planned, such as 2027-04")
    needs: Needs = Field(default=[], description="what support has to heed, in words the person agreed to")
    needs_shared_by_consent: Flag = Field(default=False, description="whether a supporter may learn the needs")
    consent_to_matching: Flag = Field(description="needed before anybody is asked")
    consent_to_provision_abroad: Flag = Field(default=False, description="article 28 of the privacy law")


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


class ApplicantView(ApplicantSummary):
    """An applicant opened; each such view is recorded with the names of the fields shown."""

    profile: ApplicantProfile
