"""What does a receiver send to acknowledge events, and what is it told?"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.core.examples import example_id
from app.events.catalogue import Datum, EventType, Stream, Told
from app.http.fields import Body, Paragraph, RecordId, View

_AT_ONCE = 1000


class ErrorCode(StrEnum):
    """Why a receiver could not take an event (RFC 8935, 2.4)."""

    INVALID_REQUEST = "invalid_request"
    INVALID_KEY = "invalid_key"
    INVALID_ISSUER = "invalid_issuer"
    INVALID_AUDIENCE = "invalid_audience"
    AUTHENTICATION_FAILED = "authentication_failed"
    ACCESS_DENIED = "access_denied"


class EventError(Body):
    """What was wrong with one event; `description` is taken and not kept, for it could name a person."""

    err: ErrorCode
    description: Paragraph | None = None


class Acknowledge(Body):
    """Which events the receiver has, in the words of RFC 8936."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ack": [str(example_id("events", "received"))],
                    "setErrs": {str(example_id("events", "unreadable")): {"err": "invalid_request"}},
                },
            ],
        },
    )

    ack: Annotated[list[RecordId], Field(max_length=_AT_ONCE)] = Field(
        default=[],
        description="ids of events that are stored at the receiver; unknown ones are ignored",
    )
    set_errs: Annotated[dict[RecordId, EventError], Field(max_length=_AT_ONCE)] = Field(
        default={},
        alias="setErrs",
        description="events that could not be taken; they stay unacknowledged",
    )
    up_to: RecordId | None = Field(
        default=None,
        alias="upTo",
        description="an event: it and all before it in its own feed are stored at the receiver",
    )


class EventView(View):
    """A CloudEvent 1.0 as it is signed; `prevhash` is the hash of the chain before it."""

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: EventType
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"]
    dataschema: str
    position: int
    subjectseq: int
    prevhash: str
    data: Mapping[Told, Datum]


class CheckpointView(View):
    """For each feed the position up to which every event is acknowledged."""

    checkpoints: Mapping[Stream, int]
