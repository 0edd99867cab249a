"""How are bytes sealed so that they open only with their key and in their place?"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault.errors import Unreadable
from app.vault.keystore import KEY_BYTES, Domain

_KEY_VERSION = b"\x01"
_NONCE = 12
_HEAD = len(_KEY_VERSION) + _NONCE


def place(domain: Domain, table: str, column: str, row: UUID, *more: int) -> bytes:
    """Return the associated data (AAD) that ties sealed bytes to where they stand."""
    return "|".join((domain, table, column, row.hex, *map(str, more))).encode()


def seal_bytes(cipher: AESGCM, where: bytes, data: bytes) -> bytes:
    """Seal bytes under a record's key: key version, random 96-bit nonce, AES-256-GCM ciphertext with its tag."""
    nonce = os.urandom(_NONCE)
    return _KEY_VERSION + nonce + cipher.encrypt(nonce, data, where + b"|" + _KEY_VERSION)


def open_bytes(cipher: AESGCM, where: bytes, sealed: bytes) -> bytes:
    """Open sealed bytes.

    Raises:
        Unreadable: they were altered, moved, or sealed under another key.

    """
    version, nonce, ciphertext = sealed[:1], sealed[1:_HEAD], sealed[_HEAD:]
    try:
        return cipher.decrypt(nonce, ciphertext, where + b"|" + version)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("sealed bytes do not open in this place") from error


def fresh_key() -> bytes:
    """Return a new key for one record."""
    return os.urandom(KEY_BYTES)


def wrap(kek: bytes, domain: Domain, epoch: int, record_id: UUID, key: bytes) -> bytes:
    """Wrap a record's key under the key of an epoch."""
    return seal_bytes(AESGCM(kek), place(domain, "record_keys", "wrapped_key", record_id, epoch), key)


def unwrap(kek: bytes, domain: Domain, epoch: int, record_id: UUID, wrapped: bytes) -> bytes:
    """Unwrap a record's key.

    Raises:
        Unreadable: it was wrapped for another record, domain or epoch.

    """
    return open_bytes(AESGCM(kek), place(domain, "record_keys", "wrapped_key", record_id, epoch), wrapped)
