"""What do callers send and see where persons concerned by an incident are named?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.core.examples import example_id
from app.http.fields import Body, Distinct, Paragraph, RecordId, View


class IdentityField(StrEnum):
    """What may be told of a person so that they are known: no more than who they are and how they are reached."""

    NAME = "name"
    NAME_KANA = "name_kana"
    NAME_ROMAN = "name_roman"
    EMAIL = "email"
    PHONE = "phone"


class LegalBasis(StrEnum):
    """On what data that ISA did not provide may go to it (privacy law, article 27(1); R2.2-2, R3.2-2)."""

    CONSENT = "article 27(1), consent"
    LAW = "article 27(1)(i)"
    LIFE_OR_PROPERTY = "article 27(1)(ii)"
    PUBLIC_HEALTH = "article 27(1)(iii)"
    COOPERATION_WITH_THE_STATE = "article 27(1)(iv)"


class PersonFields(Body):
    """One person, by a consent form or as an applicant, and which fields of theirs are told."""

    consent_id: RecordId | None = None
    applicant_id: RecordId | None = None
    fields: Distinct[IdentityField] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_person(self) -> "PersonFields":
        if (self.consent_id is None) is (self.applicant_id is None):
            raise ValueError("either a consent or an applicant")
        return self


class NamedPerson(PersonFields):
    """The same, with the law on which data that ISA did not provide is told to it."""

    law: LegalBasis | None = Field(default=None, description="needed for whatever ISA did not provide itself")


class NamePersons(Body):
    """Who is concerned, by name, and why ISA needs to know; what is not needed is not told (R3.2-2)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "note": "ISA has to reach the person itself.",
                    "persons": [{"consent_id": str(example_id("consents", "active")), "fields": ["name", "email"]}],
                },
            ],
        },
    )

    note: Paragraph = Field(description="why they need to be named; no identities")
    persons: Annotated[Sequence[NamedPerson], Field(min_length=1, max_length=100)]


class IdentityView(View):
    """A person named to ISA: which fields, on which basis, and by which provision record.

    `says` holds what is held of them now; it is null to the association's people here, and once it was disposed of.
    """

    provision_id: UUID
    at: datetime
    consent_id: UUID | None
    applicant_id: UUID | None
    fields: Sequence[IdentityField]
    basis: str
    says: Mapping[IdentityField, str | None] | None
