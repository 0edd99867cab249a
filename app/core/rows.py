"""What do all tables share, and how does a row change state?"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, update

from app.core.errors import StaleVersion
from app.core.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(SQLModel):
    """The columns every resource has: id, version for `ETag`, and the instant of making (UTC)."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = 1
    created_at: datetime


def enum_type(states: type[StrEnum], name: str) -> Any:
    """Return a column type that stores an enum's values as text under a named CHECK, alike on both databases."""
    return sa.Enum(
        states,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=40,
        create_constraint=True,
        name=name,
    )


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return a model's table, for hot paths that need no objects: statements built once, run by the connection."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def move(session: Session, row: Record, version: int, **values: object) -> None:
    """Change a row by one conditional UPDATE and count its version up.

    Raises:
        StaleVersion: `version` is not the row's, or somebody else changed it first.

    """
    table = type(row)
    statement = (
        update(table)
        .where(col(table.id) == row.id, col(table.version) == version)
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if session.connection().execute(statement).rowcount != 1:
        raise StaleVersion
    session.refresh(row)
