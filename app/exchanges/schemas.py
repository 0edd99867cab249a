"""What do callers send and see of an exchange of views?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.core.examples import example_id
from app.exchanges.models import ExchangeState, Occasion, OwedBy
from app.http.fields import Body, Day, Distinct, Paragraph, RecordId, VersionedView, View
from app.limits.duties import DutyView
from app.memorandum.clause import Party

IncidentIds = Annotated[
    Distinct[RecordId],
    Field(max_length=100, description="incidents that are talked over"),
]


class PlanExchange(Body):
    """An occasion to exchange views on how the matching goes; either party may open it (T4-1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "occasion": "meeting",
                    "planned_on": "2030-10-01",
                    "topics": "How long a supporter waits for a first contact.",
                    "incident_ids": [str(example_id("incidents", "trouble_joint_handling"))],
                },
            ],
        },
    )

    occasion: Occasion
    planned_on: Day
    topics: Paragraph = Field(description="what is to be talked over; no identities")
    incident_ids: IncidentIds = frozenset()


class SayOnExchange(Body):
    """What a party adds, before or after the occasion, for both to read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"note": "We shall bring the figures of the year."}]})

    note: Paragraph
    incident_ids: IncidentIds = frozenset()


class PostponeExchange(Body):
    """A later day for the occasion, and why (R4-2)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"planned_on": "2031-01-15", "reason": "A typhoon stopped the trains."}]},
    )

    planned_on: Day
    reason: Paragraph


class CancelExchange(Body):
    """Why the occasion does not take place (R4-2)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "It is joined with the next one."}]})

    reason: Paragraph


class AgreedAction(Body):
    """Something to be done, by one party or by both, until the end of a day in Japan."""

    text: Paragraph
    owed_by: OwedBy
    due_on: Day


class HoldExchange(Body):
    """What was shared and agreed, what is to be done, and the period whose figures were shared."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "held_on": "2024-05-01",
                    "figures_from": "2024-04-01",
                    "figures_until": "2024-04-30",
                    "shared": "Supporters wait for about a month.",
                    "agreed": "Forms are sent each week.",
                    "actions": [{"text": "Send the forms each week.", "owed_by": "isa", "due_on": "2030-12-01"}],
                },
            ],
        },
    )

    held_on: Day
    figures_from: Day
    figures_until: Day
    shared: Paragraph = Field(description="on how the matching is carried out; no identities")
    agreed: Paragraph = Field(description="to improve it; no identities")
    actions: list[AgreedAction] = Field(default_factory=list, max_length=50)
    incident_ids: IncidentIds = frozenset()

    @field_validator("figures_until")
    @classmethod
    def _not_before_its_start(cls, until: date, others: ValidationInfo) -> date:
        if "figures_from" in others.data and until < others.data["figures_from"]:
            raise PydanticCustomError("before_start", "the last day does not come before the first")
        return until


class FinishAction(Body):
    """Which action has been done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action_id": str(example_id("exchange_actions", "held"))}]},
    )

    action_id: RecordId


class CellView(View):
    """One cell of a breakdown; `count` is null where the cell is too small to be shown (R4-3)."""

    name: str
    count: int | None


class FiguresView(View):
    """How the matching went from one day in Japan until another, in counts; totals are always shown (R4-3).

    Matches are those proposed in the period, by the state in which they were when counted. The median is over the
    matches first in contact in the period, in days from the proposal, and null for fewer than `smallest_cell`.
    """

    figures_from: date
    figures_until: date
    counted_at: datetime
    smallest_cell: int
    forms_provided: int
    forms_held: int
    forms_direct: int
    applicants: int
    matches: int
    matches_by_state: Sequence[CellView]
    contacts: int
    median_days_to_contact: float | None
    troubles: int
    problems: int


class ActionView(View):
    """Something agreed to be done; `late` when read, or when it was done."""

    id: UUID
    text: str
    owed_by: OwedBy
    due_on: date
    done_at: datetime | None
    late: bool


class ExchangeEntryView(View):
    """One thing said or done about an exchange."""

    number: int
    at: datetime
    party: Party
    action: str
    state: ExchangeState
    text: str | None


class ExchangeLine(VersionedView):
    """An exchange in a list, without words; `outside_memorandum` where no term covers its day (T5-4)."""

    state: ExchangeState
    occasion: Occasion
    opened_by: Party
    opened_at: datetime
    planned_on: date
    held_on: date | None
    outside_memorandum: bool


class ExchangeView(ExchangeLine):
    """An exchange as both parties see it."""

    topics: str
    shared: str | None
    agreed: str | None
    actions: Sequence[ActionView]
    figures: FiguresView | None
    incident_ids: Sequence[UUID]
    entries: Sequence[ExchangeEntryView]


class ExchangeDuties(View):
    """When the next exchange is due, by an interval that was decided or, where `decided_by` is null, by ours.

    `due_on` is null while clause 4 is not in force. `items` holds the duty of both once the interval has passed.
    """

    interval_days: int | None
    decided_by: UUID | None
    due_on: date | None
    owed_by: Sequence[Party]
    items: Sequence[DutyView]
