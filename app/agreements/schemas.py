"""What do callers send and see of an agreement?"""

from datetime import date, datetime

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.agreements.models import AgreementState
from app.http.fields import Body, Day, Distinct, Flag, Phrase, VersionedView, View
from app.memorandum.clause_1_2_channel import Channel


class DraftAgreement(Body):
    """A document to be signed by both parties."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Memorandum, renewal for 2027",
                    "starts_on": "2027-04-01",
                    "ends_on": "2028-03-31",
                    "provision_channels": ["email", "api"],
                    "grants_isa_audit": False,
                },
            ],
        },
    )

    title: Phrase
    starts_on: Day = Field(description="first Japan day of the term")
    ends_on: Day = Field(description="last Japan day of the term, that day included (clause 5)")
    provision_channels: Distinct[Channel] = Field(description="ways of providing a form; e-mail passes always (1(2))")
    grants_isa_audit: Flag = Field(default=False, description="R2.1-2: the text gives ISA no audit")

    @field_validator("ends_on")
    @classmethod
    def _not_before_its_start(cls, ends_on: date, others: ValidationInfo) -> date:
        if "starts_on" in others.data and ends_on < others.data["starts_on"]:
            raise PydanticCustomError("before_start", "the last day does not come before the first")
        return ends_on


class AgreementView(VersionedView):
    """An agreement as both parties see it."""

    title: str
    state: AgreementState
    starts_on: date
    ends_on: date
    provision_channels: list[str]
    grants_isa_audit: bool
    isa_signed_at: datetime | None
    association_signed_at: datetime | None


class ForceView(View):
    """Whether one clause is in force, and why."""

    clause: str
    in_force: bool
    basis: str
    reading: str | None
    because: str


class EffectView(View):
    """The force of all eleven clauses at an instant (clause 5)."""

    at: datetime
    clauses: list[ForceView]
