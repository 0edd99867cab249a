"""How is an exchange shown? As a line without its words, or whole, which is recorded as a reading."""

from datetime import datetime

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.exchanges import queries
from app.exchanges.models import Exchange, ExchangeAction
from app.exchanges.schemas import ActionView, ExchangeEntryView, ExchangeLine, ExchangeView
from app.incidents.queries import incidents_linked_to


def line(_session: Session, exchange: Exchange) -> ExchangeLine:
    """Return an exchange as it stands in a list."""
    return ExchangeLine.model_validate(_facts(exchange))


def full(session: Session, actor: Actor, exchange: Exchange) -> ExchangeView:
    """Return an exchange with its words, and record the reading."""
    fields = ["topics", "shared", "agreed", "actions", "entries"]
    record(session, actor, "exchange.read", queries.TABLE, exchange.id, fields=fields)
    entries = queries.entries_of(session, exchange)
    return ExchangeView.model_validate(
        _facts(exchange)
        | queries.outcome_of(session, exchange)
        | {
            "topics": queries.topics_of(session, exchange),
            "figures": exchange.figures,
            "actions": [_action(session, one, actor.at) for one in queries.actions_of(session, exchange)],
            "incident_ids": incidents_linked_to(session, queries.TABLE, exchange.id),
            "entries": [
                ExchangeEntryView.model_validate(entry.model_dump() | {"text": queries.text_of(session, entry)})
                for entry in entries
            ],
        },
    )


def _action(session: Session, action: ExchangeAction, at: datetime) -> ActionView:
    late = tokyo_day(action.done_at or at) > action.due_on
    said = {"text": queries.text_of(session, action), "late": late}
    return ActionView.model_validate(action.model_dump() | said)


def _facts(exchange: Exchange) -> dict[str, object]:
    return exchange.model_dump(exclude={"sealed", "outcome", "figures"}) | {"opened_at": exchange.created_at}
