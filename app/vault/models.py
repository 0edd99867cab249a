"""Which tables hold keys, blind indexes and documents? None of them holds a personal datum in clear."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.rows import enum_type
from app.vault.keystore import Domain


class EpochState(StrEnum):
    """The life of an epoch: one per domain seals, a retired one waits for its destruction."""

    CURRENT = "current"
    RETIRED = "retired"
    DESTROYED = "destroyed"


class KeyEpoch(SQLModel, table=True):
    """An epoch of a domain; its keys are in the key store, and `fingerprint` tells which."""

    __tablename__ = "key_epochs"
    __table_args__ = (
        sa.Index(
            "uq_key_epochs_current",
            "domain",
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        ),
    )

    domain: Domain = Field(primary_key=True, sa_type=enum_type(Domain, "domain"))
    epoch: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: EpochState = Field(sa_type=enum_type(EpochState, "state"))
    fingerprint: bytes
    created_at: datetime
    destroyed_at: datetime | None = None


class RecordKey(SQLModel, table=True):
    """The key of one record, wrapped under an epoch of its domain; deleting it is the first half of a disposal."""

    __tablename__ = "record_keys"
    __table_args__ = (sa.Index("ix_record_keys_domain_epoch", "domain", "epoch"),)

    record_id: UUID = Field(primary_key=True)
    domain: Domain = Field(sa_type=enum_type(Domain, "domain"))
    epoch: int
    wrapped_key: bytes


class BlindIndex(SQLModel, table=True):
    """A keyed hash by which a sealed term is found, with the term itself sealed, to index it anew in a later epoch."""

    __tablename__ = "blind_indexes"
    __table_args__ = (
        sa.UniqueConstraint("record_id", "name", "value"),
        sa.Index("ix_blind_indexes_domain_name_value", "domain", "name", "value"),
        sa.Index(
            "uq_blind_indexes_unique",
            "domain",
            "name",
            "value",
            unique=True,
            sqlite_where=sa.text("is_unique"),
            postgresql_where=sa.text("is_unique"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    record_id: UUID
    domain: Domain = Field(sa_type=enum_type(Domain, "domain"))
    name: str = Field(max_length=40)
    epoch: int
    value: bytes
    is_unique: bool
    sealed_term: bytes


class Document(SQLModel, table=True):
    """A file of a record; its name and digest are sealed, its bytes are in parts."""

    __tablename__ = "documents"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    record_id: UUID = Field(index=True)
    kind: str = Field(max_length=40)
    media_type: str = Field(max_length=127)
    size: int
    sealed: bytes
    created_at: datetime


class DocumentPart(SQLModel, table=True):
    """One sealed piece of a document."""

    __tablename__ = "document_parts"

    document_id: UUID = Field(primary_key=True, foreign_key="documents.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes


_TABLES = SQLModel.metadata.tables
key_epochs = _TABLES["key_epochs"]
record_keys = _TABLES["record_keys"]
blind_indexes = _TABLES["blind_indexes"]
documents = _TABLES["documents"]
document_parts = _TABLES["document_parts"]
