"""Which exchanges were held, and what was said and agreed in them?"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.exchanges.models import Exchange, ExchangeAction, ExchangeEntry
from app.vault.sealing import open_sealed

TABLE, ENTRIES, ACTIONS, OUTCOME = "exchanges", "exchange_entries", "exchange_actions", "outcome"


def get_exchange(session: Session, exchange_id: UUID) -> Exchange:
    """Return an exchange.

    Raises:
        NotFound: there is none of this id.

    """
    exchange = session.get(Exchange, exchange_id)
    if exchange is None:
        raise NotFound
    return exchange


def get_action(session: Session, exchange: Exchange, action_id: UUID) -> ExchangeAction:
    """Return an action agreed in an exchange.

    Raises:
        NotFound: none of this id was agreed there.

    """
    action = session.get(ExchangeAction, action_id)
    if action is None or action.exchange_id != exchange.id:
        raise NotFound
    return action


def last_held(session: Session, since: date, until: date) -> Exchange | None:
    """Return the exchange held last from one day in Japan until another; only what was held has such a day."""
    held = select(Exchange).where(col(Exchange.held_on) >= since, col(Exchange.held_on) <= until)
    return session.exec(held.order_by(col(Exchange.held_on).desc(), col(Exchange.id).desc())).first()


def entries_of(session: Session, exchange: Exchange) -> Sequence[ExchangeEntry]:
    """Return what was said and done about an exchange, oldest first."""
    said = select(ExchangeEntry).where(ExchangeEntry.exchange_id == exchange.id)
    return session.exec(said.order_by(col(ExchangeEntry.number))).all()


def actions_of(session: Session, exchange: Exchange) -> Sequence[ExchangeAction]:
    """Return what was agreed to be done, first due first."""
    agreed = select(ExchangeAction).where(ExchangeAction.exchange_id == exchange.id)
    return session.exec(agreed.order_by(col(ExchangeAction.due_on), col(ExchangeAction.id))).all()


def topics_of(session: Session, exchange: Exchange) -> str:
    """Open what is to be talked over; whoever asks records the reading."""
    return str(open_sealed(session, TABLE, exchange.id, exchange.sealed)["topics"])


def outcome_of(session: Session, exchange: Exchange) -> dict[str, object]:
    """Open what was shared and agreed, nothing before it is held; whoever asks records the reading."""
    if exchange.outcome is None:
        return {"shared": None, "agreed": None}
    return dict(open_sealed(session, TABLE, exchange.id, exchange.outcome, column=OUTCOME))


def text_of(session: Session, row: ExchangeEntry | ExchangeAction) -> str | None:
    """Open the words of an entry or an action, if it has any; whoever asks records the reading."""
    if row.sealed is None:
        return None
    return str(open_sealed(session, str(row.__tablename__), row.exchange_id, row.sealed, row=row.id)["text"])
