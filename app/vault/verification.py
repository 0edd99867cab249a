"""Is what was disposed of really gone, and is everything else still there? Looked at with fresh eyes."""

from collections.abc import Collection, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.vault.envelope import unwrap
from app.vault.errors import KeyDestroyed, Unreadable, WrongKeyStore
from app.vault.keystore import Domain, KeyStore
from app.vault.models import EpochState, blind_indexes, documents, key_epochs, record_keys

_AT_ONCE = 1_000


def verify(
    session: Session,
    key_store: KeyStore,
    domain: Domain,
    epochs: Collection[int],
    records: Collection[UUID],
) -> list[str]:
    """Return what contradicts the disposal of these records by destroying these epochs; nothing means it is done."""
    return [
        *_epochs_alive(session, key_store, domain, epochs),
        *_left_of(session, records),
        *_left_without_key(session),
        *_survivors_lost(session, key_store, domain),
    ]


def _epochs_alive(session: Session, key_store: KeyStore, domain: Domain, epochs: Collection[int]) -> Iterator[str]:
    states = session.connection().execute(
        sa.select(key_epochs.c.epoch, key_epochs.c.state).where(key_epochs.c.domain == domain),
    )
    current = {epoch for epoch, state in states if state == EpochState.CURRENT}
    for epoch in sorted(epochs):
        if not key_store.is_destroyed(domain, epoch):
            yield f"epoch {epoch} of {domain} is not destroyed in the key store"
        if epoch in current:
            yield f"epoch {epoch} of {domain} still seals"
        under = _count(session, record_keys, (record_keys.c.domain == domain) & (record_keys.c.epoch == epoch))
        if under:
            yield f"{under} record keys are still wrapped under epoch {epoch} of {domain}"
        indexed = _count(session, blind_indexes, (blind_indexes.c.domain == domain) & (blind_indexes.c.epoch == epoch))
        if indexed:
            yield f"{indexed} blind indexes are still of epoch {epoch} of {domain}"


def _left_of(session: Session, records: Collection[UUID]) -> Iterator[str]:
    listed = list(records)
    for table in (record_keys, blind_indexes, documents):
        left = sum(
            _count(session, table, table.c.record_id.in_(listed[start : start + _AT_ONCE]))
            for start in range(0, len(listed), _AT_ONCE)
        )
        if left:
            yield f"{left} rows of disposed records are left in {table.name}"


def _left_without_key(session: Session) -> Iterator[str]:
    for table in (blind_indexes, documents):
        orphaned = ~sa.exists().where(record_keys.c.record_id == table.c.record_id)
        if left := _count(session, table, orphaned):
            yield f"{left} rows without a record key are left in {table.name}"


def _survivors_lost(session: Session, key_store: KeyStore, domain: Domain) -> Iterator[str]:
    rows = session.connection().execute(sa.select(record_keys).where(record_keys.c.domain == domain))
    for row in rows:
        try:
            unwrap(key_store.kek(domain, row.epoch), domain, row.epoch, row.record_id, row.wrapped_key)
        except (KeyDestroyed, Unreadable, WrongKeyStore):
            yield f"the key of record {row.record_id} no longer opens"


def _count(session: Session, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return session.connection().execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one()
