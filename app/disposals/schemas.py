"""What do callers send and see of a disposal?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StrictInt

from app.core.examples import example_id
from app.disposals.models import Attestation, DelayReason, DisposalState
from app.http.fields import Body, Day, RecordId, VersionedView, View
from app.incidents.contribution_schemas import Answer, ContributionView
from app.memorandum.clause import Source
from app.memorandum.clause_2_4_disposal import DisposalBasis


class ProposeDisposal(Body):
    """What is to be disposed of, and on what basis."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "basis": "withdrawal",
                    "consent_ids": [str(example_id("consents", "active_3"))],
                    "attested": [
                        {"holding": "ISA's e-mails in mailboxes", "method": "deleted", "done_on": "2024-05-20"},
                    ],
                },
            ],
        },
    )

    basis: DisposalBasis
    stopped_matching_on: Day | None = Field(
        default=None,
        description="for basis 2(4): the Japan day on which the association stopped the matching (R2.4-1)",
    )
    consent_ids: Annotated[Sequence[RecordId], Field(max_length=1000)] = Field(
        default=(),
        description="for the other bases: the forms; 2(4) covers them all",
    )
    applicant_ids: Annotated[Sequence[RecordId], Field(max_length=1000)] = Field(
        default=(),
        description="for the other bases: applicants; with forms only where these came directly too",
    )
    attested: Annotated[Sequence[Attestation], Field(max_length=50)] = ()


class DelayDisposal(Body):
    """Why a disposal waits although it is owed, and for how long (R2.4-5)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "open_incident", "days": 7}]})

    reason: DelayReason
    days: Annotated[StrictInt, Field(ge=0, le=365)] = Field(
        description="days in Japan from today after which it goes on, whatever is open then; 0 goes on at once",
    )


class BlockView(View):
    """Something open that concerns the same data: an incident or a request of the person, by its id."""

    reason: DelayReason
    id: UUID
    since: datetime


class DisposalLine(VersionedView):
    """A disposal in a list; `findings` say why a verification failed, `blocked_by` what delays it."""

    basis: DisposalBasis
    state: DisposalState
    source: Source
    stopped_on: date | None
    consent_ids: Sequence[UUID]
    applicant_ids: Sequence[UUID]
    blocked_by: Sequence[BlockView]
    delay_reason: DelayReason | None
    delayed_until: date | None
    match_count: int
    provisions_kept: int
    provisions_kept_until: date | None
    destroyed_epochs: Sequence[int]
    findings: Sequence[str]
    attested: Sequence[Attestation]
    proposed_by: str
    approved_by: str | None
    executed_by: str | None
    verified_by: str | None
    created_at: datetime
    approved_at: datetime | None
    executed_at: datetime | None
    verified_at: datetime | None
    reported_at: datetime | None
    acknowledged_at: datetime | None


class DisposalView(DisposalLine):
    """A disposal as the association sees it, with what ISA and the association wrote to its report."""

    contributions: Sequence[ContributionView]


class AnswerOnDisposal(Answer):
    """The association's answer to what ISA wrote to the report on a disposal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answers": str(example_id("contributions", "on_disposal")),
                    "text": "Yes, the mailboxes were emptied on the 20th.",
                },
            ],
        },
    )
