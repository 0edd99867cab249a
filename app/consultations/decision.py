"""How is a decision made together? One party proposes its words, the other confirms these very words (T6-3)."""

from datetime import datetime, time
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consultations import queries, views
from app.consultations.appointments import person
from app.consultations.lifecycle import LIFE
from app.consultations.models import Consultation, ConsultationEntry
from app.consultations.schemas import ConsultationView, Effect, ProposeDecision
from app.consultations.service import advance, has_force
from app.core.clock import TOKYO, tokyo_day
from app.core.errors import Conflict, Invalid
from app.limits.models import DatedLimit
from app.memorandum.clause_6_consultation import (
    Office,
    may_give_hours,
    require_deciders,
    require_effect,
    require_not_provided_for,
)


def propose_decision(
    session: Session, actor: Actor, consultation_id: UUID, version: int, body: ProposeDecision
) -> ConsultationView:
    """Put the words of a decision before the other party; a later proposal takes the place of an earlier one."""
    consultation = queries.get_consultation(session, consultation_id)
    state = LIFE.after("propose-decision", consultation.state)
    _require_effect(session, actor, consultation, body.effect)

    effect = None if body.effect is None else body.effect.model_dump(mode="json")
    values = {"state": state, "proposal": version + 1}
    advance(session, actor, consultation, version, "propose-decision", values, body.decision, effect)
    return views.full(session, actor, consultation)


def decide(session: Session, actor: Actor, consultation_id: UUID, version: int) -> ConsultationView:
    """Confirm the other party's proposal as it stands; with that it is decided by both.

    Raises:
        Conflict: there is no proposal.
        Refusal: by clause 6, where the two are not the holders of the two offices on this day.

    """
    consultation = queries.get_consultation(session, consultation_id)
    state = LIFE.after("decide", consultation.state)
    if consultation.proposal is None:
        raise Conflict("no_decision_proposed")
    proposed = queries.entry_at(session, consultation, consultation.proposal)
    effect = None if proposed.effect is None else Effect.model_validate(proposed.effect)
    require_deciders(_offices(session, actor, proposed))
    require_not_provided_for(consultation.subject)
    in_force = has_force(session, actor.at)
    require_effect(beyond_its_occasion=effect is not None, in_force=in_force)

    values = {"state": state, "decided_at": actor.at, "outside_memorandum": not in_force}
    advance(session, actor, consultation, version, "decide", values)
    if effect is not None:
        _give_hours(session, actor, consultation, effect)
    return views.full(session, actor, consultation)


def _require_effect(session: Session, actor: Actor, consultation: Consultation, effect: Effect | None) -> None:
    """Let an effect pass that fits the subject and does not reach back.

    Raises:
        Invalid: it gives hours to a word that was not consulted on, or from a day before today.
        Refusal: the clause is not in force (R6-4).

    """
    require_effect(beyond_its_occasion=effect is not None, in_force=has_force(session, actor.at))
    if effect is None:
        return
    if not may_give_hours(consultation.subject, effect.word):
        raise Invalid.at("/effect/word", "not_the_subject")
    if effect.starts_on is not None and effect.starts_on < tokyo_day(actor.at):
        raise Invalid.at("/effect/starts_on", "out_of_bounds")


def _offices(session: Session, actor: Actor, proposed: ConsultationEntry) -> set[Office]:
    """Return the offices that the two hold on this day; whoever holds none adds none."""
    today = tokyo_day(actor.at)
    proposer = str(proposed.staff_id or proposed.client_id)
    pair = ((proposed.party, proposer), (actor.party, person(actor)))
    held = (queries.appointment_of(session, party, who, today) for party, who in pair)
    return {one.office for one in held if one is not None}


def _give_hours(session: Session, actor: Actor, consultation: Consultation, effect: Effect) -> None:
    """Write the dated limit that the decision says (R6-3), never from before the decision."""
    day = effect.starts_on
    starts = actor.at if day is None else datetime.combine(day, time(), TOKYO)
    limit = DatedLimit(
        created_at=actor.at,
        word=effect.word,
        act=effect.act,
        hours=effect.hours,
        from_at=max(starts, actor.at),
        consultation_id=consultation.id,
    )
    session.add(limit)
    facts = {"word": effect.word.value, "hours": effect.hours, "limit": str(limit.id)}
    record(session, actor, "limit.decided", queries.TABLE, consultation.id, **facts)
