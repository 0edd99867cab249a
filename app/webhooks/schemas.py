"""What do callers send and see of webhooks?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.core.examples import example_id
from app.events.catalogue import Stream
from app.http.fields import Body, Distinct, Flag, Instant, Line, RecordId, VersionedView, View
from app.webhooks.models import DeliveryStatus, EndpointState, Trigger


class ClosingReason(StrEnum):
    """Why an event is not sent to an endpoint any more although nobody acknowledged it there."""

    HANDED_OVER = "handed_over"
    ENDPOINT_RETIRED = "endpoint_retired"
    CANNOT_BE_TAKEN = "cannot_be_taken"


class ProposeEndpoint(Body):
    """A place to which events may be pushed once ISA has confirmed it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "url": "https://receiver.example/yonsei",
                    "streams": ["incidents", "disposals"],
                    "sends_v1": True,
                    "sends_v1a": True,
                    "standby": False,
                },
            ],
        },
    )

    url: Line = Field(description="https, on an allowed port, without user information or fragment")
    streams: Annotated[Distinct[Stream], Field(min_length=1)]
    sends_v1: Flag = Field(default=True, description="sign with a shared secret (v1)")
    sends_v1a: Flag = Field(default=True, description="sign with our own key (v1a), which only we can have used")
    standby: Flag = Field(default=False, description="send only what nobody has acknowledged within an hour")

    @model_validator(mode="after")
    def _signed_at_all(self) -> "ProposeEndpoint":
        if not (self.sends_v1 or self.sends_v1a):
            raise ValueError("nothing leaves unsigned")
        return self


class ChangeEndpoint(ProposeEndpoint):
    """What an endpoint is to be from now on, whole; nothing is sent before ISA has confirmed it again."""


class RotateSecret(Body):
    """Whether the secret before the new one ends at once, because others may know it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"emergency": False}]})

    emergency: Flag = Field(default=False, description="true: the old secret signs no more; false: beside the new one")


class CloseDelivery(Body):
    """Why an event need not be sent to this endpoint any more."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"delivery_id": str(example_id("deliveries", "parked")), "reason": "handed_over"}],
        },
    )

    delivery_id: RecordId
    reason: ClosingReason


class ReplayEvents(Body):
    """Which events to send again, with the ids they had: by their ids, or by the time of recording."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"from": "2026-04-01T00:00:00+09:00", "to": "2026-04-02T00:00:00+09:00"}],
        },
    )

    ids: Annotated[Distinct[RecordId], Field(min_length=1, max_length=100)] | None = None
    since: Instant | None = Field(default=None, alias="from", description="recorded at this instant or later")
    to: Instant | None = Field(default=None, description="recorded before this instant; without it, until now")

    @model_validator(mode="after")
    def _one_way_of_naming(self) -> "ReplayEvents":
        if (self.ids is None) == (self.since is None) or (self.ids is not None and self.to is not None):
            raise ValueError("either ids, or from and perhaps to")
        return self


class EndpointView(VersionedView):
    """An endpoint, how it answers, and what has not arrived there: pausing holds, it never drops."""

    created_at: datetime
    url: str
    state: EndpointState
    streams: list[str]
    allow_private: bool
    sends_v1: bool
    sends_v1a: bool
    standby: bool
    former_until: datetime | None
    confirmed_at: datetime | None
    consecutive_failures: int
    probe_at: datetime | None
    waiting: int
    held: int
    parked: int
    oldest_since: datetime | None


class ConfirmedEndpointView(EndpointView):
    """An endpoint as ISA confirmed it, with the secret of its `v1` signatures, which is shown to nobody else."""

    secret: str | None


class DeliveryView(View):
    """One event on its way to an endpoint."""

    id: UUID
    event_id: UUID
    stream: str
    position: int
    subject: str
    status: DeliveryStatus
    trigger: Trigger
    attempts: int
    failures: int
    next_attempt_at: datetime
    last_error_class: str | None
    delivered_at: datetime | None
    acked_at: datetime | None
    receipt_id: str | None
    closed_reason: ClosingReason | None


class AttemptView(View):
    """One request that was made; of the answer only its status is shown."""

    n: int
    trigger: Trigger
    started_at: datetime
    ended_at: datetime
    remote_ip: str | None
    tls_version: str | None
    status: int | None
    key_ids: list[str]
    error: str | None
