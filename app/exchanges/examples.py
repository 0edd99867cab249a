"""Which exchanges does the demonstration begin with? One ahead, and one held with an action still to be done."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from app.access.actor import Actor
from app.access.roles import Role
from app.core.clock import tokyo_day
from app.core.examples import example_id
from app.exchanges.models import Exchange, Occasion, OwedBy
from app.exchanges.schemas import AgreedAction, HoldExchange, PlanExchange
from app.exchanges.service import hold_as, plan_as
from app.memorandum.clause import Party

_MONTH = timedelta(days=30)


def seed(session: Session, actor: Actor) -> None:
    """Make the examples that are missing, as the Secretary-General would."""
    client_id = "demo-secretary-general"
    author = replace(actor, role=Role.SECRETARY_GENERAL, party=Party.ASSOCIATION, client_id=client_id, staff_id=None)
    today = tokyo_day(actor.at)
    for part in ("planned", "held"):
        exchange_id = example_id("exchanges", part)
        if session.get(Exchange, exchange_id) is not None:
            continue
        topics = "How long a supporter waits for a first contact."
        body = PlanExchange(occasion=Occasion.MEETING, planned_on=today, topics=topics)
        made = plan_as(session, author, exchange_id, body)
        if part == "held":
            action = AgreedAction(text="Send the waiting times.", owed_by=OwedBy.BOTH, due_on=today + _MONTH)
            held = HoldExchange(
                held_on=today,
                figures_from=today - _MONTH,
                figures_until=today,
                shared="Supporters wait for about a month.",
                agreed="Both look at the waiting times.",
                actions=[action],
            )
            hold_as(session, author, made.id, made.version, held, [example_id("exchange_actions", "held")])
