"""Which access tokens came from a key or secret, and which were made by somebody else? Told from the audit."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.access.roles import lifetime_of
from app.access.scopes import Purpose
from app.audit.models import AuditEntry
from app.core.rows import table_of

LONGEST_LIFE = max(map(lifetime_of, Purpose))
_SAID = table_of(AuditEntry).c
_ISSUED = sa.select(_SAID.jti, _SAID.facts).where(
    _SAID.action == "token.issued",
    _SAID.at >= sa.bindparam("since"),
    _SAID.at <= sa.bindparam("until"),
)


def issued_with(session: Session, credential_id: UUID, since: datetime, until: datetime) -> frozenset[str]:
    """Return the ids of the tokens that could serve in a period and were got by one credential."""
    named = str(credential_id)
    return frozenset(row.jti for row in _issued(session, since, until) if row.facts.get("credential") == named)


def never_issued(session: Session, jtis: AbstractSet[str], since: datetime, until: datetime) -> frozenset[str]:
    """Return those of some token ids that this service did not issue: somebody else signed them with its key."""
    return frozenset(jtis - {row.jti for row in _issued(session, since, until)})


def _issued(session: Session, since: datetime, until: datetime) -> Sequence[Any]:
    return session.connection().execute(_ISSUED, {"since": since - LONGEST_LIFE, "until": until}).all()
