"""What do callers send and see of a staff member?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from app.core.examples import example_id
from app.http.fields import Body, Count, Country, Distinct, Line, RecordId, VersionedView
from app.memorandum.clause_3_1_briefing import Standing, Topic

Reference = Annotated[Line, StringConstraints(pattern=r"^[A-Z]{1,4}-[0-9]{1,8}$")]


class AddStaffMember(Body):
    """A person to be engaged in matching; the code is the association's own and tells nothing of the person."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reference": "S-103"}]})

    reference: Reference = Field(description="letters, a hyphen and digits, such as S-103; never a name")


class BriefStaffMember(Body):
    """An explanation given now; its instant is the server's and cannot be sent."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"topics": ["scheme", "supporters"], "material_version": 1}]},
    )

    topics: Distinct[Topic] = Field(min_length=1, description="what was explained; both are owed before engagement")
    material_version: Count = Field(description="version of the material the explanation was given from")


class AttestCountryKnowledge(Body):
    """A colleague's word that the staff member knows a country of origin."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"country": "BRA", "attested_by": str(example_id("staff", "briefed"))}],
        },
    )

    country: Country = Field(description="country of origin, ISO 3166-1 alpha-3")
    attested_by: RecordId = Field(description="id of the staff member who attests it; not the same person")


class StaffMemberView(VersionedView):
    """A staff member: how they stand towards the explanation now, and the countries they are attested to know.

    From `left_at` on no token speaks for them.
    """

    reference: str
    state: Standing
    countries: list[str]
    left_at: datetime | None


class BriefingView(VersionedView):
    """An explanation as it was recorded."""

    staff_id: UUID
    explained_at: datetime
    topics: list[Topic]
    material_version: int
    given_by: str


class CountryKnowledgeView(VersionedView):
    """An attestation as it was recorded."""

    staff_id: UUID
    country: str
    attested_by: UUID
    attested_at: datetime
