"""Where is an endpoint, and with what does one sign for it? Read once for each batch of leases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlmodel import Session

from app.core.rows import table_of
from app.webhooks.keys import open_secret, signing_keys
from app.webhooks.models import Endpoint
from app.webhooks.signing import SigningKey

_ENDPOINTS = table_of(Endpoint)


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint as it is reached at present."""

    url: str
    allow_private: bool
    secrets: Sequence[bytes]
    keys: Sequence[SigningKey]


def targets_of(session: Session, endpoint_ids: Collection[UUID], at: datetime) -> dict[UUID, Target]:
    """Return how endpoints are reached and signed for.

    Raises:
        NoSigningKeyError: one of them wants our own signature, and there is no key.

    """
    rows = session.connection().execute(select(_ENDPOINTS).where(_ENDPOINTS.c.id.in_(endpoint_ids))).all()
    keys = signing_keys(session, at) if any(row.sends_v1a for row in rows) else []
    return {
        row.id: Target(
            url=row.url,
            allow_private=row.allow_private,
            secrets=_secrets(session, row, at),
            keys=keys if row.sends_v1a else (),
        )
        for row in rows
    }


def _secrets(session: Session, row: Row[tuple[object, ...]], at: datetime) -> list[bytes]:
    """Return the shared secret and, for a while after a change, the one before it."""
    if not row.sends_v1:
        return []
    former = row.former_secret if row.former_until is not None and row.former_until > at else None
    return [open_secret(session, row.id, sealed) for sealed in (row.sealed_secret, former) if sealed is not None]
