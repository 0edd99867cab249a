"""What do callers send and see of a person's request?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from app.core.examples import example_id
from app.http.checks import text_only
from app.http.fields import Body, Distinct, Instant, Paragraph, Phrase, RecordId, VersionedView
from app.requests.models import (
    AnswerBy,
    Authority,
    Channel,
    IdentityMeans,
    IdentityPaper,
    Measure,
    RefusalGround,
    Requester,
    RequestKind,
    RequestState,
    Resource,
    StopGround,
)

FieldName = Annotated[str, BeforeValidator(text_only), StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Grounds = Annotated[Distinct[RefusalGround], Field(min_length=1)]
RecordIds = Annotated[Distinct[RecordId], Field(max_length=20)]


class ReceiveRequest(Body):
    """What somebody asks for about themselves, or as an agent for another; no fee is taken (article 38)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "disclosure",
                    "channel": "email",
                    "name": "Hanako Example",
                    "contact": "hanako@example.jp",
                    "words": "Please tell me everything you hold about me.",
                    "answer_by": "electronic",
                },
            ],
        },
    )

    kind: RequestKind = Field(description="articles 33(1), 33(5), 34 and 35 of the privacy law")
    channel: Channel
    requester: Requester = Requester.THE_PERSON
    name: Phrase = Field(description="whose data it is about")
    contact: Phrase = Field(description="where the answer goes")
    words: Paragraph | None = Field(default=None, description="as it was said, without numbers of identity papers")
    answer_by: AnswerBy = AnswerBy.ELECTRONIC
    measure: Measure | None = Field(default=None, description="of kind stop, and only then: what is to stop")
    grounds: Distinct[StopGround] = Field(
        default=frozenset(), description="of kind stop: on what it rests (article 35)"
    )
    arrived_at: Instant | None = Field(default=None, description="when it arrived; null for now")


class ConfirmIdentity(Body):
    """How identity was shown, and by what an agent's authority (article 37); no number and no copy is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"means": "registered_address_answered", "checked": "Answered from the registered address."}],
        },
    )

    means: IdentityMeans
    paper: IdentityPaper | None = Field(
        default=None, description="where a paper was shown, or a copy sent and destroyed"
    )
    authority: Authority | None = Field(default=None, description="of an agent, and only then")
    checked: Phrase | None = Field(default=None, description="what was compared, without numbers")


class LinkRecords(Body):
    """The person's records, as the officer found them; none of either says that a search found nothing."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"consent_ids": [str(example_id("consents", "active_3"))]}]},
    )

    consent_ids: RecordIds = frozenset()
    applicant_ids: RecordIds = frozenset()


class Correction(Body):
    """One field of one record with its new value; null deletes what the field may do without."""

    resource: Resource
    record_id: RecordId
    field: FieldName
    value: JsonValue


class Grant(Body):
    """The whole of what was asked; of kind correction, what it comes to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})

    corrections: Annotated[Sequence[Correction], Field(max_length=50)] = ()


class GrantPartly(Grant):
    """A part of what was asked, and why not the rest, in writing (article 36)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "withheld": ["remarks"],
                    "grounds": ["harm_to_somebody"],
                    "reasons": "The remarks speak of another person.",
                },
            ],
        },
    )

    withheld: Annotated[Distinct[FieldName], Field(max_length=50)] = Field(
        default=frozenset(), description="of a disclosure: fields or sections that are left out"
    )
    measure: Measure | None = Field(default=None, description="of kind stop: what is done instead of what was asked")
    grounds: Grounds
    reasons: Paragraph


class Refuse(Body):
    """Why nothing is granted, in writing (article 36)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"grounds": ["taken_back"], "reasons": "The person wrote that the request is no longer made."}
            ],
        },
    )

    grounds: Grounds
    reasons: Paragraph


class NotifyRequester(Body):
    """In which way the answer went out: the one asked for, or paper where that is too difficult (article 33(2))."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"notified_by": "electronic"}]})

    notified_by: AnswerBy


class RequestSummary(VersionedView):
    """A request without words; `due_on` is the last Japan day of the target, which is ours, and `late` holds to it."""

    kind: RequestKind
    state: RequestState
    channel: Channel
    requester: Requester
    answer_by: AnswerBy
    measure: Measure | None
    grounds: Sequence[StopGround]
    arrived_at: datetime
    due_on: date
    late: bool
    decision: RequestState | None
    decided_at: datetime | None
    notified_at: datetime | None


class RequestView(RequestSummary):
    """A request with its words, as long as they are kept; each such view is recorded as a reading."""

    name: str | None
    contact: str | None
    words: str | None
    identity_asked_at: datetime | None
    identity_shown_at: datetime | None
    identity_means: IdentityMeans | None
    identity_paper: IdentityPaper | None
    authority: Authority | None
    checked: str | None
    searched_at: datetime | None
    consent_ids: Sequence[UUID]
    applicant_ids: Sequence[UUID]
    granted_measure: Measure | None
    refusal_grounds: Sequence[RefusalGround]
    reasons: str | None
    withheld: Sequence[str]
    corrected: Sequence[str]
    notified_by: AnswerBy | None
    words_erased_at: datetime | None
