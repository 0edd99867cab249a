"""Which budgets are there? For calls, for duties that nothing else uses up, for guesses at secrets, for strangers."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from app.access.scopes import Scope
from app.core.errors import TooManyRequests
from app.core.settings import Settings
from app.http.limits import Budget

DUTIES = frozenset({Scope.FEEDS_READ, Scope.FEEDS_ACKNOWLEDGE, Scope.INCIDENTS_REPORT})
"""Reporting at once and reading what is reported (2(3), 3(2)): whatever else a client does, these go on."""


class Budgets:
    """The budgets of one process."""

    def __init__(self, settings: Settings) -> None:
        self._calls, self._duties = Budget(settings.calls_per_minute), Budget(settings.calls_per_minute)
        self._tokens = Budget(settings.tokens_per_minute)
        self._guesses, self._strangers = Budget(settings.guesses_per_minute), Budget(settings.strangers_per_minute)

    def call(self, client_id: str, staff_id: UUID | None, scope: Scope, at: datetime) -> None:
        """Use up one call of a client, or of the staff member it speaks for.

        Raises:
            TooManyRequests: it has made too many.

        """
        budget = self._duties if scope in DUTIES else self._calls
        budget.take((client_id, staff_id), at)

    def token(self, client_id: str, at: datetime) -> None:
        """Use up one token of a client that has proven itself.

        Raises:
            TooManyRequests: it has asked for too many.

        """
        self._tokens.take(client_id, at)

    def may_guess(self, client_id: str, address: str, at: datetime) -> None:
        """Let pass an attempt at a secret, before any work is spent on it.

        What is counted is the address, and the client at that address; never the client alone, or anybody could lock
        it out from elsewhere.

        Raises:
            TooManyRequests: too many have failed from there.

        """
        self._guesses.require((client_id, address), at)
        self._strangers.require(address, at)

    def guessed(self, client_id: str, address: str, at: datetime) -> None:
        """Count an attempt that failed."""
        with suppress(TooManyRequests):
            self._guesses.take((client_id, address), at)
        with suppress(TooManyRequests):
            self._strangers.take(address, at)

    def stranger(self, address: str, at: datetime) -> None:
        """Count a request without a token that is good.

        Raises:
            TooManyRequests: too many have come from there.

        """
        self._strangers.take(address, at)
