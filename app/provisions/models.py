"""What is kept of a provision? Ids, names of fields and a day in clear; who the two were, by name, sealed apart."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import enum_type
from app.http.fields import View
from app.memorandum.clause_2_2_purpose import Step


class ProvidedTo(StrEnum):
    """To whom something was told; PPC is the Personal Information Protection Commission.

    Whoever is told about themselves receives no provision, so the person is not among them.
    """

    SUPPORTER = "supporter"
    APPLICANT = "applicant"
    ISA = "isa"
    PPC = "ppc"


class OccasionKind(StrEnum):
    """In the course of what something was told."""

    MATCH = "match"
    INCIDENT = "incident"
    REQUEST = "request"


_ONE_OCCASION = " + ".join(f"CASE WHEN {kind.value}_id IS NULL THEN 0 ELSE 1 END" for kind in OccasionKind) + " = 1"


class ProvisionRecord(SQLModel, table=True):
    """What was told to one recipient at one instant (article 29). The database refuses to change it.

    Told to the supporter of a match it is of the applicant, told to the applicant of the consent's holder; told to
    others it is of the one whose id stands here. The names in `sealed` have a key of their own in the vault's `direct`
    domain, because the law has them kept for three years whatever is disposed of meanwhile (R2.4-4).
    """

    __tablename__ = "provision_records"
    __table_args__ = (
        sa.CheckConstraint(_ONE_OCCASION, name="one_occasion"),
        sa.CheckConstraint("consent_id IS NOT NULL OR applicant_id IS NOT NULL", name="of_somebody"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    match_id: UUID | None = Field(default=None, index=True)
    incident_id: UUID | None = Field(default=None, index=True)
    request_id: UUID | None = Field(default=None, index=True)
    recipient: ProvidedTo = Field(sa_type=enum_type(ProvidedTo, "recipient"))
    consent_id: UUID | None = Field(default=None, index=True)
    applicant_id: UUID | None = Field(default=None, index=True)
    items: list[str] = Field(sa_type=sa.JSON)
    step: Step | None = Field(default=None, sa_type=enum_type(Step, "step"))
    basis: str = Field(max_length=200)
    abroad: bool
    provided_at: datetime
    keep_until: date = Field(index=True)
    sealed: bytes | None = None


class Names(View):
    """Who the two were, as rule 20 of the law's enforcement rules asks; a public body needs no name here.

    Of an address we hold the prefecture, or the country abroad.
    """

    person: str
    recipient: str | None
    recipient_place: str | None
