"""What can be reported on, and how far has ISA been told? One select per source of reports."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlmodel import Session, col

from app.core.errors import NotFound
from app.disposals.models import Disposal
from app.events.models import OutboxEvent
from app.incidents.models import Incident

INCIDENTS, DISPOSALS = "incidents", "disposals"
"""Names of the sources: that of a resource, its feed and the first part of its events' subjects."""


@dataclass(frozen=True, slots=True)
class Reportable:
    """Something ISA may read about."""

    id: UUID
    about: str
    kind: str
    state: str


def _incidents() -> Select[UUID, str, str, str]:
    """Select what is reported of incidents: all of them, once shared."""
    return select(
        col(Incident.id).label("id"),
        literal(INCIDENTS).label("about"),
        cast(col(Incident.kind), String).label("kind"),
        cast(col(Incident.state), String).label("state"),
    ).where(col(Incident.shared_at).is_not(None))


def _disposals() -> Select[UUID, str, str, str]:
    """Select what is reported of disposals: those whose report was made."""
    return select(
        col(Disposal.id).label("id"),
        literal(DISPOSALS).label("about"),
        cast(col(Disposal.basis), String).label("kind"),
        cast(col(Disposal.state), String).label("state"),
    ).where(col(Disposal.reported_at).is_not(None))


_REPORTABLE = union_all(_incidents(), _disposals()).subquery("reportable")


def list_reportable(session: Session, after: UUID | None, limit: int) -> list[Reportable]:
    """Return what can be read, in the order of ids, after a given one."""
    wanted = select(_REPORTABLE).order_by(_REPORTABLE.c.id).limit(limit)
    if after is not None:
        wanted = wanted.where(_REPORTABLE.c.id > after)
    return [Reportable(row.id, row.about, row.kind, row.state) for row in session.execute(wanted)]


def get_reportable(session: Session, report_id: UUID) -> Reportable:
    """Return what a report is about.

    Raises:
        NotFound: nothing reported has this id.

    """
    row = session.execute(select(_REPORTABLE).where(_REPORTABLE.c.id == report_id)).one_or_none()
    if row is None:
        raise NotFound
    return Reportable(row.id, row.about, row.kind, row.state)


def latest_position(session: Session, about: str, report_id: UUID) -> int | None:
    """Return the place of the newest event about a report in its feed."""
    newest = select(func.max(OutboxEvent.position)).where(
        col(OutboxEvent.stream) == about,
        col(OutboxEvent.subject) == f"{about}/{report_id}",
    )
    position: int | None = session.execute(newest).scalar()
    return position
