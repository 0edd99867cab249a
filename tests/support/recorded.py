"""What of an answer is sealed at rest, and was showing it written down? Found by opening all that is sealed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID

import httpx2 as httpx
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.access.installation import Installation
from app.access.scopes import Purpose
from app.access.visible import VISIBLE
from app.audit.models import AuditEntry
from app.core.rows import table_of
from app.vault.documents import open_document
from app.vault.errors import KeyDestroyed, Unreadable
from app.vault.sealing import open_sealed

SHORTEST = 6
"""Shorter texts, such as codes, stand in many places and tell nothing."""

_PLAIN = re.compile(r"[0-9a-f]{64}|[0-9:.TZ+-]+")
"""Digests, dates and numbers, which are not told from others of their kind."""

_ENTRIES = table_of(AuditEntry)
Place = tuple[str, ...]


@dataclass(slots=True)
class Sealed:
    """Everything that is sealed in an installation, opened: texts, and whole files."""

    texts: set[str] = field(default_factory=set)
    files: set[bytes] = field(default_factory=set)

    def shown_in(self, answer: httpx.Response, said: object = None) -> list[Place]:
        """Return where an answer shows something sealed, by the names of the members that lead there.

        What the caller said in this very request is not shown by saying it back.
        """
        if answer.content in self.files:
            return [("document",)]
        if "json" not in answer.headers.get("content-type", ""):
            held = any(text.encode() in answer.content for text in self.texts)
            return [("document",)] if held else []
        own = {text for _, text in _leaves(said)}
        return [place for place, text in _leaves(answer.json()) if text in self.texts - own]


def sealed_in(session: Session) -> Sealed:
    """Open whatever any table holds sealed, by each id of its row in turn."""
    found = Sealed()
    for name, table in SQLModel.metadata.tables.items():
        if name != "documents" and "sealed" in table.c and "id" in table.c:
            for row in session.connection().execute(sa.select(table)).mappings():
                found.texts.update(_worth_looking_for(_open(session, name, dict(row))))
    for document in session.connection().execute(sa.select(SQLModel.metadata.tables["documents"].c.id)).scalars().all():
        found.files.add(b"".join(open_document(session, document)[1]))
    return found


def readings_of(installation: Installation, since: int) -> list[Any]:
    """Return the readings recorded after so many entries."""
    return [entry for entry in _entries(installation)[since:] if entry.action.endswith(".read")]


def entries_so_far(installation: Installation) -> int:
    """Return how many entries the trail has."""
    return len(_entries(installation))


def faults(places: Iterable[Place], readings: Iterable[Any], purpose: Purpose, path: str) -> list[str]:
    """Return what the record of a reading lacks: itself, the thing read, a field shown, or the right to a field."""
    named = {name for entry in readings for name in entry.facts.get("fields", ["document"])}
    shown = [place for place in places if not named & set(place)]
    things = {str(entry.resource_id) for entry in readings}
    granted = {"document"}.union(*VISIBLE[purpose].values())
    return [
        *([] if readings else ["nothing is recorded"]),
        *(f"{'.'.join(place)} is shown and not recorded" for place in shown),
        *(f"{name} is recorded and not granted to the purpose" for name in sorted(named - granted)),
        *([] if any(thing in path for thing in things) or not _names_a_thing(path) else ["it does not name the thing"]),
        *(f"{entry.action} is for another purpose" for entry in readings if entry.purpose != purpose.value),
    ]


def _names_a_thing(path: str) -> bool:
    return re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", path) is not None


def _entries(installation: Installation) -> list[Any]:
    with installation.database.engine.connect() as connection:
        return list(connection.execute(sa.select(_ENTRIES).order_by(_ENTRIES.c.at, _ENTRIES.c.id)).all())


def _open(session: Session, table: str, row: Mapping[str, Any]) -> object:
    if row["sealed"] is None:
        return None
    ids = [value for value in row.values() if isinstance(value, UUID)]
    for record_id, own in product(ids, (None, row["id"])):
        with suppress(KeyDestroyed, Unreadable):
            return open_sealed(session, table, record_id, row["sealed"], row=own)
    raise AssertionError(f"nothing opens a row of {table}")


def _worth_looking_for(content: object) -> Iterator[str]:
    return (text for _, text in _leaves(content) if len(text) >= SHORTEST and not _PLAIN.fullmatch(text))


def _leaves(content: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, dict):
        for name, part in content.items():
            yield from _leaves(part, (*place, name))
    elif isinstance(content, list):
        for part in content:
            yield from _leaves(part, place)
