"""Who looks into the audit, and what is shown? Looking is itself recorded."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import grants_isa_audit
from app.audit.trail import record
from app.http.paging import Page, cursor_secret, make_cursor, read_cursor
from app.memorandum.clause_2_1_management import require_audit_grant
from app.oversight import queries
from app.oversight.schemas import AuditEntryView

_PLACE = "audit_entries"


def list_entries(
    session: Session,
    actor: Actor,
    limit: int,
    cursor: str | None,
    resource_id: UUID | None,
) -> Page[AuditEntryView]:
    """Return audit entries, oldest first, perhaps of one resource only; to ISA where the terms in force grant it."""
    require_audit_grant(actor.party, granted_by_terms=grants_isa_audit(session, actor.at))
    secret = cursor_secret(session)
    after = None if cursor is None else read_cursor(secret, _PLACE, cursor)
    rows = queries.list_entries(session, resource_id, after, limit + 1)
    record(session, actor, "audit.read", "audit", resource_id, entries=min(len(rows), limit))
    return Page(
        items=[AuditEntryView.model_validate(row, from_attributes=True) for row in rows[:limit]],
        next_cursor=make_cursor(secret, _PLACE, rows[limit - 1].id) if len(rows) > limit else None,
    )
