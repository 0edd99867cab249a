"""What is kept of a disposal? Ids, counts, epochs and who did which step; nothing of what was disposed of."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.core.rows import Record, enum_type
from app.http.fields import Body, Day, Phrase
from app.memorandum.clause import Source
from app.memorandum.clause_2_4_disposal import DisposalBasis


class DisposalState(StrEnum):
    """How far a disposal has come; ISA's acknowledgement is shown beside it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EXECUTING = "executing"
    VERIFIED = "verified"
    REPORTED = "reported"


class DelayReason(StrEnum):
    """What may delay a disposal (R2.4-5)."""

    OPEN_INCIDENT = "open_incident"
    OPEN_REQUEST = "open_request"


class Attestation(Body):
    """A holding outside the system that somebody has disposed of, such as mailboxes or paper: stated, not proved."""

    holding: Phrase
    method: Phrase
    done_on: Day


class Disposal(Record, table=True):
    """One disposal of records that came from one side, with the matches that relate to them.

    Forms that ISA provided are sealed in the vault's domain `isa`; applicants and forms that came directly in `direct`.
    """

    __tablename__ = "disposals"

    basis: DisposalBasis = Field(sa_type=enum_type(DisposalBasis, "basis"))
    state: DisposalState = Field(sa_type=enum_type(DisposalState, "state"))
    source: Source = Field(default=Source.ISA, sa_type=enum_type(Source, "source"))
    stopped_on: date | None = None
    matching_end_id: UUID | None = Field(default=None, foreign_key="matching_ends.id")
    consent_ids: list[str] = Field(sa_type=sa.JSON)
    applicant_ids: list[str] = Field(default=[], sa_type=sa.JSON)
    match_count: int = 0
    provisions_kept: int = 0
    provisions_kept_until: date | None = None
    destroyed_epochs: list[int] = Field(sa_type=sa.JSON)
    findings: list[str] = Field(sa_type=sa.JSON)
    attested: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    delay_reason: DelayReason | None = Field(default=None, sa_type=enum_type(DelayReason, "delay_reason"))
    delayed_until: date | None = None
    proposed_by: str = Field(max_length=80)
    approved_by: str | None = Field(default=None, max_length=80)
    executed_by: str | None = Field(default=None, max_length=80)
    verified_by: str | None = Field(default=None, max_length=80)
    approved_at: datetime | None = None
    executed_at: datetime | None = None
    verified_at: datetime | None = None
    reported_at: datetime | None = None
    report_event_id: UUID | None = None
