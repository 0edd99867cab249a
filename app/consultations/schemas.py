"""What do callers send and see of a consultation?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.consultations.models import ConsultationState
from app.core.examples import example_id
from app.http.fields import Body, Count, Day, Distinct, Flag, Line, Paragraph, RecordId, VersionedView, View
from app.memorandum.clause import Act, Party, Urgency
from app.memorandum.clause_6_consultation import Office, Subject

IncidentIds = Annotated[
    Distinct[RecordId],
    Field(max_length=100, description="incidents from which it arose, or which it touches"),
]


class OpenConsultation(Body):
    """A situation that the memorandum does not provide for and in which the parties need to coordinate (T6-1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "days-for-a-word-of-urgency",
                    "situation": "The memorandum gives no number of days for sharing a trouble.",
                    "unforeseen": True,
                    "needs_coordination": True,
                    "incident_ids": [str(example_id("incidents", "trouble_joint_handling"))],
                },
            ],
        },
    )

    subject: Subject
    situation: Paragraph = Field(description="what has arisen; no identities")
    unforeseen: Flag = Field(description="the memorandum does not provide for it")
    needs_coordination: Flag = Field(description="the parties need to coordinate their response")
    incident_ids: IncidentIds = frozenset()


class Say(Body):
    """What a party says in a consultation, for both to read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "Three days seem right to us."}]})

    note: Paragraph
    incident_ids: IncidentIds = frozenset()


class Effect(Body):
    """Hours that a decision gives to a word of urgency beyond its own occasion (R6-3), for one act or for all."""

    word: Urgency
    act: Act | None = Field(default=None, description="null for every act owed by this word")
    hours: Count
    starts_on: Day | None = Field(default=None, description="first day in Japan; null from the decision on")


class ProposeDecision(Body):
    """The one decision, as both office-holders are to have made it (T6-3); without effect it ends with its occasion."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "decision": "A trouble is shared within three days.",
                    "effect": {"word": "promptly", "act": "share", "hours": 72},
                },
            ],
        },
    )

    decision: Paragraph
    effect: Effect | None = None


class RecordAppointment(Body):
    """Who holds your party's office, in person or acting (R6-1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"holder": "director-s-deputy", "acting": True, "starts_on": "2026-07-01", "ends_on": "2026-07-31"},
            ],
        },
    )

    holder: Line = Field(max_length=80, description="id of the staff member, or of the client if nobody is behind it")
    acting: Flag
    starts_on: Day
    ends_on: Day | None = Field(default=None, description="last day, that day included; null while it lasts")

    @field_validator("ends_on")
    @classmethod
    def _not_before_its_start(cls, ends_on: date | None, others: ValidationInfo) -> date | None:
        if ends_on is not None and "starts_on" in others.data and ends_on < others.data["starts_on"]:
            raise PydanticCustomError("before_start", "the last day does not come before the first")
        return ends_on


class EffectView(View):
    """Hours given to a word of urgency."""

    word: Urgency
    act: Act | None
    hours: int
    starts_on: date | None


class SaidView(View):
    """One thing said or done; `office` is what its author held that day, if any."""

    number: int
    at: datetime
    party: Party
    office: Office | None
    acting: bool
    action: str
    state: ConsultationState
    effect: EffectView | None
    text: str | None


class ConsultationLine(VersionedView):
    """A consultation in a list, without words; `outside_memorandum` where no term covers it (R6-4)."""

    subject: Subject
    state: ConsultationState
    opened_by: Party
    opened_at: datetime
    outside_memorandum: bool
    decided_at: datetime | None


class ConsultationView(ConsultationLine):
    """A consultation as both parties see it; `proposal` numbers the entry whose decision stands or waits."""

    situation: str
    proposal: int | None
    incident_ids: Sequence[UUID]
    entries: Sequence[SaidView]


class AppointmentView(VersionedView):
    """Who holds an office, as both parties see it; it never changes."""

    collection: ClassVar[str | None] = "/v1/consultations/appointments"

    office: Office
    holder: str
    acting: bool
    starts_on: date
    ends_on: date | None
    recorded_at: datetime
    recorded_by: str


class LimitView(View):
    """Hours for a word: decided by a consultation from an instant on, or ours where `decided_by` is null."""

    word: Urgency
    act: Act | None
    hours: int
    from_at: datetime | None
    decided_by: UUID | None


class LimitsView(View):
    """Every limit there is; for a duty the latest that had begun counts, one for its act before one for its word."""

    limits: Sequence[LimitView]
