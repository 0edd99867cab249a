"""Does any personal datum reach a file of the database? High-entropy needles would be seen there."""

import base64
import sqlite3
from pathlib import Path
from secrets import token_hex
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.core.ids import new_id
from app.vault.blind_index import index
from app.vault.documents import Label, store_document
from app.vault.keystore import Domain
from app.vault.models import record_keys
from app.vault.sealing import seal
from tests.vault.installation import NOON, Sealed, Vault

NEEDLE = f"needle{token_hex(12)}"
_WAYS = ("utf-8", "utf-16-le", "utf-16-be", "shift_jis")


@pytest.fixture
def filled(sqlite_vault: Vault, tmp_path: Path) -> Vault:
    """Return an installation full of needles, beside one in clear to show that looking finds it."""
    with sqlite3.connect(tmp_path / "control.db") as control:
        control.execute("CREATE TABLE people (name TEXT)")
        control.execute("INSERT INTO people VALUES (?)", [NEEDLE])
    control.close()
    sqlite_vault.run(_fill)
    return sqlite_vault


def test_looking_finds_a_needle_in_clear(filled: Vault, tmp_path: Path) -> None:
    assert [file.name for file in _files(tmp_path) if _holds(file, _spellings(NEEDLE))] == ["control.db"]


@pytest.mark.usefixtures("filled")
def test_no_file_of_the_database_holds_a_personal_datum(tmp_path: Path) -> None:
    looked_at = [file for file in _files(tmp_path) if file.name.startswith("empty.db")]

    assert {file.name for file in looked_at} == {"empty.db", "empty.db-shm", "empty.db-wal"}
    assert [file.name for file in looked_at if _holds(file, _spellings(NEEDLE))] == []


def test_no_file_of_the_database_holds_a_key_of_the_key_store(filled: Vault, tmp_path: Path) -> None:
    keys = [
        key for domain in Domain for key in (filled.key_store.kek(domain, 1), filled.key_store.index_key(domain, 1))
    ]
    spellings = {spelling for key in keys for spelling in (key, key.hex().encode(), base64.b64encode(key))}

    holding = [file.name for file in _files(tmp_path) if _holds(file, spellings)]

    assert holding == ["keys.json"]


def test_after_a_disposal_no_file_holds_the_wrapped_keys_or_the_old_keys(filled: Vault, tmp_path: Path) -> None:
    wrapped = set(filled.run(_wrapped_keys))
    old = {filled.key_store.kek(Domain.ISA, 1).hex().encode(), filled.key_store.index_key(Domain.ISA, 1).hex().encode()}

    filled.dispose(*[Sealed(record, b"") for record in filled.run(_records)])
    with filled.engine.connect() as connection:
        connection.rollback()
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert [file.name for file in _files(tmp_path) if _holds(file, wrapped | old)] == []


def _fill(session: Session) -> None:
    for _ in range(20):
        record_id = new_id()
        seal(session, Domain.ISA, "people", record_id, {"name": NEEDLE, "notes": [NEEDLE, {"deep": NEEDLE}]})
        index(session, Domain.ISA, record_id, "name", NEEDLE)
        label = Label("consent_form", f"{NEEDLE}.pdf", "application/pdf")
        store_document(session, Domain.ISA, record_id, NEEDLE.encode() * 20_000, label, at=NOON)


def _records(session: Session) -> list[UUID]:
    return list(session.execute(sa.select(record_keys.c.record_id)).scalars())


def _wrapped_keys(session: Session) -> list[bytes]:
    return list(session.execute(sa.select(record_keys.c.wrapped_key)).scalars())


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _spellings(needle: str) -> set[bytes]:
    plain = {needle.encode(way) for way in _WAYS} | {needle.upper().encode(), needle.encode().hex().encode()}
    shifted = {base64.b64encode(b"-" * offset + needle.encode())[4:-4] for offset in range(3)}
    return plain | shifted


def _holds(file: Path, needles: set[bytes]) -> bool:
    content = file.read_bytes()
    return any(needle in content for needle in needles)
