"""What is kept of an applicant? The state in clear, everything about the person sealed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.core.rows import Record, enum_type
from app.http.fields import View
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


class ApplicantProfile(View):
    """What is known of an applicant, as it is sealed and opened again."""

    name: str
    email: str
    date_of_birth: date
    country_of_origin: str
    resides_in: str
    languages: list[str]
    wished_area: list[str]
    month_of_arrival: str | None
    needs: list[str]
    needs_shared_by_consent: bool
    consent_to_matching: bool
    consent_to_provision_abroad: bool
