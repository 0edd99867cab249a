"""What do callers send and see of what the parties write to a report, whatever it is on?"""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from app.core.examples import example_id
from app.http.fields import Body, Paragraph, RecordId, VersionedView
from app.incidents.models import ContributionKind
from app.memorandum.clause import Party


class Answer(Body):
    """The association's answer to what ISA wrote."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answers": str(example_id("contributions", "written")),
                    "text": "Yes, both sides were asked on the 2nd.",
                },
            ],
        },
    )

    answers: RecordId = Field(description="id of ISA's contribution")
    text: Paragraph


class ContributionView(VersionedView):
    """What a party wrote to the report; `answers` is what an answer answers. It never changes."""

    at: datetime
    party: Party
    kind: ContributionKind
    answers: UUID | None
    text: str
