"""What do callers send and see of webhooks?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.events.catalogue import Stream
from app.http.fields import Body, Distinct, Flag, Instant, Line, RecordId, VersionedView, View
from app.webhooks.models import DeliveryStatus, EndpointState, Trigger


class ProposeEndpoint(Body):
    """A place to which events may be pushed once ISA has confirmed it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://receiver.example/yonsei", "streams": ["incidents", "disposals"], "sends_v1": True},
            ],
        },
    )

    url: Line = Field(description="https, on an allowed port, without user information or fragment")
    streams: Annotated[Distinct[Stream], Field(min_length=1)]
    sends_v1: Flag = Field(default=True, description="sign with a shared secret (v1) beside our own key (v1a)")


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
