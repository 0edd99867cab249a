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
    """A system, or a person's system, that may ask for tokens once it is confirmed.

    One that vouches has its own way of knowing people, and asks for tokens in the name of one staff member at a time.
    """

    __tablename__ = "clients"

    client_id: str = Field(max_length=64, unique=True)
    role: Role = Field(sa_type=enum_type(Role, "client_role"))
    system: str = Field(max_length=200)
    state: ClientState = Field(default=ClientState.ACTIVE, sa_type=enum_type(ClientState, "client_state"))
    staff_id: UUID | None = Field(default=None, index=True)
    vouches: bool = False
    registered_by: str = Field(max_length=80)
    confirmed_at: datetime | None = None
    revoked_at: datetime | None = None


class Credential(Record, table=True):
    """A secret, of which only the Argon2id hash is kept, or a public key; it serves from its confirmation to its end.

    Once it is confirmed, the others of its kind end after `overlap_seconds`.
    """

    __tablename__ = "client_credentials"

    owner_id: UUID = Field(foreign_key="clients.id", index=True)
    secret_hash: str | None = Field(default=None, max_length=200)
    jwk: dict[str, str] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    overlap_seconds: int = 0
    confirmed_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def is_key(self) -> bool:
        """Return whether it is a key, and not a secret."""
        return self.jwk is not None

    def serves_at(self, at: datetime) -> bool:
        """Return whether a client may sign in with it at an instant (UTC)."""
        return self.confirmed_at is not None and (self.expires_at is None or at < self.expires_at)


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
