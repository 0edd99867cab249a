"""What do callers send and see of a consent?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field

from app.consents.forms import EXAMPLE_CONSENTS, CorrectForm, TellConsents, TranscribedForm, without_repetition
from app.consents.models import Availability, ConsentForm, ConsentState, ExpiryReason, GivenConsents, ReturnReason
from app.http.fields import Body, VersionedView, View
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel

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

Reasons = Annotated[list[ReturnReason], Field(min_length=1), AfterValidator(without_repetition)]


class VerifyConsent(Body):
    """The check of a form; one that came by mail is transcribed here."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"consents": EXAMPLE_CONSENTS}]})

    transcription: TranscribedForm | None = Field(default=None, description="if it came by mail, and only then")
    consents: TellConsents = TellConsents()


class CorrectConsent(Body):
    """What has changed, or was wrong: of the form, of the consents told, or of both."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"form": {"phone": "045-000-0000", "remarks": None}}]})

    form: CorrectForm = CorrectForm()
    consents: TellConsents | None = Field(default=None, description="takes the place of what was told before")


class ReturnConsent(Body):
    """Why a form goes back to ISA."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reasons": ["not_signed", "contact_missing"]}]})

    reasons: Reasons


class ExpireConsent(Body):
    """Why a form no longer stands; nothing in the memorandum lets one expire, so a person decides it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "no_answer"}]})

    reason: ExpiryReason


class ReceiptView(VersionedView):
    """What ISA gets for each form: no personal data. The id is that of the consent.

    `digest` is the SHA-256 of the form as it came: of the canonical JSON (RFC 8785) of its members without nulls and
    without `isa_received_at`, days as ISO 8601 and postal codes as seven digits; of the attached file; or of a mail
    without attachment. It is gone once disposed of.
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
    """The count of ISA's forms: each one provided is held, disposed of or returned (R1.1-3).

    It is of the forms received from one day in Japan until another, both included, or of all; and of where each was at
    `at`. `provided` is told by the numbers of the receipts, the others by the forms: a form that is missing shows.
    """

    at: datetime
    provided_from: date | None
    provided_until: date | None
    provided: int
    held: int
    disposed: int
    returned: int
    reconciles: bool


class ConsentSummary(VersionedView):
    """A consent without anything about the person.

    `receipt_number` counts the forms of each source. `availability` is that of a supporter whose form is active; it is
    to be confirmed again by `confirm_by`, a day in Japan, and until then nothing new is proposed once that has passed.
    `resembles` are other consents that shared a name, an e-mail address or a telephone number with it when it came or
    was transcribed, at most twenty: perhaps the same person.
    """

    collection: ClassVar[str] = "/v1/consents"

    state: ConsentState
    source: Source
    channel: Channel | None
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
    expired_reason: ExpiryReason | None
    availability: Availability | None
    availability_confirmed_at: datetime | None
    confirm_by: date | None
    confirmation_overdue: bool


class RegistrationView(ConsentSummary):
    """A direct registration; `already_held` where the very same was entered before."""

    already_held: bool


class ConsentView(ConsentSummary):
    """A consent with its form opened; each such view is recorded with the names of the fields shown."""

    form: ConsentForm | None
    given: GivenConsents
