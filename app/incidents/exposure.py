"""Who and what could somebody have seen? Worked out from the record of reads: for a person, a client or a key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.models import AuditEntry
from app.audit.trail import record
from app.core.errors import Invalid
from app.core.rows import table_of
from app.http.fields import Instant, RecordId, View
from app.incidents import queries
from app.incidents.tokens import issued_with, never_issued

MOST_RECORDS = 1000
READS, SEARCHES, DISCLOSURE = (".read", ".flagged"), ".searched", "match.disclosed"
"""How the names of acts end by which something was seen; that of looking into the audit is not about a person."""
CAVEATS = (
    "a read is recorded before its answer leaves, so an answer may never have arrived",
    "a document shows whatever is on it, and is named here as its consent",
    "what was copied, printed or told outside this service is not known here",
    "who holds the key store and a copy of the database can open every record, without leaving a read",
    "lists show ids and states alone and are not counted; a search tells that somebody is there, and is counted",
    "who has the key that signs tokens can use the id of a token that was issued, and passes for its holder",
)

_SAID = table_of(AuditEntry).c
_FOUND = (
    sa.select(_SAID.at, _SAID.action, _SAID.resource, _SAID.resource_id, _SAID.facts, _SAID.jti)
    .where(
        sa.or_(*(_SAID.action.like(f"%{end}") for end in (*READS, SEARCHES, DISCLOSURE))),
        _SAID.action != "audit.read",
        _SAID.at >= sa.bindparam("since"),
        _SAID.at <= sa.bindparam("until"),
    )
    .order_by(_SAID.at, _SAID.id)
)
Rows = Sequence[Any]


class Asked(BaseModel):
    """By whom something could have been seen, exactly one of the first five, and when."""

    model_config = ConfigDict(frozen=True)

    client_id: str | None = Field(
        default=None, max_length=64, description="an OAuth client id", examples=["demo-coordinator"]
    )
    staff_id: RecordId | None = Field(default=None, description="or a member of the staff, through any client")
    credential_id: RecordId | None = Field(default=None, description="or whoever had this key or secret of a client")
    jti: str | None = Field(default=None, max_length=64, description="or whoever had this access token, by its id")
    never_issued: bool = Field(default=False, description="or whoever made tokens with a stolen signing key")
    since: Instant | None = None
    until: Instant | None = None


class ExposedRecord(View):
    """A record that was opened: which of its fields, how often, and between which instants."""

    resource: str
    id: UUID
    fields: Sequence[str]
    reads: int
    first_at: datetime
    last_at: datetime


class ExposureView(View):
    """What was opened in a period, by ids; `disclosed` are matches of which a side was told.

    Of `total` records the first thousand are named; `searches` found `found` records between them. The caveats say what
    the record of reads cannot know.
    """

    since: datetime
    until: datetime
    total: int
    records: Sequence[ExposedRecord]
    searches: int
    found: int
    disclosed: Sequence[UUID]
    caveats: Sequence[str]


def show_exposure(session: Session, actor: Actor, incident_id: UUID, asked: Asked) -> ExposureView:
    """Return what somebody could have seen, in the course of an incident's investigation.

    Raises:
        Invalid: not exactly one is named by whom, or the period ends before it begins.

    """
    incident = queries.get_incident(session, incident_id)
    since, until = asked.since or incident.occurred_at or incident.known_at, asked.until or actor.at
    if sum(map(bool, (asked.client_id, asked.staff_id, asked.credential_id, asked.jti, asked.never_issued))) != 1:
        raise Invalid.at("?client_id", "name_one_of_these")
    if until < since:
        raise Invalid.at("?until", "out_of_bounds")

    rows = _rows(session, asked, since, until)
    opened = _opened([row for row in rows if row.action.endswith(READS)])
    searches = [row for row in rows if row.action.endswith(SEARCHES)]
    record(session, actor, "incident.exposure-computed", "incidents", incident_id, records=len(opened))
    return ExposureView(
        since=since,
        until=until,
        total=len(opened),
        records=opened[:MOST_RECORDS],
        searches=len(searches),
        found=sum(int(row.facts.get("found", 0)) for row in searches),
        disclosed=sorted({row.resource_id for row in rows if row.action == DISCLOSURE}),
        caveats=CAVEATS,
    )


def _rows(session: Session, asked: Asked, since: datetime, until: datetime) -> Rows:
    """Return what was recorded of whom is asked about."""
    wanted = _FOUND
    if asked.client_id is not None:
        wanted = wanted.where(_SAID.client_id == asked.client_id)
    elif asked.staff_id is not None:
        wanted = wanted.where(_SAID.staff_id == asked.staff_id)
    elif asked.jti is not None:
        wanted = wanted.where(_SAID.jti == asked.jti)
    rows: Rows = session.connection().execute(wanted, {"since": since, "until": until}).all()
    if asked.credential_id is not None:
        tokens = issued_with(session, asked.credential_id, since, until)
        return [row for row in rows if row.jti in tokens]
    if asked.never_issued:
        tokens = never_issued(session, {row.jti for row in rows}, since, until)
        return [row for row in rows if row.jti in tokens]
    return rows


def _opened(rows: Rows) -> list[ExposedRecord]:
    """Return one line for each record, in the order in which they were first opened."""
    found: dict[tuple[str, UUID], list[Any]] = {}
    for row in rows:
        found.setdefault((row.resource, row.resource_id), []).append(row)
    return [
        ExposedRecord(
            resource=resource,
            id=record_id,
            fields=sorted({name for row in mine for name in _fields(row)}),
            reads=len(mine),
            first_at=mine[0].at,
            last_at=mine[-1].at,
        )
        for (resource, record_id), mine in found.items()
    ]


def _fields(row: Any) -> Sequence[str]:
    if row.action == "document.read":
        return ["document"]
    fields: Sequence[str] = row.facts.get("fields", ["report"])
    return fields
