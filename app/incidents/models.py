"""What is kept of an incident? Facts in clear, words sealed, and rows of what was done that are only ever added to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import Record, enum_type
from app.memorandum.clause import Party, Source


class IncidentKind(StrEnum):
    """A problem in the management of information (2(3)), or trouble with persons concerned (3(2))."""

    DATA_PROTECTION = "data_protection"
    TROUBLE = "trouble"


class IncidentState(StrEnum):
    """Where an incident stands; `lifecycle` has the table of each kind."""

    RECORDED = "recorded"
    SHARED = "shared"
    HANDLING = "handling"
    JOINT_HANDLING = "joint_handling"
    RESOLVED = "resolved"
    CONTAINED = "contained"
    INVESTIGATED = "investigated"
    MEASURES_TAKEN = "measures_taken"
    CLOSED = "closed"


class InformationKind(StrEnum):
    """Which kinds of information are concerned; never the information itself."""

    CONSENT_FORM = "consent_form"
    NAME = "name"
    CONTACT = "contact"
    ADDRESS = "address"
    IDENTITY_DOCUMENT = "identity_document"
    LINEAGE = "lineage"
    SENSITIVE = "sensitive"
    FINANCIAL = "financial"
    CREDENTIALS = "credentials"
    OTHER = "other"


class ContributionKind(StrEnum):
    """What a party writes to a report.

    ISA writes all but the last: `no_need` states that it sees no need of measures (R3.2-4), `joint_handling` proposes
    to deal with a trouble together, which the association decides (R3.2-5). The association writes answers.
    """

    MEASURE = "measure"
    QUESTION = "question"
    NO_NEED = "no_need"
    JOINT_HANDLING = "joint_handling"
    ANSWER = "answer"


class Fact(StrEnum):
    """What an entry may add to an incident beside its words."""

    ALSO_TROUBLE = "also_trouble"
    INFORMATION_KINDS = "information_kinds"
    ISA_SILENT = "isa_silent"
    PERSONS = "persons"
    RECEIPT_IDS = "receipt_ids"
    RECORDED_IN_ERROR = "recorded_in_error"
    RECURRENCE_PREVENTED = "recurrence_prevented"
    STRONGLY_ENCRYPTED = "strongly_encrypted"
    WRONGFUL_PURPOSE = "wrongful_purpose"


class Stage(StrEnum):
    """Which report to the Commission it is (rule 8): the first, the complete one, or what became known later."""

    PRELIMINARY = "preliminary"
    FINAL = "final"
    SUPPLEMENT = "supplement"


class NoticeMeans(StrEnum):
    """How persons were told (rule 10); the last two are the substitute where telling them is too difficult."""

    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    PUBLICATION = "publication"
    CONTACT_POINT = "contact_point"


class Incident(Record, table=True):
    """One event. It is never deleted, back-dated or lowered.

    The words in `sealed` stand in the vault's `direct` domain: what ISA was told must outlive a disposal under 2(4),
    which destroys every key of the domain `isa`.
    """

    __tablename__ = "incidents"

    kind: IncidentKind = Field(sa_type=enum_type(IncidentKind, "kind"))
    also_trouble: bool = False
    state: IncidentState = Field(sa_type=enum_type(IncidentState, "state"))
    source: Source | None = Field(default=None, sa_type=enum_type(Source, "source"))
    occurred_at: datetime | None = None
    known_at: datetime
    shared_at: datetime | None = None
    persons: int | None = None
    information_kinds: list[str] = Field(sa_type=sa.JSON)
    receipt_ids: list[str] = Field(sa_type=sa.JSON)
    wrongful_purpose: bool = False
    strongly_encrypted: bool = False
    reportable_at: datetime | None = None
    joint: bool = False
    recorded_in_error: bool = False
    recorded_event_id: UUID | None = None
    sealed: bytes


class IncidentEntry(SQLModel, table=True):
    """One thing done or written about an incident; the database refuses to change it.

    `number` is the version of the incident that it led to; `facts` are those it added or raised.
    """

    __tablename__ = "incident_entries"

    incident_id: UUID = Field(primary_key=True, foreign_key="incidents.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(default_factory=new_id, unique=True)
    at: datetime
    party: Party = Field(sa_type=enum_type(Party, "party"))
    client_id: str = Field(max_length=80)
    staff_id: UUID | None = None
    action: str = Field(max_length=40)
    state: IncidentState = Field(sa_type=enum_type(IncidentState, "state"))
    facts: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    sealed: bytes | None = None


class CommissionReport(Record, table=True):
    """A report the association has made to the Commission (article 26(1)). The database refuses to change it."""

    __tablename__ = "commission_reports"

    incident_id: UUID = Field(foreign_key="incidents.id", index=True)
    stage: Stage = Field(sa_type=enum_type(Stage, "stage"))
    submitted_on: date
    sealed: bytes


class PersonNotice(Record, table=True):
    """A notice to persons concerned (article 26(2)); `persons` is how many. The database refuses to change it."""

    __tablename__ = "person_notices"

    incident_id: UUID = Field(foreign_key="incidents.id", index=True)
    means: NoticeMeans = Field(sa_type=enum_type(NoticeMeans, "means"))
    persons: int
    told_on: date
    sealed: bytes


class Contribution(Record, table=True):
    """What a party wrote to a report; kept here because an incident's closing depends on it (R3.2-4).

    `report_id` is the id of what is reported on, so a report on something else can carry contributions too; `answers`
    is what an answer answers.
    The database refuses to change it.
    """

    __tablename__ = "contributions"

    report_id: UUID = Field(index=True)
    party: Party = Field(sa_type=enum_type(Party, "party"))
    client_id: str = Field(max_length=80)
    kind: ContributionKind = Field(sa_type=enum_type(ContributionKind, "kind"))
    answers: UUID | None = Field(default=None, foreign_key="contributions.id")
    sealed: bytes


class IncidentLink(SQLModel, table=True):
    """Where an incident was taken further: a consultation or an exchange of views, written from there."""

    __tablename__ = "incident_links"

    incident_id: UUID = Field(primary_key=True, foreign_key="incidents.id")
    resource: str = Field(primary_key=True, max_length=40)
    resource_id: UUID = Field(primary_key=True, index=True)
    linked_at: datetime


class DraftState(StrEnum):
    """What became of a suspicion that the service noted by itself."""

    OPEN = "open"
    REPORTED = "reported"
    DISMISSED = "dismissed"


class DismissedAs(StrEnum):
    """Why a suspicion turned out to be none."""

    ORDINARY_WORK = "ordinary_work"
    FAULT_OF_A_SYSTEM = "fault_of_a_system"


class IncidentDraft(Record, table=True):
    """A suspected harvest that waits for the privacy officer's word; one at a time for each person."""

    __tablename__ = "incident_drafts"
    __table_args__ = (
        sa.Index(
            "uq_incident_drafts_open_person",
            "person",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    state: DraftState = Field(sa_type=enum_type(DraftState, "state"))
    person: str = Field(max_length=80)
    client_id: str = Field(max_length=80)
    staff_id: UUID | None = None
    incident_id: UUID | None = Field(default=None, foreign_key="incidents.id")
    dismissed_as: DismissedAs | None = Field(default=None, sa_type=enum_type(DismissedAs, "dismissed_as"))
    decided_at: datetime | None = None
