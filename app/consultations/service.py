"""What can be done in a consultation? Open it, say something in it, decide together, or withdraw it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.audit.trail import record
from app.consultations import queries, views
from app.consultations.appointments import person
from app.consultations.lifecycle import LIFE
from app.consultations.models import Consultation, ConsultationEntry, ConsultationState
from app.consultations.schemas import ConsultationLine, ConsultationView, OpenConsultation, Say
from app.core.clock import tokyo_day
from app.core.errors import NotYours
from app.core.ids import new_id
from app.core.rows import move
from app.http.paging import Page, page_of
from app.incidents.queries import link
from app.memorandum.clause_5_term import is_in_force
from app.memorandum.clause_6_consultation import (
    CLAUSE,
    require_both_conditions,
    require_not_provided_for,
)
from app.vault.keystore import Domain
from app.vault.sealing import reseal, seal


def open_consultation(session: Session, actor: Actor, body: OpenConsultation) -> ConsultationView:
    """Open a consultation on what the memorandum does not provide for; after a term it is marked as outside (R6-4)."""
    return open_as(session, actor, new_id(), body)


def open_as(session: Session, actor: Actor, consultation_id: UUID, body: OpenConsultation) -> ConsultationView:
    """Open a consultation under a given id."""
    require_both_conditions(unforeseen=body.unforeseen, needs_coordination=body.needs_coordination)
    require_not_provided_for(body.subject)

    fields = {"situation": body.situation}
    consultation = Consultation(
        id=consultation_id,
        created_at=actor.at,
        subject=body.subject,
        state=ConsultationState.OPENED,
        opened_by=actor.party,
        outside_memorandum=not has_force(session, actor.at),
        sealed=seal(session, Domain.DIRECT, queries.TABLE, consultation_id, fields),
    )
    session.add(consultation)
    session.flush()
    add_entry(session, actor, consultation, "open")
    link(session, body.incident_ids, queries.TABLE, consultation.id, actor.at)
    record(session, actor, "consultation.opened", queries.TABLE, consultation.id, subject=body.subject.value)
    return views.full(session, actor, consultation)


def consult(session: Session, actor: Actor, consultation_id: UUID, version: int, body: Say) -> ConsultationView:
    """Say something in a consultation; it begins when the other party answers.

    Raises:
        NotYours: nobody but the party that opened it has spoken yet.

    """
    consultation = queries.get_consultation(session, consultation_id)
    state = LIFE.after("consult", consultation.state)
    if consultation.state is ConsultationState.OPENED and actor.party is consultation.opened_by:
        raise NotYours

    advance(session, actor, consultation, version, "consult", {"state": state}, body.note)
    link(session, body.incident_ids, queries.TABLE, consultation.id, actor.at)
    return views.full(session, actor, consultation)


def withdraw_consultation(
    session: Session, actor: Actor, consultation_id: UUID, version: int, body: Say
) -> ConsultationView:
    """End a consultation without a decision; the party that opened it may.

    Raises:
        NotYours: the other party opened it.

    """
    consultation = queries.get_consultation(session, consultation_id)
    state = LIFE.after("withdraw", consultation.state)
    if actor.party is not consultation.opened_by:
        raise NotYours

    advance(session, actor, consultation, version, "withdraw", {"state": state}, body.note)
    link(session, body.incident_ids, queries.TABLE, consultation.id, actor.at)
    return views.full(session, actor, consultation)


def show_consultation(session: Session, actor: Actor, consultation_id: UUID) -> ConsultationView:
    """Return one consultation with its words; the reading is recorded."""
    return views.full(session, actor, queries.get_consultation(session, consultation_id))


def list_consultations(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[ConsultationLine]:
    """Return the consultations without their words, oldest first."""
    return page_of(session, Consultation, views.line, limit, cursor)


def has_force(session: Session, at: datetime) -> bool:
    """Answer whether clause 6 is in force at an instant (R6-4)."""
    return is_in_force(CLAUSE.number, at, signed_terms(session), None)


def advance(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    version: int,
    action: str,
    values: Mapping[str, object],
    text: str | None = None,
    effect: Mapping[str, object] | None = None,
) -> None:
    """Move a consultation on and write down who did it, in which office, and in which words."""
    move(session, consultation, version, **values)
    add_entry(session, actor, consultation, action, text, effect)
    facts = {"step": action, "state": consultation.state.value}
    record(session, actor, "consultation.moved", queries.TABLE, consultation.id, **facts)


def add_entry(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    action: str,
    text: str | None = None,
    effect: Mapping[str, object] | None = None,
) -> None:
    """Add the row that tells of the version a consultation has just come to."""
    held = queries.appointment_of(session, actor.party, person(actor), tokyo_day(actor.at))
    entry = ConsultationEntry(
        consultation_id=consultation.id,
        number=consultation.version,
        at=actor.at,
        party=actor.party,
        client_id=actor.client_id,
        staff_id=actor.staff_id,
        office=None if held is None else held.office,
        acting=held is not None and held.acting,
        action=action,
        state=consultation.state,
        effect=None if effect is None else dict(effect),
    )
    if text is not None:
        fields = {"text": text}
        entry.sealed = reseal(session, Domain.DIRECT, queries.ENTRIES, consultation.id, fields, row=entry.id)
    session.add(entry)
    session.flush()
