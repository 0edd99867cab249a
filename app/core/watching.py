"""Did a piece of work change anything without saying so in the audit? The door asks here."""

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

AUDIT_TABLE = "audit_entries"
MACHINERY = frozenset(
    {
        "used_assertions",
        "revoked_tokens",
        "idempotency_records",
        "deliveries",
        "delivery_attempts",
        "endpoint_cursors",
        "endpoint_health",
        "escalations",
        "outbox_events",
        "feed_heads",
        "key_epochs",
    },
)
"""Tables whose rows serve the machine and say nothing about a person; they change without an audit entry."""

_CHANGE = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+[\"`]?(\w+)", re.IGNORECASE
)


class UnauditedChangeError(RuntimeError):
    """A fault of ours: a piece of work changed rows and recorded nothing."""


@lru_cache(maxsize=4096)
def changed_table(statement: str) -> str | None:
    """Return the table a statement changes, or nothing for one that only reads."""
    words = statement.lstrip()[:6].upper()
    if words in {"SELECT", "PRAGMA"}:
        return None
    found = _CHANGE.search(statement)
    return found.group(1) if found else None


class Watch:
    """What one piece of work has written so far."""

    def __init__(self) -> None:
        self.written, self.audited = False, False
        self.unexplained: set[str] = set()

    def saw(self, table: str) -> None:
        """Take note of a change to a table."""
        self.written = True
        if table == AUDIT_TABLE:
            self.audited = True
        elif table not in MACHINERY:
            self.unexplained.add(table)

    def require_audit(self) -> None:
        """Refuse a change that left no audit entry.

        Raises:
            UnauditedChangeError: naming the tables.

        """
        if self.unexplained and not self.audited:
            raise UnauditedChangeError(", ".join(sorted(self.unexplained)))


def watch_statements(engine: Engine) -> None:
    """Report every changing statement of an engine to the `Watch` its connection carries."""

    @event.listens_for(engine, "before_cursor_execute")
    def _look(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        table = changed_table(statement)
        watch = connection.info.get("watch")
        if table is not None and isinstance(watch, Watch):
            watch.saw(table)
