"""What do callers send and see of an incident's way to the Commission and to the persons concerned (article 26)?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.http.fields import Body, Count, Day, Paragraph, VersionedView, View
from app.incidents.article_26 import ReportableClass
from app.incidents.models import NoticeMeans, Stage
from app.incidents.naming_schemas import PersonFields


class ReportToCommission(Body):
    """A report as submitted to the Commission: the nine items of rule 8(1), the eighth in its two parts.

    A preliminary report says what is known by then; a final one has every item.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "stage": "preliminary",
                    "overview": "A list of supporters was sent to a wrong e-mail address and noticed within the hour.",
                    "data_items": "Names and e-mail addresses.",
                    "persons": "Three, by the list itself.",
                },
            ],
        },
    )

    stage: Stage
    submitted_on: Day | None = Field(default=None, description="the day in Japan; null for today")
    overview: Paragraph
    data_items: Paragraph | None = None
    persons: Paragraph | None = None
    cause: Paragraph | None = None
    secondary_damage: Paragraph | None = None
    response_to_persons: Paragraph | None = None
    publication: Paragraph | None = None
    prevention_done: Paragraph | None = None
    prevention_planned: Paragraph | None = None
    other: Paragraph | None = None
    named: Annotated[Sequence[PersonFields], Field(max_length=1000)] = Field(
        default=(),
        description="persons whom the report names, if any; each is written down as a provision (article 26(1))",
    )


class TellPersons(Body):
    """A notice as given to persons concerned: items 1, 2, 4, 5 and 9 of rule 8(1), in so far as they touch them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "means": "email",
                    "persons": 3,
                    "overview": "A list with your name and address was sent to somebody else by mistake.",
                    "data_items": "Your name and e-mail address.",
                },
            ],
        },
    )

    means: NoticeMeans
    persons: Count
    told_on: Day | None = Field(default=None, description="the day in Japan; null for today")
    overview: Paragraph
    data_items: Paragraph
    cause: Paragraph | None = None
    secondary_damage: Paragraph | None = None
    other: Paragraph | None = None


NoticeItem = Literal["overview", "data_items", "cause", "secondary_damage", "other"]
ReportItem = Literal[
    NoticeItem, "persons", "response_to_persons", "publication", "prevention_done", "prevention_planned"
]


class CommissionReportView(VersionedView):
    """A report made to the Commission; it never changes."""

    at: datetime
    stage: Stage
    submitted_on: date
    items: Mapping[ReportItem, str]


class NoticeView(VersionedView):
    """A notice given to persons; it never changes."""

    at: datetime
    means: NoticeMeans
    persons: int
    told_on: date
    items: Mapping[NoticeItem, str]


class DeadlinesView(View):
    """By when the Commission is to have heard, in days in Japan; the day of knowing is day one."""

    preliminary_from: date
    preliminary_by: date
    final_by: date


class CommissionTrack(View):
    """Article 26 beside the life of the incident.

    `classes` are the items of rule 7 that apply, none where it need not be reported; then nothing is due.
    """

    classes: Sequence[ReportableClass]
    reportable_at: datetime | None
    due: DeadlinesView | None
    preliminary_on: date | None
    final_on: date | None
    is_late: bool
    notice_owed: bool
    persons_told: int
    report_ids: Sequence[UUID]
    notice_ids: Sequence[UUID]
