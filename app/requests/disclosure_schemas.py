"""What does the person get to see? Everything held on them (article 33), and nothing of anybody else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, JsonValue

from app.applicants.models import ApplicantProfile, ApplicantState
from app.consents.models import (
    Availability,
    ConsentForm,
    ConsentState,
    ExpiryReason,
    GivenConsents,
    ReturnReason,
)
from app.http.fields import View
from app.matching.models import MatchState
from app.memorandum.clause import Source
from app.memorandum.clause_1_2_channel import Channel
from app.memorandum.clause_2_2_purpose import Step
from app.provisions.models import OccasionKind, ProvidedTo
from app.requests.models import RequestKind, RequestState


def _only(names: Iterable[str]) -> Any:
    enum: list[JsonValue] = [*sorted(names)]
    return Field(json_schema_extra={"propertyNames": {"enum": enum}})


FormFields = Annotated[Mapping[str, JsonValue], _only({*ConsentForm.model_fields, *GivenConsents.model_fields})]
ProfileFields = Annotated[Mapping[str, JsonValue], _only(ApplicantProfile.model_fields)]


class HeldDocument(View):
    """A file held with a record; the file itself is handed out apart."""

    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    held_since: datetime


class HeldConsent(View):
    """A consent form as it is held, with the consents given; `form` is empty once it is disposed of."""

    id: UUID
    state: ConsentState
    source: Source
    channel: Channel | None
    receipt_number: int
    outside_term: bool
    isa_received_at: datetime | None
    received_at: datetime
    verified_at: datetime | None
    activated_at: datetime | None
    returned_at: datetime | None
    withdrawn_at: datetime | None
    expired_at: datetime | None
    returned_reasons: Sequence[ReturnReason]
    expired_reason: ExpiryReason | None
    availability: Availability | None
    availability_confirmed_at: datetime | None
    disposed_at: datetime | None
    form: FormFields
    documents: Sequence[HeldDocument]


class HeldApplicant(View):
    """An applicant's profile as it is held; it is empty once it is disposed of."""

    id: UUID
    state: ApplicantState
    created_at: datetime
    activated_at: datetime | None
    withdrawn_at: datetime | None
    completed_at: datetime | None
    disposed_at: datetime | None
    profile: ProfileFields
    documents: Sequence[HeldDocument]


class ToldToPerson(View):
    """What the person was told of the other side at a step, by names of fields."""

    at: datetime
    step: Step | None
    items: Sequence[str]


class HeldMatch(View):
    """A match of the person; of the other side only which fields they were told."""

    id: UUID
    state: MatchState
    proposed_at: datetime
    offered_to_supporter_at: datetime | None
    supporter_answered_at: datetime | None
    offered_to_applicant_at: datetime | None
    applicant_answered_at: datetime | None
    contact_released_at: datetime | None
    contacted_at: datetime | None
    established_at: datetime | None
    support_started_at: datetime | None
    closed_at: datetime | None
    told: Sequence[ToldToPerson]


class ProvisionLine(View):
    """What was told of the person (article 29); the other side of a match has a name once the person was told it."""

    id: UUID
    provided_at: datetime
    recipient: ProvidedTo
    recipient_name: str | None
    items: Sequence[str]
    basis: str
    abroad: bool
    occasion: OccasionKind
    step: Step | None
    keep_until: date


class ReadingLine(View):
    """Who looked at the person's data, as an identifier, for which purpose and at which fields."""

    at: datetime
    client_id: str
    staff_id: UUID | None
    role: str
    purpose: str
    action: str
    record_id: UUID
    fields: Sequence[str]


class RequestLine(View):
    """A request of the person, this one among them."""

    id: UUID
    kind: RequestKind
    state: RequestState
    arrived_at: datetime
    decided_at: datetime | None
    notified_at: datetime | None


class IncidentMention(View):
    """An incident in which the person's form is named."""

    id: UUID
    kind: str
    state: str
    known_at: datetime


class DisclosureView(View):
    """What is disclosed to the person, and what of it is withheld; a `draft` until the request is decided.

    For kind provision_records it has those alone. It is served as JSON, and as a page to print in Japanese where
    `text/html` is asked for.
    """

    request_id: UUID
    kind: RequestKind
    prepared_at: datetime
    draft: bool
    nothing_held: bool
    withheld: Sequence[str]
    consents: Sequence[HeldConsent]
    applicants: Sequence[HeldApplicant]
    matches: Sequence[HeldMatch]
    provisions: Sequence[ProvisionLine]
    readings: Sequence[ReadingLine]
    incidents: Sequence[IncidentMention]
    requests: Sequence[RequestLine]
