"""What is kept of a person's request? Its kind, days and codes in clear, who asked and in which words sealed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.rows import Record, enum_type
from app.http.fields import View


class RequestKind(StrEnum):
    """What the person asks for: articles 33(1), 33(5), 34 and 35."""

    DISCLOSURE = "disclosure"
    PROVISION_RECORDS = "provision_records"
    CORRECTION = "correction"
    STOP = "stop"


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IDENTITY_PENDING = "identity_pending"
    IN_REVIEW = "in_review"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    NOTIFIED = "notified"


class Channel(StrEnum):
    """By which way a request came."""

    IN_PERSON = "in_person"
    EMAIL = "email"
    TELEPHONE = "telephone"
    POST = "post"


class Requester(StrEnum):
    """Who asks: the person, or an agent whom article 37(3) admits."""

    THE_PERSON = "the_person"
    LEGAL_GUARDIAN = "legal_guardian"
    MANDATED_AGENT = "mandated_agent"


class IdentityMeans(StrEnum):
    """How somebody showed to be who they say (article 37)."""

    DOCUMENT_SHOWN = "document_shown"
    REGISTERED_ADDRESS_ANSWERED = "registered_address_answered"
    FACTS_AND_CALL_BACK = "facts_and_call_back"
    COPY_AND_REGISTERED_MAIL = "copy_and_registered_mail"


class IdentityPaper(StrEnum):
    """Which paper was looked at; its number is not kept, nor a copy."""

    DRIVING_LICENCE = "driving_licence"
    PASSPORT = "passport"
    RESIDENCE_CARD = "residence_card"
    INDIVIDUAL_NUMBER_CARD_FRONT = "individual_number_card_front"
    REGISTER_EXTRACT = "register_extract"
    OTHER_OFFICIAL = "other_official"


class Authority(StrEnum):
    """By what an agent showed to be one."""

    FAMILY_REGISTER = "family_register"
    GUARDIANSHIP_CERTIFICATE = "guardianship_certificate"
    LETTER_OF_MANDATE = "letter_of_mandate"


class AnswerBy(StrEnum):
    """In which way the person wants the answer (article 33(1) and (2))."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    OTHER = "other"


class Measure(StrEnum):
    """What article 35 has stopped or deleted."""

    STOP_USE = "stop_use"
    DELETE = "delete"
    STOP_PROVISION = "stop_provision"


class StopGround(StrEnum):
    """On what a person rests the demand that something stop: 35(1), 35(3) and 35(5), in that order."""

    USED_BEYOND_PURPOSE = "used_beyond_purpose"
    IMPROPERLY_USED = "improperly_used"
    WRONGLY_ACQUIRED = "wrongly_acquired"
    PROVIDED_WITHOUT_CONSENT = "provided_without_consent"
    NO_LONGER_NEEDED = "no_longer_needed"
    LEAK_TO_BE_REPORTED = "leak_to_be_reported"
    INTERESTS_AT_RISK = "interests_at_risk"


class RefusalGround(StrEnum):
    """Why a request is refused, or not granted in full."""

    HARM_TO_SOMEBODY = "harm_to_somebody"
    HINDRANCE_TO_OPERATION = "hindrance_to_operation"
    BREACH_OF_LAW = "breach_of_law"
    NO_DATA_HELD = "no_data_held"
    NOT_UNTRUE = "not_untrue"
    NOT_NEEDED_FOR_THE_PURPOSE = "not_needed_for_the_purpose"
    OTHER_LAW_APPLIES = "other_law_applies"
    GROUND_NOT_FOUND = "ground_not_found"
    SUBSTITUTE_TAKEN = "substitute_taken"
    KEPT_BY_LAW = "kept_by_law"
    IDENTITY_NOT_SHOWN = "identity_not_shown"
    TAKEN_BACK = "taken_back"


class Resource(StrEnum):
    """Where a person's data is held."""

    CONSENTS = "consents"
    APPLICANTS = "applicants"


class PersonRequest(Record, table=True):
    """One request. Who asked and the words are sealed in the domain `direct`, until their time is over."""

    __tablename__ = "requests"

    kind: RequestKind = Field(sa_type=enum_type(RequestKind, "kind"))
    state: RequestState = Field(sa_type=enum_type(RequestState, "state"), index=True)
    channel: Channel = Field(sa_type=enum_type(Channel, "channel"))
    requester: Requester = Field(sa_type=enum_type(Requester, "requester"))
    answer_by: AnswerBy = Field(sa_type=enum_type(AnswerBy, "answer_by"))
    measure: Measure | None = Field(default=None, sa_type=enum_type(Measure, "measure"))
    grounds: list[str] = Field(sa_type=sa.JSON)
    arrived_at: datetime
    due_on: date = Field(index=True)
    identity_asked_at: datetime | None = None
    identity_shown_at: datetime | None = None
    identity_means: IdentityMeans | None = Field(default=None, sa_type=enum_type(IdentityMeans, "identity_means"))
    identity_paper: IdentityPaper | None = Field(default=None, sa_type=enum_type(IdentityPaper, "identity_paper"))
    authority: Authority | None = Field(default=None, sa_type=enum_type(Authority, "authority"))
    searched_at: datetime | None = None
    decided_at: datetime | None = None
    decision: RequestState | None = Field(default=None, sa_type=enum_type(RequestState, "decision"))
    granted_measure: Measure | None = Field(default=None, sa_type=enum_type(Measure, "granted_measure"))
    refusal_grounds: list[str] = Field(sa_type=sa.JSON)
    withheld: list[str] = Field(sa_type=sa.JSON)
    corrected: list[str] = Field(sa_type=sa.JSON)
    notified_at: datetime | None = None
    notified_by: AnswerBy | None = Field(default=None, sa_type=enum_type(AnswerBy, "notified_by"))
    words_erased_at: datetime | None = None
    sealed: bytes | None = None
    sealed_reasons: bytes | None = None


class RequestSubject(SQLModel, table=True):
    """A record of the person that a request is about; ids only, so that a disposal of it leaves the request."""

    __tablename__ = "request_subjects"

    request_id: UUID = Field(primary_key=True, foreign_key="requests.id")
    record_id: UUID = Field(primary_key=True, index=True)
    resource: Resource = Field(sa_type=enum_type(Resource, "resource"))


class RequestWords(View):
    """Who asked, where the answer goes, and what was said; `checked` tells how identity was shown, without numbers."""

    name: str
    contact: str
    words: str | None
    checked: str | None
