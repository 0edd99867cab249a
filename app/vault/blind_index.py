"""How is a sealed term found again by whoever knows it whole, and by nobody else?"""

import hmac
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from app.core.ids import new_id
from app.vault.ciphers import cipher_in
from app.vault.envelope import open_bytes, place, seal_bytes
from app.vault.errors import TermTaken
from app.vault.keys import current_epoch, keys_of
from app.vault.keystore import Domain
from app.vault.models import blind_indexes

_VALUE_BYTES = 16

_ADD = sa.text(
    "INSERT INTO blind_indexes (id, record_id, domain, name, epoch, value, is_unique, sealed_term)"
    " VALUES (:id, :record_id, :domain, :name, :epoch, :value, :is_unique, :sealed_term) ON CONFLICT DO NOTHING",
).bindparams(
    sa.bindparam("id", type_=sa.Uuid()),
    sa.bindparam("record_id", type_=sa.Uuid()),
    sa.bindparam("domain", type_=blind_indexes.c.domain.type),
    sa.bindparam("is_unique", type_=sa.Boolean()),
)
_REMOVE = sa.delete(blind_indexes).where(
    blind_indexes.c.record_id == sa.bindparam("record"),
    blind_indexes.c.is_unique.is_(False),
)


def normalise(term: str) -> str:
    """Return a term as it is compared: NFKC, case folded, runs of white space as one space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", term).casefold())
    return " ".join(folded.split())


def blind(index_key: bytes, name: str, normalised: str) -> bytes:
    """Return the keyed hash of a normalised term: HMAC-SHA256, its first 16 bytes."""
    return hmac.digest(index_key, f"{name}|{normalised}".encode(), "sha256")[:_VALUE_BYTES]


def index(session: Session, domain: Domain, record_id: UUID, name: str, term: str, *, unique: bool = False) -> None:
    """Make a record findable by a term; the record must have been sealed before.

    Raises:
        KeyDestroyed: the record has no key in this domain.
        TermTaken: `unique`, and another record holds the term already.
        ValueError: nothing is left of the term once it is normalised.

    """
    row = _row(session, domain, record_id, name, term) | {"is_unique": unique}
    if session.connection().execute(_ADD, row).rowcount == 0 and record_id not in find(session, domain, name, term):
        raise TermTaken(name)


def index_all(session: Session, domain: Domain, record_id: UUID, terms: Iterable[tuple[str, str]]) -> None:
    """Make a record findable by several terms, each with its name; other records may have them too.

    Raises:
        KeyDestroyed: the record has no key in this domain.
        ValueError: nothing is left of a term once it is normalised.

    """
    if rows := [_row(session, domain, record_id, name, term) for name, term in terms]:
        session.connection().execute(_ADD, rows)


def unindex(session: Session, record_id: UUID) -> None:
    """Make a record no longer findable by the terms that others may share, before it is indexed by changed ones."""
    session.connection().execute(_REMOVE, {"record": record_id})


def find(session: Session, domain: Domain, name: str, term: str) -> list[UUID]:
    """Return the records indexed by exactly this term, in the order of their ids, whatever the living epoch."""
    key_store, normalised = keys_of(session), normalise(term)
    while True:
        keys = key_store.index_keys(domain)
        values = [blind(key, name, normalised) for key in keys.values()]
        rows = session.connection().execute(_found(len(values)), {"domain": domain, "name": name, **_named(values)})
        found: list[UUID] = list(rows.scalars())
        # A rotation may have indexed everything anew between our look at the keys and at the rows.
        if key_store.index_keys(domain).keys() == keys.keys():
            return found


def find_some(session: Session, terms: Collection[tuple[str, str]], most: int) -> set[UUID]:
    """Return records of any domain indexed by any of these terms, each with its name: not more than so many.

    A hint only, by one statement: a rotation at the same instant may hide what it is just moving.
    """
    key_store = keys_of(session)
    keys = [key for domain in Domain for key in key_store.index_keys(domain).values()]
    compared = [(name, normalise(term)) for name, term in terms]
    values = [blind(key, name, term) for key in keys for name, term in compared]
    named = frozenset(name for name, _ in terms)
    statement = _found_anywhere(named, len(values))
    return set(session.connection().execute(statement, {**_named(values), "most": most}).scalars())


@lru_cache
def _found(values: int) -> sa.Select[UUID]:
    """Return the statement that looks for one of so many values; built once, for each form taken in asks it.

    A list as one parameter would be written into its statement anew each time.
    """
    return (
        sa.select(blind_indexes.c.record_id)
        .where(
            blind_indexes.c.domain == sa.bindparam("domain"),
            blind_indexes.c.name == sa.bindparam("name"),
            _is_one_of(values),
        )
        .order_by(blind_indexes.c.record_id)
    )


@lru_cache
def _found_anywhere(names: frozenset[str], values: int) -> sa.Select[UUID]:
    """Return the statement that looks under some names in every domain for one of so many values."""
    return (
        sa.select(blind_indexes.c.record_id)
        .where(
            blind_indexes.c.domain.in_([sa.literal(domain, blind_indexes.c.domain.type) for domain in Domain]),
            blind_indexes.c.name.in_([sa.literal(name) for name in sorted(names)]),
            _is_one_of(values),
        )
        .limit(sa.bindparam("most"))
    )


def _is_one_of(values: int) -> sa.ColumnElement[bool]:
    column = blind_indexes.c.value
    return column.in_([sa.bindparam(f"value_{place}", type_=column.type) for place in range(values)])


def _named(values: Sequence[bytes]) -> dict[str, bytes]:
    return {f"value_{place}": value for place, value in enumerate(values)}


def _row(session: Session, domain: Domain, record_id: UUID, name: str, term: str) -> dict[str, object]:
    normalised = normalise(term)
    if not normalised:
        raise ValueError("an empty term cannot be indexed")
    cipher, row_id, epoch = cipher_in(session, domain, record_id), new_id(), current_epoch(session, domain)
    return {
        "id": row_id,
        "record_id": record_id,
        "domain": domain,
        "name": name,
        "epoch": epoch,
        "value": blind(keys_of(session).index_key(domain, epoch), name, normalised),
        "is_unique": False,
        "sealed_term": seal_bytes(cipher, _term_place(domain, row_id), normalised.encode()),
    }


def rebuild(
    session: Session,
    domain: Domain,
    epoch: int,
    ciphers: dict[UUID, AESGCM],
) -> None:
    """Index the terms of some records anew under the index key of an epoch; for rotations."""
    columns = blind_indexes.c
    connection, index_key = session.connection(), keys_of(session).index_key(domain, epoch)
    rows = connection.execute(
        sa.select(columns.id, columns.record_id, columns.name, columns.sealed_term).where(
            columns.record_id.in_(list(ciphers)),
        ),
    ).all()
    changes = []
    for row in rows:
        normalised = open_bytes(ciphers[row.record_id], _term_place(domain, row.id), row.sealed_term).decode()
        changes.append({"row": row.id, "new_epoch": epoch, "new_value": blind(index_key, row.name, normalised)})
    if changes:
        connection.execute(_MOVE, changes)


_MOVE = (
    sa.update(blind_indexes)
    .where(blind_indexes.c.id == sa.bindparam("row"))
    .values(epoch=sa.bindparam("new_epoch"), value=sa.bindparam("new_value"))
)


def _term_place(domain: Domain, row_id: UUID) -> bytes:
    return place(domain, "blind_indexes", "sealed_term", row_id)
