"""What did the service suspect by itself? A harvest of records; the privacy officer reports it or says what it was.

The limit is a number of ours, and a busy day may reach it; so ISA is not told by the machine. But a problem that is
only suspected is owed like any other (R2.3-1), so a draft waits in the open and is late as a report would be.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.rows import move, table_of
from app.http.paging import Page, page_of
from app.incidents import service
from app.incidents.draft_schemas import DismissDraft, DraftView
from app.incidents.lifecycle import DRAFT
from app.incidents.models import DraftState, IncidentDraft
from app.incidents.schemas import ReportIncident
from app.limits.duties import About, DutyView, judged
from app.limits.queries import Limits, limits_of
from app.memorandum.clause_2_3_problem_report import report_due

TABLE, RESOURCE = "incident_drafts", "incident-drafts"
_NOTE = sa.text(
    "INSERT INTO incident_drafts (id, version, created_at, state, person, client_id, staff_id)"
    " VALUES (:id, 1, :created_at, 'open', :person, :client_id, :staff_id) ON CONFLICT DO NOTHING",
).bindparams(
    sa.bindparam("id", type_=sa.Uuid()),
    sa.bindparam("created_at", type_=table_of(IncidentDraft).c.created_at.type),
    sa.bindparam("staff_id", type_=sa.Uuid()),
)


def note_suspicion(session: Session, actor: Actor) -> bool:
    """Note a suspected harvest by whoever acts, unless one is noted and waits; tell whether it is new."""
    return note_as(session, actor, new_id(), actor.staff_id, actor.client_id)


def note_as(session: Session, actor: Actor, draft_id: UUID, staff_id: UUID | None, client_id: str) -> bool:
    """Note a suspicion under a given id."""
    row = {"id": draft_id, "created_at": actor.at, "client_id": client_id, "staff_id": staff_id}
    noted = session.connection().execute(_NOTE, row | {"person": str(staff_id or client_id)}).rowcount == 1
    if noted:
        record(session, actor, "incident.suspected", TABLE, draft_id)
    return noted


def list_drafts(session: Session, actor: Actor, limit: int, cursor: str | None) -> Page[DraftView]:
    """Return the drafts, oldest first."""
    return page_of(session, IncidentDraft, lambda inner, draft: _view(inner, actor, draft), limit, cursor)


def show_draft(session: Session, actor: Actor, draft_id: UUID) -> DraftView:
    """Return one draft."""
    return _view(session, actor, _get(session, draft_id))


def report_draft(session: Session, actor: Actor, draft_id: UUID, version: int, body: ReportIncident) -> DraftView:
    """Report what was suspected, which shares it with ISA at once; known since it was noted unless said otherwise."""
    draft = _get(session, draft_id)
    state = DRAFT.after("report", draft.state)
    told = body if body.known_at is not None else body.model_copy(update={"known_at": draft.created_at})

    incident_id = new_id()
    service.record_as(session, actor, incident_id, told)
    move(session, draft, version, state=state, incident_id=incident_id, decided_at=actor.at)
    record(session, actor, "incident.draft-reported", TABLE, draft_id, incident=str(incident_id))
    return _view(session, actor, draft)


def dismiss_draft(session: Session, actor: Actor, draft_id: UUID, version: int, body: DismissDraft) -> DraftView:
    """Say what a suspicion turned out to be; it stays on record."""
    draft = _get(session, draft_id)
    state = DRAFT.after("dismiss", draft.state)

    move(session, draft, version, state=state, dismissed_as=body.dismissed_as, decided_at=actor.at)
    record(session, actor, "incident.draft-dismissed", TABLE, draft_id, dismissed_as=body.dismissed_as.value)
    return _view(session, actor, draft)


def is_late(session: Session, draft: IncidentDraft, at: datetime) -> bool:
    """Return whether a suspicion waits, or waited for its word, longer than its report might: it is owed (R2.3-1)."""
    return any(duty.late for duty in _duties(limits_of(session), draft, at))


def standing_of_all(session: Session, at: datetime) -> list[DutyView]:
    """Return how the word on every suspicion stands; one that was reported is owed as its incident instead."""
    limits, left = limits_of(session), col(IncidentDraft.state) != DraftState.REPORTED
    drafts = session.exec(select(IncidentDraft).where(left).order_by(col(IncidentDraft.id)))
    return [duty for draft in drafts for duty in _duties(limits, draft, at)]


def _duties(limits: Limits, draft: IncidentDraft, at: datetime) -> Iterator[DutyView]:
    duty = report_due(None, draft.created_at, reported_at=None)
    if duty is not None:
        yield judged(limits, About(RESOURCE, draft.id), duty, draft.decided_at, at)


def _get(session: Session, draft_id: UUID) -> IncidentDraft:
    draft = session.get(IncidentDraft, draft_id)
    if draft is None:
        raise NotFound
    return draft


def _view(session: Session, actor: Actor, draft: IncidentDraft) -> DraftView:
    return DraftView.model_validate(draft.model_dump() | {"late": is_late(session, draft, actor.at)})
