"""How do keys die, so that neither this database nor an old copy of it can bring the dead back?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from app.vault import blind_index, envelope
from app.vault.errors import EpochPassed
from app.vault.held import forget_keys
from app.vault.keys import add_epoch, current_epoch, keys_of, lock_current_epoch
from app.vault.keystore import Domain, KeyStore
from app.vault.models import EpochState, blind_indexes, document_parts, documents, key_epochs, record_keys

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did; once it is committed, the keys of `old_epochs` are to be destroyed."""

    domain: Domain
    old_epochs: tuple[int, ...]
    new_epoch: int
    discarded: int
    rewrapped: int


def rotate(session: Session, domain: Domain, discard: Collection[UUID], new_epoch: int, at: datetime) -> Rotation:
    """Delete the keys of discarded records and move all others of their domain to an epoch made beforehand.

    Raises:
        EpochPassed: the new epoch is not newer than the current one.
        Unreadable: a survivor's key or indexed term was altered, so it cannot be carried over.

    """
    _advance(session, domain, new_epoch, at)
    discarded = sum(
        _discard(session, (record_keys.c.domain == domain) & record_keys.c.record_id.in_(some))
        for some in _batches(list(discard))
    )
    rewrapped = _rewrap_all(session, domain, new_epoch)
    return Rotation(domain, retired_epochs(session, domain), new_epoch, discarded, rewrapped)


def discard_domain(session: Session, domain: Domain, new_epoch: int, at: datetime) -> Rotation:
    """Delete every key of a domain, as 2(4) asks; what arrives later is sealed under the new epoch.

    Raises:
        EpochPassed: the new epoch is not newer than the current one.

    """
    _advance(session, domain, new_epoch, at)
    discarded = _discard(session, record_keys.c.domain == domain)
    return Rotation(domain, retired_epochs(session, domain), new_epoch, discarded, rewrapped=0)


def erase_records(session: Session, records: Collection[UUID]) -> int:
    """Delete the keys of single records and return how many; until the next rotation an old backup still opens them."""
    forget_keys(session)
    return sum(_discard(session, record_keys.c.record_id.in_(some)) for some in _batches(list(records)))


def retired_epochs(session: Session, domain: Domain) -> tuple[int, ...]:
    """Return the epochs that wrap nothing any more and still have keys, as after a crash before their destruction."""
    current = current_epoch(session, domain)
    return tuple(epoch for epoch in keys_of(session).epochs(domain) if epoch < current)


def destroy_retired(key_store: KeyStore, domain: Domain, epochs: Collection[int], at: datetime) -> None:
    """Destroy the keys of retired epochs, once the rotation that retired them is committed; repeatable."""
    for epoch in sorted(epochs):
        key_store.destroy_epoch(domain, epoch, at)


def record_destruction(session: Session, domain: Domain, at: datetime) -> list[int]:
    """Mark the retired epochs whose keys the key store has destroyed, and return them."""
    rows = session.connection().execute(
        sa.select(key_epochs.c.epoch).where(
            key_epochs.c.domain == domain,
            key_epochs.c.state == EpochState.RETIRED,
        ),
    )
    gone = [epoch for epoch in rows.scalars() if keys_of(session).is_destroyed(domain, epoch)]
    session.connection().execute(
        sa.update(key_epochs)
        .where(key_epochs.c.domain == domain, key_epochs.c.epoch.in_(gone))
        .values(state=EpochState.DESTROYED, destroyed_at=at),
    )
    return gone


def _advance(session: Session, domain: Domain, new_epoch: int, at: datetime) -> None:
    """Retire the current epoch, once nobody is sealing under it, in favour of the new one."""
    old_epoch = lock_current_epoch(session, domain)
    if new_epoch <= old_epoch:
        raise EpochPassed
    session.connection().execute(
        sa.update(key_epochs)
        .where(key_epochs.c.domain == domain, key_epochs.c.state == EpochState.CURRENT)
        .values(state=EpochState.RETIRED),
    )
    forget_keys(session)
    if not add_epoch(session, keys_of(session), domain, new_epoch, at):
        raise EpochPassed


def _discard(session: Session, which: sa.ColumnElement[bool]) -> int:
    """Delete documents, blind indexes and at last the keys of some records; return how many keys."""
    connection = session.connection()
    doomed = sa.select(record_keys.c.record_id).where(which)
    doomed_documents = sa.select(documents.c.id).where(documents.c.record_id.in_(doomed))
    connection.execute(sa.delete(document_parts).where(document_parts.c.document_id.in_(doomed_documents)))
    connection.execute(sa.delete(documents).where(documents.c.record_id.in_(doomed)))
    connection.execute(sa.delete(blind_indexes).where(blind_indexes.c.record_id.in_(doomed)))
    return connection.execute(sa.delete(record_keys).where(which)).rowcount


def _rewrap_all(session: Session, domain: Domain, epoch: int) -> int:
    survivors = (
        sa.select(record_keys.c.record_id, record_keys.c.epoch, record_keys.c.wrapped_key)
        .where(record_keys.c.domain == domain, record_keys.c.epoch != epoch)
        .limit(_AT_ONCE)
    )
    rewrapped = 0
    while rows := session.connection().execute(survivors).all():
        _rewrap(session, domain, epoch, rows)
        rewrapped += len(rows)
    return rewrapped


def _rewrap(session: Session, domain: Domain, epoch: int, rows: Iterable[Any]) -> None:
    key_store = keys_of(session)
    new_kek = key_store.kek(domain, epoch)
    ciphers, changes = {}, []
    for record_id, old_epoch, wrapped in rows:
        key = envelope.unwrap(key_store.kek(domain, old_epoch), domain, old_epoch, record_id, wrapped)
        ciphers[record_id] = AESGCM(key)
        changes.append({"record": record_id, "new_key": envelope.wrap(new_kek, domain, epoch, record_id, key)})
    session.connection().execute(
        sa.update(record_keys)
        .where(record_keys.c.record_id == sa.bindparam("record"))
        .values(epoch=epoch, wrapped_key=sa.bindparam("new_key")),
        changes,
    )
    blind_index.rebuild(session, domain, epoch, ciphers)


def _batches(records: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (records[start : start + _AT_ONCE] for start in range(0, len(records), _AT_ONCE))
