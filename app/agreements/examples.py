"""Which agreements does the demonstration begin with? The memorandum of 2024, one in force today, and a draft."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.models import Agreement, AgreementState
from app.audit.trail import record
from app.core.clock import TOKYO, tokyo_day
from app.core.examples import example_id
from app.memorandum.clause_1_2_channel import Channel

_HALF_A_YEAR = timedelta(days=182)
_FIRST_DAY, _LAST_DAY = date(2024, 4, 1), date(2025, 3, 31)
_DATED = datetime(2024, 4, 1, tzinfo=TOKYO)


def seed(session: Session, actor: Actor) -> None:
    """Add what is missing of the demonstration's agreements."""
    today = tokyo_day(actor.at)
    for agreement in (
        _signed("memorandum_2024", "Memorandum of 2024", _FIRST_DAY, _LAST_DAY, {Channel.EMAIL}, _DATED),
        _signed("in_force", "Renewal in force", today - _HALF_A_YEAR, today + _HALF_A_YEAR, set(Channel), actor.at),
        _drafted(today + 2 * _HALF_A_YEAR, actor.at),
    ):
        if session.get(Agreement, agreement.id) is None:
            session.add(agreement)
            record(session, actor, "agreement.seeded", "agreements", agreement.id)


def _signed(
    part: str,
    title: str,
    starts_on: date,
    ends_on: date,
    channels: set[Channel],
    signed_at: datetime,
) -> Agreement:
    return Agreement(
        id=example_id("agreements", part),
        created_at=signed_at,
        title=title,
        state=AgreementState.SIGNED,
        starts_on=starts_on,
        ends_on=ends_on,
        provision_channels=sorted(channels),
        isa_signed_at=signed_at,
        association_signed_at=signed_at,
    )


def _drafted(starts_on: date, at: datetime) -> Agreement:
    return Agreement(
        id=example_id("agreements", "drafted"),
        created_at=at,
        title="Renewal, not yet signed",
        state=AgreementState.DRAFTED,
        starts_on=starts_on,
        ends_on=starts_on + 2 * _HALF_A_YEAR,
        provision_channels=sorted(Channel),
    )
