"""What is kept of a match? Ids, its state and instants, coded reasons; nothing about either person."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.core.rows import Record, enum_type
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import Step


class MatchState(StrEnum):
    """Where a match stands; it is open until it ends, stops before contact or breaks off after it."""

    PROPOSED = "proposed"
    OFFERED_TO_SUPPORTER = "offered_to_supporter"
    SUPPORTER_ACCEPTED = "supporter_accepted"
    OFFERED_TO_APPLICANT = "offered_to_applicant"
    APPLICANT_ACCEPTED = "applicant_accepted"
    CONTACT_RELEASED = "contact_released"
    IN_CONTACT = "in_contact"
    ESTABLISHED = "established"
    SUPPORTING = "supporting"
    ENDED = "ended"
    DECLINED = "declined"
    NO_REPLY = "no_reply"
    CANCELLED = "cancelled"
    BROKEN_OFF = "broken_off"
    DISPOSED = "disposed"


CLOSED = (
    MatchState.ENDED,
    MatchState.DECLINED,
    MatchState.NO_REPLY,
    MatchState.CANCELLED,
    MatchState.BROKEN_OFF,
    MatchState.DISPOSED,
)
OPEN = tuple(state for state in MatchState if state not in CLOSED)
_IS_OPEN = sa.text(f"state IN ({', '.join(repr(state.value) for state in OPEN)})")


class RefusalReason(StrEnum):
    """Why an offer was not taken up."""

    NO_CAPACITY = "no_capacity"
    AREA_MISMATCH = "area_mismatch"
    LANGUAGE_MISMATCH = "language_mismatch"
    TIMING = "timing"
    PERSONAL_CIRCUMSTANCES = "personal_circumstances"
    PREFERS_OTHER = "prefers_other"
    NO_REPLY = "no_reply"
    INELIGIBLE = "ineligible"
    SAFETY_CONCERN = "safety_concern"
    OTHER = "other"


class RefusedBy(StrEnum):
    """On whose side a match stopped before contact."""

    SUPPORTER = "supporter"
    APPLICANT = "applicant"
    ASSOCIATION = "association"


class EndReason(StrEnum):
    """Why a match was stopped or came to its end."""

    THREE_YEARS_REACHED = "three_years_reached"
    STAY_ENDED_RETURNED_HOME = "stay_ended_returned_home"
    CHANGED_STATUS = "changed_status"
    SUPPORTER_UNABLE = "supporter_unable"
    APPLICANT_REQUEST = "applicant_request"
    MUTUAL = "mutual"
    SUPPORTER_INELIGIBLE = "supporter_ineligible"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    TROUBLE = "trouble"
    NO_CONTACT = "no_contact"
    VISA_REFUSED = "visa_refused"
    DEATH = "death"
    MATCHING_DISCONTINUED = "matching_discontinued"
    OTHER = "other"


class Match(Record, table=True):
    """One applicant and one consent brought together; a disposal takes their ids away and leaves the history."""

    __tablename__ = "matches"
    __table_args__ = (
        sa.Index(
            "uq_matches_open_applicant_id",
            "applicant_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    state: MatchState = Field(sa_type=enum_type(MatchState, "state"))
    source: Source = Field(sa_type=enum_type(Source, "source"))
    consent_id: UUID | None = Field(default=None, foreign_key="consents.id", index=True)
    applicant_id: UUID | None = Field(default=None, foreign_key="applicants.id", index=True)
    proposed_by: UUID = Field(foreign_key="staff.id")
    refusal_reason: RefusalReason | None = Field(default=None, sa_type=enum_type(RefusalReason, "refusal_reason"))
    refused_by: RefusedBy | None = Field(default=None, sa_type=enum_type(RefusedBy, "refused_by"))
    end_reason: EndReason | None = Field(default=None, sa_type=enum_type(EndReason, "end_reason"))
    offered_to_supporter_at: datetime | None = None
    supporter_answered_at: datetime | None = None
    offered_to_applicant_at: datetime | None = None
    applicant_answered_at: datetime | None = None
    contact_released_at: datetime | None = None
    contacted_at: datetime | None = None
    established_at: datetime | None = None
    support_started_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the match binds its applicant and counts for its supporter."""
        return self.state in OPEN

    @property
    def told_at(self) -> datetime | None:
        """Return when the last step of disclosure was reached: what the sides know, they know as of then."""
        return self.contact_released_at or self.offered_to_applicant_at or self.offered_to_supporter_at

    @property
    def step(self) -> Step | None:
        """Return the last step of disclosure that was reached, also by a match that has closed since."""
        if self.contact_released_at is not None:
            return Step.CONTACT_RELEASED
        if self.offered_to_applicant_at is not None:
            return Step.OFFERED_TO_APPLICANT
        return None if self.offered_to_supporter_at is None else Step.OFFERED_TO_SUPPORTER
