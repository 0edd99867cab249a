"""What do callers send and see of a disposal?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.core.examples import example_id
from app.disposals.models import Attestation, DisposalState
from app.http.fields import Body, Day, RecordId, VersionedView
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
    attested: Annotated[Sequence[Attestation], Field(max_length=50)] = ()


class DisposalView(VersionedView):
    """A disposal as the association sees it; `findings` say why a verification failed."""

    basis: DisposalBasis
    state: DisposalState
    stopped_on: date | None
    consent_ids: Sequence[UUID]
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
