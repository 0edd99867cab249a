"""What is kept of an agreement? Its terms as data; whether a clause is in force is computed, never stored."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import Record, enum_type


class AgreementState(StrEnum):
    """How far the signing has come."""

    DRAFTED = "drafted"
    SIGNED_BY_ONE = "signed_by_one"
    SIGNED = "signed"


class Agreement(Record, table=True):
    """One document: the memorandum of 2024, or a renewal of it."""

    __tablename__ = "agreements"

    title: str = Field(max_length=200)
    state: AgreementState = Field(sa_type=enum_type(AgreementState, "agreement_state"))
    starts_on: date
    ends_on: date
    provision_channels: list[str] = Field(sa_type=sa.JSON)
    grants_isa_audit: bool = False
    isa_signed_at: datetime | None = None
    association_signed_at: datetime | None = None


class MatchingEnd(SQLModel, table=True):
    """The association's declaration that it no longer does the matching (2(4)), and when its report was made."""

    __tablename__ = "matching_ends"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    stopped_on: date
    declared_at: datetime
    reported_at: datetime | None = None
