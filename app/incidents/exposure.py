"""Who and what could somebody have seen? Worked out from the record of reads, for a client or a staff member."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.models import AuditEntry
from app.audit.trail import record
from app.core.errors import Invalid
from app.core.rows import table_of
from app.http.fields import View
from app.incidents import queries

READS = (
    "consent.read",
    "applicant.read",
    "applicant.flagged",
    "match.read",
    "document.read",
    "documents.read",
    "incident.read",
    "report.read",
)
DISCLOSURE = "match.disclosed"
CAVEATS = (
    "a read is recorded before its answer leaves, so an answer may never have arrived",
    "a document shows whatever is on it, and is named here as its consent",
    "what was copied, printed or told outside this service is not known here",
    "who holds the key store and a copy of the database can open every record, without leaving a read",
)

_SAID = table_of(AuditEntry).c
_FOUND = (
    sa.select(_SAID.at, _SAID.action, _SAID.resource, _SAID.resource_id, _SAID.facts)
    .where(
        _SAID.action.in_((*READS, DISCLOSURE)),
        _SAID.at >= sa.bindparam("since"),
        _SAID.at <= sa.bindparam("until"),
    )
    .order_by(_SAID.at)
)


class ExposedRecord(View):
    """A record that was opened: which of its fields, how often, and between which instants."""

    resource: str
    id: UUID
    fields: Sequence[str]
    reads: int
    first_at: datetime
    last_at: datetime


class ExposureView(View):
    """What a client or staff member opened in a period, by ids; `disclosed` are matches of which they told a side.

    The caveats say what the record of reads cannot know.
    """

    since: datetime
    until: datetime
    records: Sequence[ExposedRecord]
    disclosed: Sequence[UUID]
    caveats: Sequence[str]


def show_exposure(
    session: Session,
    actor: Actor,
    incident_id: UUID,
    client_id: str | None,
    staff_id: UUID | None,
    since: datetime | None,
    until: datetime | None,
) -> ExposureView:
    """Return what somebody could have seen, in the course of an incident's investigation.

    Raises:
        Invalid: neither a client nor a staff member is named, or both, or the period ends before it begins.

    """
    incident = queries.get_incident(session, incident_id)
    first, last = since or incident.occurred_at or incident.known_at, until or actor.at
    if (client_id is None) is (staff_id is None):
        raise Invalid.at("?client_id", "one_of_client_and_staff")
    if last < first:
        raise Invalid.at("?until", "out_of_bounds")

    whose = _SAID.client_id == client_id if staff_id is None else _SAID.staff_id == staff_id
    rows = session.connection().execute(_FOUND.where(whose), {"since": first, "until": last}).all()
    opened = _opened([row for row in rows if row.action != DISCLOSURE])
    record(session, actor, "incident.exposure-computed", "incidents", incident_id, records=len(opened))
    return ExposureView(
        since=first,
        until=last,
        records=opened,
        disclosed=sorted({row.resource_id for row in rows if row.action == DISCLOSURE}),
        caveats=CAVEATS,
    )


def _opened(rows: Sequence[Any]) -> list[ExposedRecord]:
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
