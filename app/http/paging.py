"""How is a long list read in pages? By opaque cursors that only this service can make."""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.core.errors import Malformed
from app.core.rows import Record
from app.http.fields import View

R = TypeVar("R", bound=Record)
V = TypeVar("V")
Limit = Annotated[int, Query(ge=1, le=200, description="largest number of items on the page")]
Cursor = Annotated[str | None, Query(max_length=120, description="next_cursor of the page before")]


class Page(View, Generic[V]):
    """One page of a list."""

    items: Sequence[V]
    next_cursor: str | None


def make_cursor(secret: bytes, place: str, last: UUID) -> str:
    """Return a cursor that continues after `last` in the list named `place`."""
    tag = hmac.digest(secret, place.encode() + last.bytes, "sha256")[:16]
    return base64.urlsafe_b64encode(last.bytes + tag).decode().rstrip("=")


def read_cursor(secret: bytes, place: str, cursor: str) -> UUID:
    """Return the id a cursor continues after.

    Raises:
        Malformed: it was not made here, or for another list.

    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise Malformed("cursor") from None
    last, tag = raw[:16], raw[16:]
    expected = hmac.digest(secret, place.encode() + last, "sha256")[:16]
    if not hmac.compare_digest(tag, expected):
        raise Malformed("cursor")
    return UUID(bytes=last)


def cursor_secret(session: Session) -> bytes:
    """Return the installation's key for cursors."""
    secret: bytes = session.info["cursor_secret"]
    return secret


def page_of(
    session: Session,
    table: type[R],
    view: Callable[[Session, R], V],
    limit: int,
    cursor: str | None,
    *where: ColumnElement[bool],
) -> Page[V]:
    """Return a page of those rows of a table that meet the conditions, in the order of their ids, that of making."""
    secret, place = cursor_secret(session), str(table.__tablename__)
    query = select(table).where(*where).order_by(col(table.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(col(table.id) > read_cursor(secret, place, cursor))
    rows = session.exec(query).all()
    more = len(rows) > limit
    return Page(
        items=[view(session, row) for row in rows[:limit]],
        next_cursor=make_cursor(secret, place, rows[limit - 1].id) if more else None,
    )
