"""What do callers send and see of a client?"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from app.access.clients import CLIENT_ID
from app.access.roles import Role
from app.core.examples import example_id
from app.http.fields import Body, Flag, Line, Phrase, RecordId, VersionedView, View

ClientId = Annotated[Line, StringConstraints(pattern=f"^{CLIENT_ID.pattern}$")]
EXAMPLE_KEY: dict[str, JsonValue] = {
    "kty": "EC",
    "crv": "P-256",
    "x": "6QvmqbUjwNfNNf9_7FGbvADxtcZChk91VYLyD8YikaA",
    "y": "3zJM4NAdISNY5ri9axqZWvFUq4In6r8aC9cH0Urf1m0",
}
"""A public key whose private half nobody kept."""


class ClientStanding(StrEnum):
    """How far a client has come: nobody signs in with it before its confirmation, or after its revocation."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    REVOKED = "revoked"


class PublicKey(Body):
    """A public P-256 key (RFC 7517); without a `kid` it gets its thumbprint (RFC 7638)."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_KEY]})

    kty: Line
    crv: Line
    x: Line
    y: Line
    kid: Annotated[Line, StringConstraints(max_length=128)] | None = None
    alg: Line | None = None
    use: Line | None = None


class RegisterClient(Body):
    """A system that is to ask for tokens: with keys of its own, or with a secret made here and shown once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "client_id": "matching-desk-2",
                    "role": "coordinator",
                    "system": "The association's matching desk",
                    "jwks": [EXAMPLE_KEY],
                    "staff_id": str(example_id("staff", "briefed")),
                },
            ],
        },
    )

    client_id: ClientId
    role: Role
    system: Phrase = Field(description="what the client is, for the record; not a person's name")
    jwks: Annotated[Sequence[PublicKey], Field(max_length=4)] = Field(
        default=(),
        description="public keys for private_key_jwt; without any a secret is made",
    )
    staff_id: RecordId | None = Field(default=None, description="the one staff member behind it")
    vouches: Flag = Field(default=False, description="it speaks for staff members by assertions of its own (RFC 7523)")


class RotateKey(Body):
    """Another public key."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"jwk": EXAMPLE_KEY}]})

    jwk: PublicKey


class CredentialView(View):
    """A key, named by its `kid`, or a secret; it serves from `confirmed_at` to `expires_at`."""

    id: UUID
    kid: str | None
    created_at: datetime
    confirmed_at: datetime | None
    expires_at: datetime | None


class ClientView(VersionedView):
    """A client, with what it signs in with and none of its secrets."""

    client_id: str
    role: Role
    system: str
    state: ClientStanding
    staff_id: UUID | None
    vouches: bool
    registered_by: str
    created_at: datetime
    confirmed_at: datetime | None
    revoked_at: datetime | None
    credentials: Sequence[CredentialView]


class IssuedClientView(ClientView):
    """A client and, the only time it is shown, its new secret; null where there is none or the request is repeated."""

    client_secret: str | None
