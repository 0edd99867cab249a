"""Who signs in in a test, and how? Clients with a secret and a key, and what they send to the token endpoint."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
from sqlmodel import Session
from starlette.testclient import TestClient

from app.access.clients import Registration, confirm_client, register_client
from app.access.credentials import CLIENT_ASSERTION
from app.access.installation import Installation
from app.access.keys import Jwk, new_private_key, public_members
from app.access.roles import Role
from app.access.secrets import hash_now
from app.access.vouching import JWT_BEARER
from tests.access.forging import an_assertion_payload, forge
from tests.support.clients import an_actor

SECRET = "a-Secret-made-up-for-tests-0123456789ABCDEF"
HASHED = hash_now(SECRET)
"""One secret for all, since hashing one takes its time on purpose."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """A registered client that can sign in both ways."""

    installation: Installation
    client: TestClient
    client_id: str
    key: Jwk

    def assertion(self, *, key: Jwk | None = None, header: dict[str, object] | None = None, **changes: Any) -> str:
        """Return an assertion of this client about itself, with changes."""
        issuer, now = self.installation.settings.issuer, self.installation.clock.now()
        signing = self.key if key is None else key
        head = {"alg": "ES256", "kid": signing["kid"], "typ": "JWT"} if header is None else header
        return forge(head, an_assertion_payload(self.client_id, issuer, now, **changes), signing)

    def by_key(self, scope: str, **form: str) -> httpx.Response:
        """Ask for a token by private_key_jwt."""
        return self.send({**self.proof(), "grant_type": "client_credentials", "scope": scope, **form})

    def by_secret(self, scope: str, secret: str = SECRET, **form: str) -> httpx.Response:
        """Ask for a token by HTTP Basic."""
        asked = {"grant_type": "client_credentials", "scope": scope, **form}
        return self.client.post("/oauth/token", data=asked, auth=(self.client_id, secret))

    def vouching(self, staff_id: object, scope: str, **changes: Any) -> httpx.Response:
        """Ask for a token in the name of a staff member."""
        assertion = self.assertion(sub=str(staff_id), **changes)
        return self.send({**self.proof(), "grant_type": JWT_BEARER, "assertion": assertion, "scope": scope})

    def proof(self, assertion: str | None = None) -> dict[str, str]:
        """Return the form members by which the client signs in."""
        made = self.assertion() if assertion is None else assertion
        return {"client_assertion_type": CLIENT_ASSERTION, "client_assertion": made}

    def send(self, form: dict[str, str], path: str = "/oauth/token") -> httpx.Response:
        """Send a form as it is."""
        return self.client.post(path, data=form)


def a_sign_in(
    client: TestClient,
    installation: Installation,
    role: Role,
    *,
    staff_id: UUID | None = None,
    vouches: bool = False,
) -> SignIn:
    """Register a client of a role with both credentials."""
    key = new_private_key()
    registration = Registration(
        client_id=f"{role.value.replace('_', '-')}-{uuid4().hex[:12]}",
        role=role,
        system="test",
        secret_hash=HASHED,
        jwks=[public_members(key)],
        staff_id=staff_id,
        vouches=vouches,
    )

    def register(session: Session) -> None:
        made = register_client(session, an_actor(installation), registration)
        if made.confirmed_at is None:
            confirm_client(session, an_actor(installation, Role.STAFF_ADMINISTRATOR), made, made.version)

    installation.database.run(register)
    return SignIn(installation, client, registration.client_id, key)
