"""What do callers send and see of an incident?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.core.examples import example_id
from app.http.fields import Body, Count, Distinct, Flag, Instant, Paragraph, RecordId, VersionedView, View
from app.incidents.commission_schemas import CommissionTrack
from app.incidents.contribution_schemas import ContributionView
from app.incidents.models import Fact, IncidentKind, IncidentState, InformationKind
from app.incidents.naming_schemas import IdentityView
from app.limits.duties import DutyView
from app.memorandum.clause import Party, Source

ReceiptIds = Annotated[
    Distinct[RecordId],
    Field(max_length=1000, description="ids of the consents concerned, by which ISA can tell the forms"),
]


class ReportIncident(Body):
    """What happened, as far as it is known: one sentence is enough."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "data_protection",
                    "summary": "A list of supporters was sent to a wrong e-mail address.",
                    "source": "isa",
                    "persons": 3,
                    "information_kinds": ["name", "contact"],
                    "receipt_ids": [str(example_id("consents", "active"))],
                },
            ],
        },
    )

    kind: IncidentKind
    summary: Paragraph = Field(description="what happened; identities only where ISA needs them")
    details: Paragraph | None = None
    also_trouble: Flag = Field(default=False, description="R3.2-7: a data-protection incident that is a trouble too")
    source: Source | None = Field(default=None, description="whose information; null if unknown, then owed (R2.3-1)")
    occurred_at: Instant | None = None
    known_at: Instant | None = Field(default=None, description="when anyone at the association knew; null for now")
    persons: Count | None = Field(default=None, description="the most it may be; null if unknown")
    information_kinds: Distinct[InformationKind] = frozenset()
    receipt_ids: ReceiptIds = frozenset()
    wrongful_purpose: Flag = Field(default=False, description="an act of wrongful purpose, or the suspicion of one")
    strongly_encrypted: Flag = Field(default=False, description="nobody without the key can read what got out")

    @model_validator(mode="after")
    def _one_kind_beside_the_other(self) -> "ReportIncident":
        if self.also_trouble and self.kind is IncidentKind.TROUBLE:
            raise ValueError("a trouble is one already")
        return self


class Note(Body):
    """What was done, in words that ISA reads."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "The recipient deleted the message unread."}]})

    note: Paragraph


class Escalate(Note):
    """Why the association thinks a trouble too hard for it alone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"note": "The way areas are asked for misleads people.", "operational": True}]},
    )

    operational: Flag = Field(description="3(2) asks both parties only where the trouble is one of operation")


class CheckEffect(Note):
    """What was found when it was looked at whether the measures hold."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"note": "It has not happened again.", "recurrence_prevented": True}]},
    )

    recurrence_prevented: Flag = Field(description="false lets the next check fall due")


class Amend(Note):
    """A correction or an addition; what was written stays, and a fact can only get worse.

    A number that turns out smaller, or a trait that turns out untrue, is told in the note.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"note": "Five persons, not three.", "persons": 5}]},
    )

    recorded_in_error: Flag = Field(default=False, description="marks the whole entry as a mistake, for ISA to see")
    also_trouble: Flag = Field(default=False, description="a data-protection incident that proves a trouble too")
    persons: Count | None = Field(default=None, description="more than were thought")
    information_kinds: Distinct[InformationKind] = Field(default=frozenset(), description="kinds to add")
    receipt_ids: ReceiptIds = frozenset()
    wrongful_purpose: Flag = False
    not_encrypted: Flag = Field(default=False, description="what was thought unreadable is not")


class IncidentReceipt(VersionedView):
    """What the reporter gets: proof that ISA can read it, and none of the words."""

    kind: IncidentKind
    state: IncidentState
    known_at: datetime
    recorded_at: datetime
    shared_at: datetime
    event_id: UUID


class IncidentLine(VersionedView):
    """An incident in a list, without words."""

    kind: IncidentKind
    also_trouble: bool
    state: IncidentState
    joint: bool
    recorded_in_error: bool
    known_at: datetime
    recorded_at: datetime
    shared_at: datetime | None
    acknowledged_at: datetime | None


class EntryView(View):
    """One thing done or written; `facts` are those it added or raised."""

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


class IncidentView(IncidentLine):
    """An incident as the association's people see it."""

    source: Source | None
    occurred_at: datetime | None
    persons: int | None
    information_kinds: Sequence[InformationKind]
    receipt_ids: Sequence[UUID]
    wrongful_purpose: bool
    strongly_encrypted: bool
    summary: str
    details: str | None
    seconds_since_known: int
    commission: CommissionTrack | None
    duties: Sequence[DutyView]
    isa_sees_no_need: bool
    isa_proposes_joint_handling: bool
    identities: Sequence[IdentityView]
    links: Sequence[LinkView]
    entries: Sequence[EntryView]
    contributions: Sequence[ContributionView]
