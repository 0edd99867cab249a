"""What do callers send and see of a match?"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.core.examples import example_id
from app.http.fields import Body, RecordId, VersionedView, View
from app.matching.models import EndReason, MatchState, RefusalReason, RefusedBy
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import OfApplicant, OfSupporter, Step
from app.provisions.models import ProvidedTo

Fact = str | list[str] | None
KnownOfApplicant = dict[OfApplicant, Fact]
KnownOfSupporter = dict[OfSupporter, Fact]


class ProposeMatch(Body):
    """Who might support whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "consent_id": str(example_id("consents", "active")),
                    "applicant_id": str(example_id("applicants", "active")),
                },
            ],
        },
    )

    consent_id: RecordId
    applicant_id: RecordId


class Answer(StrEnum):
    """What one side said to an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_REPLY = "no_reply"


class RecordAnswer(Body):
    """An answer as it was given; only a declined offer has a reason, as a code, so that no story is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "accepted"}]})

    answer: Answer
    reason: RefusalReason | None = Field(default=None, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _where_declined(cls, reason: RefusalReason | None, others: ValidationInfo) -> RefusalReason | None:
        declined = others.data.get("answer") is Answer.DECLINED
        if declined and reason in {None, RefusalReason.NO_REPLY}:
            raise PydanticCustomError("reason_missing", "a declined offer has a reason")
        if not declined and reason is not None:
            raise PydanticCustomError("reason_unexpected", "only a declined offer has a reason")
        return reason


class StopMatch(Body):
    """Why a match comes to its end, as a code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "mutual"}]})

    reason: EndReason


class MatchSummary(VersionedView):
    """A match without anything about either person; a disposal leaves neither id."""

    state: MatchState
    source: Source
    consent_id: UUID | None
    applicant_id: UUID | None
    proposed_by: UUID
    created_at: datetime
    offered_to_supporter_at: datetime | None
    supporter_answered_at: datetime | None
    offered_to_applicant_at: datetime | None
    applicant_answered_at: datetime | None
    contact_released_at: datetime | None
    contacted_at: datetime | None
    established_at: datetime | None
    support_started_at: datetime | None
    closed_at: datetime | None


class MatchView(MatchSummary):
    """A match with what each side knows of the other at the step it has reached.

    What they know is opened only while the match may go on; afterwards, and while no agreement is in force for a form
    from ISA, both are null and the provision records tell which fields were disclosed.
    """

    refusal_reason: RefusalReason | None
    refused_by: RefusedBy | None
    end_reason: EndReason | None
    step: Step | None
    disclosed_to_supporter: KnownOfApplicant | None
    disclosed_to_applicant: KnownOfSupporter | None


class ProvisionView(View):
    """One provision record (privacy law, article 29), kept until the end of a day in Japan."""

    id: UUID
    match_id: UUID
    recipient: ProvidedTo
    consent_id: UUID
    applicant_id: UUID
    items: list[str]
    step: Step
    basis: str
    abroad: bool
    provided_at: datetime
    keep_until: date


class ProvisionsView(View):
    """Every provision made within one match, in order."""

    items: list[ProvisionView]
