"""What can be done about an exchange? Plan it, add to it, postpone or cancel it, hold it, and do what was agreed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.audit.trail import record
from app.core.clock import start_of_tokyo_day, tokyo_day
from app.core.errors import Conflict, Invalid, NotYours
from app.core.ids import new_id
from app.core.rows import move
from app.exchanges import figures, queries, views
from app.exchanges.lifecycle import LIFE
from app.exchanges.models import Exchange, ExchangeAction, ExchangeEntry, ExchangeState, OwedBy
from app.exchanges.schemas import (
    AgreedAction,
    CancelExchange,
    ExchangeLine,
    ExchangeView,
    FinishAction,
    HoldExchange,
    PlanExchange,
    PostponeExchange,
    SayOnExchange,
)
from app.http.paging import Page, page_of
from app.incidents.queries import link
from app.memorandum.clause_4_exchange import CLAUSE
from app.memorandum.clause_5_term import is_in_force
from app.vault.keystore import Domain
from app.vault.sealing import reseal, seal


def plan_exchange(session: Session, actor: Actor, body: PlanExchange) -> ExchangeView:
    """Plan an occasion; where no term covers its day it is marked as outside the memorandum (T5-4)."""
    return plan_as(session, actor, new_id(), body)


def plan_as(session: Session, actor: Actor, exchange_id: UUID, body: PlanExchange) -> ExchangeView:
    """Plan an occasion under a given id."""
    exchange = Exchange(
        id=exchange_id,
        created_at=actor.at,
        state=ExchangeState.PLANNED,
        occasion=body.occasion,
        opened_by=actor.party,
        planned_on=body.planned_on,
        outside_memorandum=_is_outside(session, body.planned_on),
        sealed=seal(session, Domain.DIRECT, queries.TABLE, exchange_id, {"topics": body.topics}),
    )
    session.add(exchange)
    session.flush()
    _add_entry(session, actor, exchange, "plan")
    link(session, body.incident_ids, queries.TABLE, exchange.id, actor.at)
    record(session, actor, "exchange.planned", queries.TABLE, exchange.id, occasion=body.occasion.value)
    return views.full(session, actor, exchange)


def say(session: Session, actor: Actor, exchange_id: UUID, version: int, body: SayOnExchange) -> ExchangeView:
    """Add words to an exchange in whatever state, for both to read."""
    exchange = queries.get_exchange(session, exchange_id)
    _advance(session, actor, exchange, version, "note", {}, body.note)
    link(session, body.incident_ids, queries.TABLE, exchange.id, actor.at)
    return views.full(session, actor, exchange)


def postpone_exchange(
    session: Session, actor: Actor, exchange_id: UUID, version: int, body: PostponeExchange
) -> ExchangeView:
    """Move an occasion to a later day, for a reason (R4-2).

    Raises:
        Invalid: the new day is not later than the one planned.

    """
    exchange = queries.get_exchange(session, exchange_id)
    state = LIFE.after("postpone", exchange.state)
    if body.planned_on <= exchange.planned_on:
        raise Invalid.at("/planned_on", "not_later")

    outside = _is_outside(session, body.planned_on)
    values = {"state": state, "planned_on": body.planned_on, "outside_memorandum": outside}
    _advance(session, actor, exchange, version, "postpone", values, body.reason)
    return views.full(session, actor, exchange)


def cancel_exchange(
    session: Session, actor: Actor, exchange_id: UUID, version: int, body: CancelExchange
) -> ExchangeView:
    """End an occasion that does not take place, for a reason (R4-2); what is owed stays owed."""
    exchange = queries.get_exchange(session, exchange_id)
    state = LIFE.after("cancel", exchange.state)
    _advance(session, actor, exchange, version, "cancel", {"state": state}, body.reason)
    return views.full(session, actor, exchange)


def hold_exchange(session: Session, actor: Actor, exchange_id: UUID, version: int, body: HoldExchange) -> ExchangeView:
    """Write down that it was held: what was shared and agreed, and the figures as both have them (T4-3)."""
    return hold_as(session, actor, exchange_id, version, body, [new_id() for _ in body.actions])


def hold_as(
    session: Session, actor: Actor, exchange_id: UUID, version: int, body: HoldExchange, action_ids: list[UUID]
) -> ExchangeView:
    """Write it down with given ids for its actions.

    Raises:
        Invalid: it was held, or the period of its figures ends, after today.

    """
    exchange = queries.get_exchange(session, exchange_id)
    state = LIFE.after("hold", exchange.state)
    for name, day in (("/held_on", body.held_on), ("/figures_until", body.figures_until)):
        if day > tokyo_day(actor.at):
            raise Invalid.at(name, "in_the_future")

    outcome = {"shared": body.shared, "agreed": body.agreed}
    counted = figures.count(session, body.figures_from, body.figures_until, actor.at)
    values = {
        "state": state,
        "held_on": body.held_on,
        "outside_memorandum": _is_outside(session, body.held_on),
        "figures": counted.model_dump(mode="json"),
        "outcome": reseal(session, Domain.DIRECT, queries.TABLE, exchange.id, outcome, column=queries.OUTCOME),
    }
    _advance(session, actor, exchange, version, "hold", values)
    for action_id, agreed in zip(action_ids, body.actions, strict=True):
        _agree(session, actor, exchange, action_id, agreed)
    link(session, body.incident_ids, queries.TABLE, exchange.id, actor.at)
    return views.full(session, actor, exchange)


def finish_action(session: Session, actor: Actor, exchange_id: UUID, version: int, body: FinishAction) -> ExchangeView:
    """Write down that an action has been done; a party that owes it may.

    Raises:
        NotYours: the other party owes it.
        Conflict: it is done already.

    """
    exchange = queries.get_exchange(session, exchange_id)
    LIFE.require("finish-action", exchange.state)
    action = queries.get_action(session, exchange, body.action_id)
    if action.owed_by not in {OwedBy.BOTH, OwedBy(actor.party)}:
        raise NotYours
    if action.done_at is not None:
        raise Conflict("already_done")

    move(session, action, action.version, done_at=actor.at)
    _advance(session, actor, exchange, version, "finish-action", {})
    return views.full(session, actor, exchange)


def show_exchange(session: Session, actor: Actor, exchange_id: UUID) -> ExchangeView:
    """Return one exchange with its words; the reading is recorded."""
    return views.full(session, actor, queries.get_exchange(session, exchange_id))


def list_exchanges(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[ExchangeLine]:
    """Return the exchanges without their words, oldest entry first."""
    return page_of(session, Exchange, views.line, limit, cursor)


def _is_outside(session: Session, day: date) -> bool:
    return not is_in_force(CLAUSE.number, start_of_tokyo_day(day), signed_terms(session), None)


def _agree(session: Session, actor: Actor, exchange: Exchange, action_id: UUID, agreed: AgreedAction) -> None:
    fields = {"text": agreed.text}
    action = ExchangeAction(
        id=action_id,
        created_at=actor.at,
        exchange_id=exchange.id,
        owed_by=agreed.owed_by,
        due_on=agreed.due_on,
        sealed=reseal(session, Domain.DIRECT, queries.ACTIONS, exchange.id, fields, row=action_id),
    )
    session.add(action)
    session.flush()


def _advance(
    session: Session,
    actor: Actor,
    exchange: Exchange,
    version: int,
    action: str,
    values: Mapping[str, object],
    text: str | None = None,
) -> None:
    move(session, exchange, version, **values)
    _add_entry(session, actor, exchange, action, text)
    facts = {"step": action, "state": exchange.state.value}
    record(session, actor, "exchange.moved", queries.TABLE, exchange.id, **facts)


def _add_entry(session: Session, actor: Actor, exchange: Exchange, action: str, text: str | None = None) -> None:
    entry = ExchangeEntry(
        exchange_id=exchange.id,
        number=exchange.version,
        at=actor.at,
        party=actor.party,
        client_id=actor.client_id,
        staff_id=actor.staff_id,
        action=action,
        state=exchange.state,
    )
    if text is not None:
        fields = {"text": text}
        entry.sealed = reseal(session, Domain.DIRECT, queries.ENTRIES, exchange.id, fields, row=entry.id)
    session.add(entry)
    session.flush()
