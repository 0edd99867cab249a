"""Which applicants are a person whose name, birth or address is known? Told by their summaries, none opened."""

from collections.abc import Sequence
from typing import Self

from pydantic import ConfigDict, Field, model_validator
from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.searching import MOST_FOUND, SearchPerson, search_people
from app.applicants.models import Applicant
from app.applicants.queries import TABLE
from app.applicants.schemas import ApplicantSummary
from app.http.fields import Day, View
from app.staff.queries import require_briefed_staff


class SearchApplicant(SearchPerson):
    """What is known of an applicant: all that is said must be so, and each of it whole."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "BRUNO SAMPLE", "date_of_birth": "2001-02-03"}]},
    )

    date_of_birth: Day | None = Field(default=None, description="with a name")

    @model_validator(mode="after")
    def _a_birth_with_a_name(self) -> Self:
        if self.date_of_birth is not None and self.name is None:
            raise ValueError("a day of birth is searched for with a name")
        return self


class FoundApplicants(View):
    """What a search found, none of it opened: at most a hundred, and whether there are more."""

    items: Sequence[ApplicantSummary]
    more: bool


def search_applicants(session: Session, actor: Actor, body: SearchApplicant) -> FoundApplicants:
    """Find applicants by whole terms.

    Raises:
        TooManyRequests: the person has searched too often within the hour.

    """
    require_briefed_staff(session, actor)
    found = search_people(session, actor, TABLE, body)
    rows = session.exec(select(Applicant).where(col(Applicant.id).in_(found[:MOST_FOUND])).order_by(col(Applicant.id)))
    items = [ApplicantSummary.model_validate(row, from_attributes=True) for row in rows]
    return FoundApplicants(items=items, more=len(found) > MOST_FOUND)
