"""What is kept about who may ask? Clients with their role and credentials, used assertions and revoked tokens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.access.roles import Role
from app.core.rows import Record, enum_type


class ClientState(StrEnum):
    """Whether a client may still sign in and act."""

    ACTIVE = "active"
    REVOKED = "revoked"


class Client(Record, table=True):
    """A system, or a person's system, that may ask for tokens. No secret is kept, only its Argon2id hash.

    One that vouches has its own way of knowing people, and asks for tokens in the name of one staff member at a time.
    """

    __tablename__ = "clients"

    client_id: str = Field(max_length=64, unique=True)
    role: Role = Field(sa_type=enum_type(Role, "client_role"))
    system: str = Field(max_length=200)
    state: ClientState = Field(default=ClientState.ACTIVE, sa_type=enum_type(ClientState, "client_state"))
    secret_hash: str | None = Field(default=None, max_length=200)
    jwks: list[dict[str, str]] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    staff_id: UUID | None = Field(default=None, index=True)
    vouches: bool = False
    revoked_at: datetime | None = None


PEOPLE = sa.table("staff", sa.column("id", sa.Uuid()), sa.column("left_at"))
"""The table of `app.staff`, which stands above: of people only their ids, and whether they have left, matter here."""


class UsedAssertion(SQLModel, table=True):
    """An assertion, of a client or of the staff member behind it, that has served once; kept until it expires."""

    __tablename__ = "used_assertions"

    client_id: str = Field(primary_key=True, max_length=64)
    jti: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(index=True)


class RevokedToken(SQLModel, table=True):
    """An access token that no longer opens anything; kept until it would have expired."""

    __tablename__ = "revoked_tokens"

    jti: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(index=True)
