"""Which epoch of keys seals, and who may change that?"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from app.vault.errors import WrongKeyStore
from app.vault.held import held_by
from app.vault.keystore import Domain, KeyStore
from app.vault.models import EpochState, key_epochs

_TRIES = 8

_CURRENT = sa.select(key_epochs.c.epoch).where(
    key_epochs.c.domain == sa.bindparam("domain"),
    key_epochs.c.state == EpochState.CURRENT,
)
# A rotation locks the same row FOR UPDATE, so nothing can be sealed under an epoch while it is being retired.
_CURRENT_SHARED = _CURRENT.with_for_update(read=True)
_CURRENT_ALONE = _CURRENT.with_for_update()
_ADD = sa.text(
    "INSERT INTO key_epochs (domain, epoch, state, fingerprint, created_at)"
    " VALUES (:domain, :epoch, 'current', :fingerprint, :created_at) ON CONFLICT DO NOTHING",
).bindparams(
    sa.bindparam("domain", type_=key_epochs.c.domain.type),
    sa.bindparam("created_at", type_=key_epochs.c.created_at.type),
)


def keys_of(session: Session) -> KeyStore:
    """Return the key store of the installation a session belongs to."""
    key_store: KeyStore = session.info["key_store"]
    return key_store


def current_epoch(session: Session, domain: Domain) -> int:
    """Return the epoch that seals, and hold it current until this transaction ends.

    Raises:
        WrongKeyStore: no epoch was prepared for this database.

    """
    connection = session.connection()
    held = held_by(session)
    found = held.epochs.get(domain)
    if found is None:
        found = held.epochs[domain] = _look_up(connection, _CURRENT_SHARED, domain)
    return found


def lock_current_epoch(session: Session, domain: Domain) -> int:
    """Return the epoch that seals, when nobody else is sealing, and keep others from sealing until this ends."""
    return _look_up(session.connection(), _CURRENT_ALONE, domain)


def _look_up(connection: sa.Connection, statement: sa.Select[int], domain: Domain) -> int:
    # On PostgreSQL a statement that waited for a rotation sees the retired row only; the next one sees the new epoch.
    for _ in range(_TRIES):
        epoch: int | None = connection.execute(statement, {"domain": domain}).scalar()
        if epoch is not None:
            return epoch
    raise WrongKeyStore(f"no current epoch of {domain}: prepare_epochs was not called")


def prepare_epochs(session: Session, key_store: KeyStore, at: datetime) -> list[Domain]:
    """Register a first epoch for each domain that has none, and return those domains; for start-up.

    Raises:
        KeyDestroyed: this database is older than a disposal, whose key destruction still holds.
        WrongKeyStore: the key store is not the one this database was sealed with.

    """
    connection, prepared = session.connection(), []
    for domain in Domain:
        row = connection.execute(
            sa.select(key_epochs.c.epoch, key_epochs.c.fingerprint)
            .where(
                key_epochs.c.domain == domain,
                key_epochs.c.state == EpochState.CURRENT,
            )
            .with_for_update(read=True),
        ).first()
        if row is None:
            # Another process may be starting too: one of them prepares the domain.
            if add_epoch(session, key_store, domain, key_store.epochs(domain)[-1], at):
                prepared.append(domain)
        elif key_store.fingerprint(domain, row.epoch) != row.fingerprint:
            raise WrongKeyStore(f"the key store's epoch {row.epoch} of {domain} is not this database's")
    return prepared


def add_epoch(session: Session, key_store: KeyStore, domain: Domain, epoch: int, at: datetime) -> bool:
    """Register an epoch as the current one of its domain; False if there is one already."""
    row = {"domain": domain, "epoch": epoch, "fingerprint": key_store.fingerprint(domain, epoch), "created_at": at}
    return session.connection().execute(_ADD, row).rowcount == 1
