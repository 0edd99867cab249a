"""What is kept of a consultation? Its state and subject in clear, words sealed, and rows only ever added to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import Record, enum_type
from app.memorandum.clause import Party
from app.memorandum.clause_6_consultation import Office, Subject


class ConsultationState(StrEnum):
    """How far a consultation has come; it is decided once the holders of both offices have said the same."""

    OPENED = "opened"
    IN_CONSULTATION = "in_consultation"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Consultation(Record, table=True):
    """A situation not provided for, and what the parties said and decided about it.

    `proposal` is the number of the entry whose decision stands to be confirmed, or was. Words stand in the vault's
    `direct` domain, so that they outlive a disposal under 2(4).
    """

    __tablename__ = "consultations"

    subject: Subject = Field(sa_type=enum_type(Subject, "subject"))
    state: ConsultationState = Field(sa_type=enum_type(ConsultationState, "state"))
    opened_by: Party = Field(sa_type=enum_type(Party, "opened_by"))
    outside_memorandum: bool
    proposal: int | None = None
    decided_at: datetime | None = None
    sealed: bytes


class ConsultationEntry(SQLModel, table=True):
    """One thing said or done in a consultation; the database refuses to change it.

    `number` is the version of the consultation that it led to. `office` is what its author held that day, `effect` the
    hours that a proposed decision gives to a word of urgency.
    """

    __tablename__ = "consultation_entries"

    consultation_id: UUID = Field(primary_key=True, foreign_key="consultations.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(default_factory=new_id, unique=True)
    at: datetime
    party: Party = Field(sa_type=enum_type(Party, "party"))
    client_id: str = Field(max_length=80)
    staff_id: UUID | None = None
    office: Office | None = Field(default=None, sa_type=enum_type(Office, "office"))
    acting: bool = False
    action: str = Field(max_length=40)
    state: ConsultationState = Field(sa_type=enum_type(ConsultationState, "state"))
    effect: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    sealed: bytes | None = None


class Appointment(Record, table=True):
    """Who holds an office, in person or acting, by days in Japan (R6-1). The database refuses to change it.

    `holder` is the id of a staff member, or of the client where nobody of the staff stands behind it.
    """

    __tablename__ = "appointments"

    office: Office = Field(sa_type=enum_type(Office, "office"))
    holder: str = Field(max_length=80, index=True)
    acting: bool
    starts_on: date
    ends_on: date | None = None
    recorded_by: str = Field(max_length=80)
