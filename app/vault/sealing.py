"""How are a record's fields sealed and opened?"""

import json
from collections.abc import Mapping
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import JsonValue
from sqlmodel import Session

from app.vault.ciphers import cipher_in, cipher_of, make_cipher
from app.vault.envelope import open_bytes, place, seal_bytes
from app.vault.keystore import Domain

COLUMN = "sealed"


def seal(
    session: Session,
    domain: Domain,
    table: str,
    record_id: UUID,
    fields: Mapping[str, JsonValue],
    *,
    row: UUID | None = None,
    column: str = COLUMN,
) -> bytes:
    """Seal fields under the key of their record, which is made on first use.

    `row` names the row the bytes will stand in where that is not the record's own.

    Raises:
        KeyDestroyed: the record's key belongs to another domain.

    """
    cipher = make_cipher(session, domain, record_id)
    return _seal(cipher, place(domain, table, column, row or record_id), fields)


def reseal(
    session: Session,
    domain: Domain,
    table: str,
    record_id: UUID,
    fields: Mapping[str, JsonValue],
    *,
    row: UUID | None = None,
    column: str = COLUMN,
) -> bytes:
    """Seal changed fields of a record that already has a key; unlike `seal` it never brings a disposed one back.

    Raises:
        KeyDestroyed: the record has no key in this domain.

    """
    cipher = cipher_in(session, domain, record_id)
    return _seal(cipher, place(domain, table, column, row or record_id), fields)


def open_sealed(
    session: Session,
    table: str,
    record_id: UUID,
    sealed: bytes,
    *,
    row: UUID | None = None,
    column: str = COLUMN,
) -> dict[str, JsonValue]:
    """Open what `seal` sealed for this place.

    Raises:
        KeyDestroyed: the record's key is gone.
        Unreadable: the bytes were altered or belong to another place.

    """
    domain, cipher = cipher_of(session, record_id)
    fields: dict[str, JsonValue] = json.loads(
        open_bytes(cipher, place(domain, table, column, row or record_id), sealed)
    )
    return fields


def _seal(cipher: AESGCM, where: bytes, fields: Mapping[str, JsonValue]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return seal_bytes(cipher, where, text.encode())
