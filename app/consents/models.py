"""What is kept of a consent form? The way it came in clear, everything about the person sealed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
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


class ReturnReason(StrEnum):
    """What a returned form lacks."""

    ILLEGIBLE = "illegible"
    NOT_SIGNED = "not_signed"
    NOT_DATED = "not_dated"
    NAME_MISSING = "name_missing"
    CONTACT_MISSING = "contact_missing"
    NOT_A_CONSENT_FORM = "not_a_consent_form"


class Consent(Record, table=True):
    """One consent form, and in it one prospective supporter; `sealed` holds every word about the person."""

    __tablename__ = "consents"
    __table_args__ = (sa.UniqueConstraint("source", "receipt_number"),)

    state: ConsentState = Field(sa_type=enum_type(ConsentState, "state"), index=True)
    source: Source = Field(sa_type=enum_type(Source, "source"))
    channel: Channel = Field(sa_type=enum_type(Channel, "channel"))
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
    contact_person: str | None
    email: str
    phone: str | None
    prefecture: str
    languages: list[str]
    capacity: int | None
    signed_on: date
    form_version: str | None
    remarks: str | None


class GivenConsents(View):
    """Consents under the privacy law's articles 27 and 28, apart from the form and unknown until told (R1.2-4)."""

    matching: bool | None
    provision_abroad: bool | None


class SealedContent(View):
    """All that is sealed of one consent; `digest` is a SHA-256, `form` is missing until mail has been transcribed."""

    digest: str
    form: ConsentForm | None
    given: GivenConsents


_TABLES = SQLModel.metadata.tables
consents = _TABLES["consents"]
provision_counts = _TABLES["provision_counts"]
