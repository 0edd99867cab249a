"""With which key are the things of one record sealed and opened?"""

from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from app.vault import envelope
from app.vault.errors import KeyDestroyed
from app.vault.held import held_by
from app.vault.keys import current_epoch, keys_of
from app.vault.keystore import Domain, KeyStore
from app.vault.models import record_keys

_KEY = sa.select(record_keys.c.domain, record_keys.c.epoch, record_keys.c.wrapped_key).where(
    record_keys.c.record_id == sa.bindparam("record_id"),
)
_ADD_KEY = sa.text(
    "INSERT INTO record_keys (record_id, domain, epoch, wrapped_key) VALUES (:record_id, :domain, :epoch, :wrapped_key)"
    " ON CONFLICT (record_id) DO NOTHING",
).bindparams(
    sa.bindparam("record_id", type_=sa.Uuid()),
    sa.bindparam("domain", type_=record_keys.c.domain.type),
    sa.bindparam("wrapped_key", type_=sa.LargeBinary()),
)


def make_cipher(session: Session, domain: Domain, record_id: UUID) -> AESGCM:
    """Return the cipher of a record, with a key made now if it has none.

    Raises:
        KeyDestroyed: the record's key belongs to another domain, or its epoch was destroyed.

    """
    epoch = current_epoch(session, domain)
    known = held_by(session).ciphers.get(record_id)
    if known is None:
        key = envelope.fresh_key()
        wrapped = envelope.wrap(keys_of(session).kek(domain, epoch), domain, epoch, record_id, key)
        row = {"record_id": record_id, "domain": domain, "epoch": epoch, "wrapped_key": wrapped}
        if session.connection().execute(_ADD_KEY, row).rowcount == 1:
            cipher = AESGCM(key)
            held_by(session).ciphers[record_id] = domain, cipher
            return cipher
    return cipher_in(session, domain, record_id)


def cipher_in(session: Session, domain: Domain, record_id: UUID) -> AESGCM:
    """Return the cipher of a record that must belong to a domain, holding the domain's epoch current.

    Raises:
        KeyDestroyed: the record has no key there.

    """
    current_epoch(session, domain)
    found, cipher = cipher_of(session, record_id)
    if found != domain:
        raise KeyDestroyed
    return cipher


def cipher_of(session: Session, record_id: UUID) -> tuple[Domain, AESGCM]:
    """Return the domain and the cipher of a record, for reading.

    Raises:
        KeyDestroyed: the record has no key, or its epoch was destroyed.
        Unreadable: its wrapped key was altered or moved.

    """
    connection = session.connection()
    ciphers = held_by(session).ciphers
    known = ciphers.get(record_id)
    if known is None:
        known = ciphers[record_id] = _unwrapped(connection, keys_of(session), record_id)
    return known


def _unwrapped(connection: sa.Connection, key_store: KeyStore, record_id: UUID) -> tuple[Domain, AESGCM]:
    tried: int | None = None
    while True:
        row = connection.execute(_KEY, {"record_id": record_id}).first()
        # A rotation may have moved the key between our look at its row and at the key store: then look again.
        if row is None or row.epoch == tried:
            raise KeyDestroyed
        domain, tried, wrapped = row
        with suppress(KeyDestroyed):
            key = envelope.unwrap(key_store.kek(domain, tried), domain, tried, record_id, wrapped)
            return domain, AESGCM(key)
