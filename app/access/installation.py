"""What does one running installation consist of? Everything a request may need, made once at the start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from app.access.budgets import Budgets
from app.access.tokens import Tokens
from app.core.clock import Clock
from app.core.database import Database
from app.core.settings import Settings
from app.core.waiting import Waiters
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Installation:
    """The running objects of one process; `further_keys` are published beside those of the tokens."""

    settings: Settings
    clock: Clock
    database: Database
    key_store: KeyStore
    tokens: Tokens
    budgets: Budgets
    feed_waiters: Waiters
    further_keys: Callable[[Session, datetime], list[dict[str, str]]]
    idempotency_secret: bytes


def installation_of(request: Request) -> Installation:
    """Return the installation that serves a request."""
    installation: Installation = request.app.state.installation
    return installation
