"""How does an event get to an endpoint? Queued and leased, sent, settled; only the sending is outside a transaction."""

import secrets
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Unavailable
from app.webhooks.claiming import claim
from app.webhooks.exchange import Lease
from app.webhooks.judging import judge
from app.webhooks.models import DeliveryStatus
from app.webhooks.queueing import fan_out, settle_acknowledged
from app.webhooks.sending import Sender
from app.webhooks.settling import keep_attempt, settle

log = structlog.get_logger("webhooks")
_RANDOM = secrets.SystemRandom()
_WAITING = (DeliveryStatus.PENDING, DeliveryStatus.HELD, DeliveryStatus.PARKED)


def take(session: Session, at: datetime, limit: int) -> list[Lease]:
    """Queue what is new, leave out what ISA has acknowledged meanwhile, and lease what is due."""
    fan_out(session, at)
    settle_acknowledged(session, *_WAITING)
    return claim(session, at, limit)


def note_acknowledged(session: Session) -> int:
    """Count as acknowledged what was delivered without a receipt and acknowledged by the feed since."""
    return settle_acknowledged(session, DeliveryStatus.DELIVERED)


class Relay:
    """The relay of one process; any number of them may run, leases keep them apart."""

    def __init__(self, database: Database, clock: Clock, sender: Sender) -> None:
        self._database, self._clock, self._sender = database, clock, sender

    async def take(self, limit: int) -> list[Lease]:
        """Lease up to `limit` deliveries for this process."""
        return await self._database.transact(take, self._clock.now(), limit)

    async def deliver(self, lease: Lease) -> None:
        """Send one delivery and settle it."""
        answer = await self._sender.send(lease)
        judgement = judge(answer, lease.body_sha256)
        jitter = _RANDOM.uniform(-1, 1)
        await self._database.transact(settle, lease, judgement, self._clock.now(), jitter)
        try:
            await self._database.transact(keep_attempt, lease, answer, judgement)
        except (SQLAlchemyError, Unavailable) as error:
            log.warning("attempt-not-kept", delivery=str(lease.delivery_id), error=type(error).__name__)
