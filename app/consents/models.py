"""What is kept of a consent form? The way it came in clear, everything about the person sealed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Field, SQLModel

from app.core.rows import Record, enum_type
from app.http.fields import View
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel


class ConsentState(StrEnum):
    """Where a consent form stands."""

    RECEIVED = "received"
    VERIFIED = "verified"
    ACTIVE = "active"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DISPOSED = "disposed"


class HolderKind(StrEnum):
    """Who wishes to become a supporter (R1.1-2)."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


class Availability(StrEnum):
    """Whether a supporter whose form is active takes new proposals."""

    AVAILABLE = "available"
    PAUSED = "paused"
    SUSPENDED = "suspended"


class SupportKind(StrEnum):
    """What a supporter offers to help with, as the scheme describes a supporter's work."""

    JAPANESE_STUDY = "japanese_study"
    DAILY_LIFE = "daily_life"
    MEDICAL_INFORMATION = "medical_information"
    IMMIGRATION_PROCEDURES = "immigration_procedures"
    ADVICE_ON_TROUBLES = "advice_on_troubles"
    CULTURE_AND_COMMUNITY = "culture_and_community"


class ExpiryReason(StrEnum):
    """Why a form no longer stands without the person having taken it back."""

    NO_ANSWER = "no_answer"
    NO_LONGER_ELIGIBLE = "no_longer_eligible"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    ORGANISATION_DISSOLVED = "organisation_dissolved"
    REPLACED_BY_A_NEW_FORM = "replaced_by_a_new_form"


class ReturnReason(StrEnum):
    """What a returned form lacks."""

    ILLEGIBLE = "illegible"
    NOT_SIGNED = "not_signed"
    NOT_DATED = "not_dated"
    NAME_MISSING = "name_missing"
    CONTACT_MISSING = "contact_missing"
    NOT_A_CONSENT_FORM = "not_a_consent_form"


class DocumentKind(StrEnum):
    """What a file is to the consent with which it is kept."""

    MAIL = "mail"
    FORM = "form"
    LETTER = "letter"
    ATTACHMENT = "attachment"


class Consent(Record, table=True):
    """One consent form, and in it one prospective supporter; `sealed` holds every word about the person.

    `channel` says how ISA provided it; a direct registration came by none of its channels. `receipt_number` counts the
    forms of each source. `availability` is there once the form has been active.
    """

    __tablename__ = "consents"
    __table_args__ = (
        sa.UniqueConstraint("source", "receipt_number"),
        sa.CheckConstraint("(source = 'isa') = (channel IS NOT NULL)", name="channel_of_isa"),
    )

    state: ConsentState = Field(sa_type=enum_type(ConsentState, "state"), index=True)
    source: Source = Field(sa_type=enum_type(Source, "source"))
    channel: Channel | None = Field(default=None, sa_type=enum_type(Channel, "channel"))
    receipt_number: int
    received_at: datetime
    isa_received_at: datetime | None = None
    outside_term: bool
    returned_reasons: list[str] = Field(sa_type=sa.JSON)
    resembles: list[str] = Field(default=[], sa_type=sa.JSON)
    verified_at: datetime | None = None
    activated_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    expired_at: datetime | None = None
    expired_reason: ExpiryReason | None = Field(default=None, sa_type=enum_type(ExpiryReason, "expired_reason"))
    availability: Availability | None = Field(default=None, sa_type=enum_type(Availability, "availability"))
    availability_confirmed_at: datetime | None = None
    disposed_at: datetime | None = None
    sealed: bytes | None = None


class ProvisionCount(SQLModel, table=True):
    """How many forms have come from a source; counted up in the transaction that takes one in, so without a gap."""

    __tablename__ = "provision_counts"

    source: Source = Field(primary_key=True, sa_type=enum_type(Source, "source"))
    provided: int


class ConsentMail(Record, table=True):
    """One e-mail that was taken in, and the forms it turned out to hold; the mail itself is a sealed document."""

    __tablename__ = "consent_mails"

    consent_ids: list[str] = Field(sa_type=sa.JSON)


class ConsentForm(View):
    """What a consent form says, as it is sealed and opened again."""

    holder_kind: HolderKind
    name: str
    name_kana: str | None
    name_roman: str | None
    name_alias: str | None
    representative: str | None
    contact_person: str | None
    corporate_number: str | None
    email: str
    phone: str | None
    prefecture: str
    municipality: str | None
    postal_code: str | None
    languages: list[str]
    wished_area: list[str] | None
    wished_languages: list[str] | None
    support_kinds: list[SupportKind] | None
    capacity: int | None
    signed_on: date
    form_version: str | None
    remarks: str | None


class ToldOfAbroad(View):
    """What the person was told of one country before consenting to provision there (article 28, rule 17)."""

    country: str | None
    country_unknown_because: str | None
    system_told: bool
    measures_told: bool
    measures_unknown_because: str | None
    told_on: date
    text_version: str


class GivenConsents(View):
    """Consents under the privacy law's articles 27 and 28, apart from the form and unknown until told (R1.2-4)."""

    matching: bool | None
    provision_abroad: bool | None
    text_version: str | None
    told_of_abroad: list[ToldOfAbroad]

    def reach(self, country: str) -> bool:
        """Tell whether the person consented to provision in a country, having been told of it (article 28)."""
        told = {one.country for one in self.told_of_abroad}
        return self.provision_abroad is True and not told.isdisjoint({country, None})


class SealedContent(View):
    """All that is sealed of one consent; `digest` is a SHA-256, `form` is missing until mail has been transcribed."""

    digest: str
    form: ConsentForm | None
    given: GivenConsents


NOTHING_GIVEN: dict[str, JsonValue] = {
    "matching": None,
    "provision_abroad": None,
    "text_version": None,
    "told_of_abroad": [],
}

_TABLES = SQLModel.metadata.tables
consents = _TABLES["consents"]
provision_counts = _TABLES["provision_counts"]
