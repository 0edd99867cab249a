"""By which terms is a person looked up? Whole names, addresses, numbers and births, however they were written."""

from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple

from app.conventions.names import name_key
from app.conventions.telephones import NotATelephoneNumber, e164


class TermKind(StrEnum):
    """What a term is; a name is a name in whatever script."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    NAME_AND_BIRTH = "name-and-birth"


class Term(NamedTuple):
    """One thing a person is found by, in the form in which two writings of it are equal."""

    kind: TermKind
    key: str


_NAMES = ("name", "alias", "former", "contact_person", "representative")
"""How a field begins that holds a name; `name_kana` and `name_roman` are among them."""


def terms_of(fields: Mapping[str, object]) -> frozenset[Term]:
    """Return the terms of a form, a profile or a search, by the names of its fields; none for what is not said."""
    said = {field: text for field, text in fields.items() if isinstance(text, str)}
    names = {name_key(text).replace(" ", "") for field, text in said.items() if field.startswith(_NAMES)} - {""}
    born, email = said.get("date_of_birth"), said.get("email", "").strip().casefold()
    terms = {Term(TermKind.NAME, name) for name in names}
    if born:
        terms |= {Term(TermKind.NAME_AND_BIRTH, f"{name}|{born}") for name in names}
    if email:
        terms.add(Term(TermKind.EMAIL, email))
    with suppress(NotATelephoneNumber):
        terms.add(Term(TermKind.PHONE, e164(said.get("phone", ""))))
    return frozenset(terms)


def are_of_one_person(some: frozenset[Term], others: frozenset[Term]) -> bool:
    """Tell whether a name and one thing more are the same, so that both must be taken to be of one person."""
    shared = {term.kind for term in some & others}
    return TermKind.NAME in shared and len(shared) > 1
