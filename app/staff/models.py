"""What is kept of a staff member? A code of the association's own, explanations given, and countries known; no name."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.core.rows import Record


class StaffMember(Record, table=True):
    """A person engaged in matching, known here by a code alone."""

    __tablename__ = "staff"

    reference: str = Field(max_length=20, unique=True)
    left_at: datetime | None = None


class BriefingRecord(Record, table=True):
    """An explanation given before engagement (T3.1-2); never changed, so no later word can move its instant."""

    __tablename__ = "briefings"

    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    explained_at: datetime
    topics: list[str] = Field(sa_type=sa.JSON)
    material_version: int
    given_by: str = Field(max_length=80)


class CountryKnowledge(Record, table=True):
    """A named person's word that a staff member knows a country of origin (T3.1-1)."""

    __tablename__ = "country_knowledge"
    __table_args__ = (sa.CheckConstraint("attested_by <> staff_id", name="not_by_oneself"),)

    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    country: str = Field(max_length=3)
    attested_by: UUID = Field(foreign_key="staff.id")
    attested_at: datetime
