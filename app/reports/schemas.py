"""What does ISA see of a report, and what does it write to it?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from app.disposals.models import Attestation, DisposalState
from app.http.fields import Body, Paragraph, View
from app.incidents.contribution_schemas import ContributionView
from app.incidents.models import ContributionKind, Fact, IncidentKind, IncidentState, InformationKind
from app.incidents.naming_schemas import IdentityView
from app.limits.duties import DutyView
from app.memorandum.clause import Party, Source
from app.memorandum.clause_2_4_disposal import DisposalBasis

ContributionOfIsa = Literal[
    ContributionKind.MEASURE,
    ContributionKind.QUESTION,
    ContributionKind.NO_NEED,
    ContributionKind.JOINT_HANDLING,
]
"""What ISA writes; answers are the association's."""


class Contribute(Body):
    """A measure, a question, a proposal to deal with a trouble together, or that ISA sees no need of measures."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "measure", "text": "The form will ask for the area in plainer words."}],
        },
    )

    kind: ContributionOfIsa
    text: Paragraph


class ReportLine(View):
    """A report in a list; `latest_position` is that of its newest event in its feed."""

    id: UUID
    about: str
    kind: str
    state: str
    latest_position: int | None


class MeasureView(View):
    """One thing the association did or wrote; `facts` are those it added or raised."""

    number: int
    at: datetime
    party: Party
    action: str
    state: IncidentState
    facts: Mapping[Fact, Any] | None
    text: str | None


class LinkView(View):
    """Where an incident was taken further: a consultation or an exchange of views."""

    resource: str
    resource_id: UUID
    linked_at: datetime


class IncidentReport(View):
    """The substance of an incident (R2.3-3); `identities` are persons named where ISA needs them, with the basis."""

    id: UUID
    about: Literal["incidents"]
    kind: IncidentKind
    also_trouble: bool
    state: IncidentState
    joint: bool
    recorded_in_error: bool
    source: Source | None
    occurred_at: datetime | None
    known_at: datetime
    recorded_at: datetime
    shared_at: datetime
    persons: int | None
    information_kinds: Sequence[InformationKind]
    receipt_ids: Sequence[UUID]
    wrongful_purpose: bool
    strongly_encrypted: bool
    summary: str
    details: str | None
    duties: Sequence[DutyView]
    identities: Sequence[IdentityView]
    links: Sequence[LinkView]
    entries: Sequence[MeasureView]
    contributions: Sequence[ContributionView]


class DisposalReport(View):
    """What ISA reads of a disposal: what was proved, and apart from it what was only stated (R2.4-6).

    `consent_ids` are the receipt ids of the forms, so that ISA can tell which. Backups may hold ciphertext whose keys
    are destroyed until they expire; provision records are kept as the law orders (R2.4-4).
    """

    id: UUID
    about: Literal["disposals"]
    basis: DisposalBasis
    state: DisposalState
    stopped_on: date | None
    consent_ids: Sequence[UUID]
    match_count: int
    method: str
    destroyed_epochs: Sequence[int]
    provisions_kept: int
    provisions_kept_until: date | None
    attested: Sequence[Attestation]
    approved_at: datetime
    executed_at: datetime
    verified_at: datetime
    reported_at: datetime
    duties: Sequence[DutyView]
    contributions: Sequence[ContributionView]
