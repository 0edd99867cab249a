"""How is a person looked for among sealed records? By whole terms, so often an hour, and on the record."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, model_validator
from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_search
from app.audit.trail import record
from app.conventions.terms import Term, terms_of
from app.http.fields import Body, Email, Line, Telephone
from app.vault.findable import find_people

MOST_FOUND = 100


class SearchPerson(Body):
    """What is known of a person: all that is said must be so, and each of it whole.

    A name may be in kanji, kana, roman letters or an alias; width, case, accents, spaces and the kind of kana make no
    difference.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "shiro SAMPLE", "email": "Shiro@Example.jp"}]})

    name: Line | None = None
    email: Email | None = None
    phone: Telephone | None = None

    @model_validator(mode="after")
    def _something_said(self) -> Self:
        if not self.terms:
            raise ValueError("something to search for is expected")
        return self

    @property
    def terms(self) -> frozenset[Term]:
        """Return what is searched for, as it is compared."""
        return terms_of(self.model_dump(mode="json"))


def search_people(session: Session, actor: Actor, table: str, body: SearchPerson) -> list[UUID]:
    """Return the records of a table that have every term; recorded are the kinds of terms and how many were found.

    Raises:
        TooManyRequests: the person has searched too often within the hour.

    """
    require_search(session, actor)
    found = find_people(session, table, body.terms)
    kinds = sorted({term.kind.value for term in body.terms})
    record(session, actor, f"{table}.searched", table, None, terms=kinds, found=len(found))
    return found
