"""What do callers send and see of a consent?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.consents.models import ConsentForm, ConsentState, GivenConsents, HolderKind, ReturnReason
from app.http.fields import (
    Body,
    Count,
    Day,
    Email,
    Flag,
    Instant,
    Kana,
    Language,
    Line,
    Paragraph,
    Prefecture,
    Telephone,
    VersionedView,
    View,
)
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel

EXAMPLE_FORM: dict[str, Any] = {
    "holder_kind": "individual",
    "name": "Hanako Example",
    "email": "hanako@example.jp",
    "phone": "090-0000-0000",
    "prefecture": "14",
    "languages": ["ja", "pt"],
    "capacity": 1,
    "signed_on": "2024-05-10",
    "form_version": "2024-04",
}
EXAMPLE_MAIL = """\
From: Exchange Desk <exchange@isa.example>
To: consents@association.example
Subject: Consent form
Date: Mon, 13 May 2024 09:30:00 +0900
Message-ID: <form-1@isa.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Consent form of Hanako Example, signed on 2024-05-10.
"""


def _without_repetition(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise ValueError("each stands once")
    return values


Languages = Annotated[list[Language], Field(min_length=1, max_length=20), AfterValidator(_without_repetition)]
Reasons = Annotated[list[ReturnReason], Field(min_length=1), AfterValidator(_without_repetition)]


class TranscribedForm(Body):
    """What a consent form says; few fields are required, for the Annex is not before us (R1.2-4)."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_FORM]})

    holder_kind: HolderKind
    name: Line
    name_kana: Kana | None = None
    name_roman: Line | None = None
    contact_person: Line | None = Field(default=None, description="of an organisation")
    email: Email
    phone: Telephone | None = None
    prefecture: Prefecture = Field(description="JIS X 0401, such as 14")
    languages: Languages = Field(description="ISO 639, such as ja and pt")
    capacity: Count | None = Field(default=None, description="how many persons the form offers to support")
    signed_on: Day
    form_version: Line | None = None
    remarks: Paragraph | None = None

    @model_validator(mode="after")
    def _contact_person_of_an_organisation(self) -> "TranscribedForm":
        if self.contact_person is not None and self.holder_kind is HolderKind.INDIVIDUAL:
            raise ValueError("a contact person belongs to an organisation")
        return self


class ProvideConsent(TranscribedForm):
    """A consent form as ISA provides it, and when ISA received it if ISA says so."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{**EXAMPLE_FORM, "isa_received_at": "2024-05-13T09:30:00+09:00"}]},
    )

    isa_received_at: Instant | None = Field(default=None, description="shown, and never judged late (R1.2-3)")


class TellConsents(Body):
    """Consents that the form, or a paper with it, turned out to carry; what is not told stays unknown (R1.2-4)."""

    matching: Flag | None = Field(default=None, description="to be matched, article 27 of the privacy law")
    provision_abroad: Flag | None = Field(default=None, description="to an applicant abroad, article 28")


class VerifyConsent(Body):
    """The check of a form; one that came by mail is transcribed here."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"consents": {"matching": True, "provision_abroad": True}}]},
    )

    transcription: TranscribedForm | None = Field(default=None, description="if it came by mail, and only then")
    consents: TellConsents = TellConsents()


class ReturnConsent(Body):
    """Why a form goes back to ISA."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reasons": ["not_signed", "contact_missing"]}]})

    reasons: Reasons


class ReceiptView(VersionedView):
    """What ISA gets for each form: no personal data. The id is that of the consent.

    `digest` is the SHA-256 of the form as it came: of the canonical JSON (RFC 8785) of its members without nulls and
    without `isa_received_at`, of the attached file, or of a mail without attachment. It is gone once disposed of.
    """

    collection: ClassVar[str] = "/v1/receipts"

    receipt_number: int
    digest: str | None
    received_at: datetime
    channel: Channel
    state: ConsentState
    outside_term: bool
    already_held: bool


class MailReceiptView(VersionedView):
    """What an e-mail came to: a receipt for each form in it (R1.2-2). The id is that of the mail."""

    received_at: datetime
    already_held: bool
    receipts: Sequence[ReceiptView]


class ReconciliationView(View):
    """The count of ISA's forms: each one provided is held, disposed of or returned (R1.1-3)."""

    at: datetime
    provided: int
    held: int
    disposed: int
    returned: int
    reconciles: bool


class ConsentSummary(VersionedView):
    """A consent without anything about the person.

    `resembles` are other consents that shared a name, an e-mail address or a telephone number with it when it came or
    was transcribed, at most twenty: perhaps the same person.
    """

    state: ConsentState
    source: Source
    channel: Channel
    receipt_number: int
    received_at: datetime
    isa_received_at: datetime | None
    outside_term: bool
    returned_reasons: list[ReturnReason]
    resembles: list[UUID]
    verified_at: datetime | None
    activated_at: datetime | None
    returned_at: datetime | None
    withdrawn_at: datetime | None
    expired_at: datetime | None


class ConsentView(ConsentSummary):
    """A consent with its form opened; each such view is recorded with the names of the fields shown."""

    form: ConsentForm | None
    given: GivenConsents
