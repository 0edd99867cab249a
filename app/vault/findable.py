"""How is a person found among sealed records? By whole terms, in whatever way they were written."""

from collections.abc import Collection
from uuid import UUID

from pydantic import JsonValue
from sqlmodel import Session

from app.conventions.terms import Term, TermKind, terms_of
from app.vault import blind_index
from app.vault.keystore import Domain

MOST_RESEMBLING = 20


def make_findable(
    session: Session,
    domain: Domain,
    table: str,
    record_id: UUID,
    fields: JsonValue,
) -> list[str]:
    """Make a record findable by what its fields say, no longer by what they said before.

    Return the ids of others in the table that share a term with it: perhaps the same person. The record must have been
    sealed before.
    """
    blind_index.unindex(session, record_id)
    return make_new_findable(session, domain, table, record_id, fields)


def make_new_findable(
    session: Session,
    domain: Domain,
    table: str,
    record_id: UUID,
    fields: JsonValue,
) -> list[str]:
    """Do the same for a record that has just been made, so that there are no earlier terms to take back."""
    terms = [(_name(table, term.kind), term.key) for term in terms_of(fields if isinstance(fields, dict) else {})]
    blind_index.index_all(session, domain, record_id, terms)
    others = blind_index.find_some(session, terms, MOST_RESEMBLING + len(terms)) if terms else set()
    return sorted(str(one) for one in others - {record_id})[:MOST_RESEMBLING]


def find_people(session: Session, table: str, terms: Collection[Term]) -> list[UUID]:
    """Return the records of a table that have every one of these terms, in the order of their ids."""
    having = [
        {one for domain in Domain for one in blind_index.find(session, domain, _name(table, term.kind), term.key)}
        for term in terms
    ]
    return sorted(set.intersection(*having)) if having else []


def _name(table: str, kind: TermKind) -> str:
    return f"{table}:{kind.value}"
