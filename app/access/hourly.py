"""How often may one person search in an hour, and how many records open? Counted from the record of both.

So all processes count alike, and a restart forgets nothing. What was opened once may be opened again: somebody who
works with one record all day harvests nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.models import AuditEntry
from app.core.database import settings_of
from app.core.errors import TooManyOpenings, TooManyRequests
from app.core.rows import table_of

HOUR = timedelta(hours=1)
SEARCHES = ("consents.searched", "applicants.searched")
OPENINGS = ("consent.read", "applicant.read", "match.read", "document.read", "documents.read")
"""Readings of what supporters and applicants have told about themselves."""

_SAID = table_of(AuditEntry).c
_STAFF = sa.bindparam("staff", type_=sa.Uuid())
_BY = sa.or_(
    _SAID.staff_id == _STAFF,
    sa.and_(_STAFF.is_(None), _SAID.staff_id.is_(None), _SAID.client_id == sa.bindparam("client")),
)
_IS_OPENING = sa.or_(*(_SAID.action == sa.literal_column(f"'{action}'") for action in OPENINGS))
"""Written out: a list of values is put into its statement anew each time, and this is asked with each reading."""

_LATELY = _SAID.at > sa.bindparam("since")
SEARCHED = sa.select(_SAID.at).where(_SAID.action.in_(SEARCHES), _LATELY, _BY)
OPENED = sa.select(sa.func.max(_SAID.at)).where(_IS_OPENING, _LATELY, _BY).group_by(_SAID.resource_id)
OPENED_BEFORE = (
    sa.exists(sa.literal_column("1"))
    .select_from(table_of(AuditEntry))
    .where(_SAID.resource_id == sa.bindparam("record"), _LATELY, _IS_OPENING, _BY)
)
"""May stand in the statement that looks up the record, which then takes what `asked_of` names."""

AGAIN: sa.Select[Any] = sa.select(OPENED_BEFORE)


def require_search(session: Session, actor: Actor) -> None:
    """Let pass whoever has not searched too often within the last hour.

    Raises:
        TooManyRequests: the hour's searches are used up; it says after how many seconds one more is free.

    """
    made = session.connection().execute(SEARCHED, _named(actor)).scalars().all()
    _require_room(actor, made, settings_of(session).searches_per_hour, TooManyRequests)


def require_opening(session: Session, actor: Actor, record_id: UUID) -> None:
    """Let pass whoever opens a record anew, or has not opened too many others within the last hour.

    Raises:
        TooManyOpenings: this may be a harvest; it says after how many seconds one more is free.

    """
    if not session.connection().execute(AGAIN, asked_of(actor, record_id)).scalar():
        require_another_opening(session, actor)


def require_another_opening(session: Session, actor: Actor) -> None:
    """Let pass whoever opens a record that was not `OPENED_BEFORE`, and has not opened too many others.

    Raises:
        TooManyOpenings: this may be a harvest; it says after how many seconds one more is free.

    """
    opened = session.connection().execute(OPENED, _named(actor)).scalars().all()
    _require_room(actor, opened, settings_of(session).openings_per_hour, TooManyOpenings)


def asked_of(actor: Actor, record_id: UUID) -> dict[str, object]:
    """Return what is put into `OPENED_BEFORE`: who opens which `record`."""
    return {**_named(actor), "record": record_id}


def _require_room(actor: Actor, times: Sequence[datetime], most: int, refused: type[TooManyRequests]) -> None:
    """Refuse where so many instants lie within the hour; there is room again when enough of the oldest have left."""
    if len(times) >= most:
        makes_room = sorted(times)[len(times) - most]
        raise refused((makes_room + HOUR - actor.at).total_seconds())


def _named(actor: Actor) -> dict[str, object]:
    return {"staff": actor.staff_id, "client": actor.client_id, "since": actor.at - HOUR}
