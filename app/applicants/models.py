"""What is kept of an applicant? The state in clear, everything about the person sealed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from pydantic import Field as BodyField
from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from app.applicants.certificates import Exam, NotAResult, result_of
from app.core.rows import Record, enum_type
from app.http.fields import Body, Day, Flag, Line, Phrase, View
from app.memorandum.clause import Source


class ApplicantState(StrEnum):
    """Where an applicant stands."""

    REGISTERED = "registered"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    DISPOSED = "disposed"


class Applicant(Record, table=True):
    """A fourth-generation Nikkei; nothing about them comes from ISA (T1.1-2), so the source is always direct."""

    __tablename__ = "applicants"
    __table_args__ = (sa.CheckConstraint("source = 'direct'", name="registered_directly"),)

    state: ApplicantState = Field(sa_type=enum_type(ApplicantState, "state"), index=True)
    source: Source = Field(default=Source.DIRECT, sa_type=enum_type(Source, "source"))
    resembles: list[str] = Field(default=[], sa_type=sa.JSON)
    activated_at: datetime | None = None
    withdrawn_at: datetime | None = None
    completed_at: datetime | None = None
    disposed_at: datetime | None = None
    sealed: bytes | None = None


class Certificate(Body):
    """A test of Japanese that was passed, with the day on its certificate."""

    exam: Exam
    result: Line = BodyField(description="a level such as N3, a grade of the NAT-TEST such as 3, or points")
    certified_on: Day

    @field_validator("result")
    @classmethod
    def _in_its_one_form(cls, result: str, others: ValidationInfo) -> str:
        try:
            return result_of(others.data["exam"], result) if "exam" in others.data else result
        except NotAResult:
            raise PydanticCustomError("unknown_result", "a result of this test is expected") from None


class Stay(Body):
    """A stay in Japan under the scheme, times away on a re-entry permit included; `left_on` is null while it lasts."""

    entered_on: Day
    left_on: Day | None


class Need(Body):
    """What support has to heed, in words the person agreed to; a supporter learns it from the day of the consent on."""

    text: Phrase
    shared_by_consent_on: Day | None = BodyField(description="null where the person has not consented to share it")


class PersonsConsent(Body):
    """What the person said when asked for a consent, when, and to which version of its text."""

    given: Flag
    on: Day
    text_version: Phrase


class ApplicantProfile(View):
    """What is known of an applicant, as it is sealed and opened again."""

    name: str
    name_kana: str | None
    name_roman: str | None
    alias: str | None
    email: str
    phone: str | None
    date_of_birth: date
    country_of_origin: str
    resides_in: str
    languages: list[str]
    wished_area: list[str]
    wished_municipalities: list[str]
    month_of_arrival: str | None
    certificates: list[Certificate]
    year_of_schooling_on: date | None
    coe_applied_on: date | None
    coe_granted_on: date | None
    stays: list[Stay]
    needs: list[Need]
    consent_to_matching: PersonsConsent
    consent_to_provision_abroad: PersonsConsent | None

    def needs_shared(self, by: date) -> list[str]:
        """Return the needs that a supporter may learn on a day in Japan, each by a consent given until then."""
        return [need.text for need in self.needs if need.shared_by_consent_on and need.shared_by_consent_on <= by]
