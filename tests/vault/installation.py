"""What do tests of the vault work with? A database, a key store beside it, and makers of sealed records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from app.core.engine import make_engine
from app.core.ids import new_id
from app.vault import models
from app.vault.disposal import Rotation, destroy_retired, discard_domain, record_destruction, rotate
from app.vault.keys import prepare_epochs
from app.vault.keystore import Domain, KeyStore
from app.vault.sealing import open_sealed, seal

P = ParamSpec("P")
T = TypeVar("T")
NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
FIELDS: dict[str, JsonValue] = {"name": "Hanako Example", "kana": "ハナコ", "phones": ["090-0000-0000"]}
TABLES = [models.key_epochs, models.record_keys, models.blind_indexes, models.documents, models.document_parts]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record's id and the bytes its row would hold."""

    id: UUID
    data: bytes


@dataclass(frozen=True, slots=True)
class Vault:
    """A database and a key store, as one installation has them."""

    engine: Engine
    key_store: KeyStore

    def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work in a transaction of its own and commit it."""
        with Session(self.engine, info={"key_store": self.key_store}) as session:
            result = work(session, *args, **kwargs)
            session.commit()
            return result

    def a_record(self, domain: Domain = Domain.ISA, fields: Mapping[str, JsonValue] = FIELDS) -> Sealed:
        """Seal a new record of the table `people`."""
        record_id = new_id()
        return Sealed(record_id, self.run(seal, domain, "people", record_id, fields))

    def open(self, record: Sealed) -> dict[str, JsonValue]:
        """Open a record of the table `people`."""
        return self.run(open_sealed, "people", record.id, record.data)

    def dispose(self, *records: Sealed, domain: Domain = Domain.ISA) -> Rotation:
        """Dispose of some records from the new epoch to the destruction of the old ones."""
        new_epoch = self.key_store.make_epoch(domain)
        return self.finish(self.run(rotate, domain, [record.id for record in records], new_epoch, NOON))

    def dispose_all(self, domain: Domain = Domain.ISA) -> Rotation:
        """Dispose of a whole domain."""
        return self.finish(self.run(discard_domain, domain, self.key_store.make_epoch(domain), NOON))

    def finish(self, rotation: Rotation) -> Rotation:
        """Destroy the keys a committed rotation retired."""
        destroy_retired(self.key_store, rotation.domain, rotation.old_epochs, NOON)
        self.run(record_destruction, rotation.domain, NOON)
        return rotation


def open_vault(url: str, folder: Path) -> Vault:
    """Open an installation, made if it is not there yet."""
    vault = Vault(make_engine(url, 8), KeyStore.open_or_create(folder / "keys" / "keys.json"))
    SQLModel.metadata.create_all(vault.engine, TABLES)
    vault.run(prepare_epochs, vault.key_store, NOON)
    return vault
