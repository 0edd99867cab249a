"""What is kept of an exchange of views? Its days and figures in clear, its words sealed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import Record, enum_type
from app.memorandum.clause import Party


class ExchangeState(StrEnum):
    """How far an exchange has come; a postponed one waits for its new day."""

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Occasion(StrEnum):
    """In which way the views are exchanged (R4-2)."""

    MEETING = "meeting"
    CALL = "call"
    WRITING = "writing"


class OwedBy(StrEnum):
    """Who is to do what was agreed."""

    ISA = "isa"
    ASSOCIATION = "association"
    BOTH = "both"


class Exchange(Record, table=True):
    """One occasion to exchange views; days are days in Japan.

    Words stand in the vault's `direct` domain, so that they outlive a disposal under 2(4). `figures` are those both
    parties had before them, and are never counted again.
    """

    __tablename__ = "exchanges"

    state: ExchangeState = Field(sa_type=enum_type(ExchangeState, "state"))
    occasion: Occasion = Field(sa_type=enum_type(Occasion, "occasion"))
    opened_by: Party = Field(sa_type=enum_type(Party, "opened_by"))
    planned_on: date
    held_on: date | None = None
    outside_memorandum: bool
    figures: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    sealed: bytes
    outcome: bytes | None = None


class ExchangeEntry(SQLModel, table=True):
    """One thing said or done about an exchange; the database refuses to change it.

    `number` is the version of the exchange that it led to.
    """

    __tablename__ = "exchange_entries"

    exchange_id: UUID = Field(primary_key=True, foreign_key="exchanges.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(default_factory=new_id, unique=True)
    at: datetime
    party: Party = Field(sa_type=enum_type(Party, "party"))
    client_id: str = Field(max_length=80)
    staff_id: UUID | None = None
    action: str = Field(max_length=40)
    state: ExchangeState = Field(sa_type=enum_type(ExchangeState, "state"))
    sealed: bytes | None = None


class ExchangeAction(Record, table=True):
    """What was agreed to be done, by whom and until which day in Japan; its words are sealed."""

    __tablename__ = "exchange_actions"

    exchange_id: UUID = Field(foreign_key="exchanges.id", index=True)
    owed_by: OwedBy = Field(sa_type=enum_type(OwedBy, "owed_by"))
    due_on: date
    done_at: datetime | None = None
    sealed: bytes
