"""Who acts in a test? One hand per role, with a token of the right purpose for each route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, Role
from app.access.scopes import PURPOSE_OF, Scope
from tests.support.clients import a_client
from tests.support.staff import a_briefed_staff_member


@dataclass(slots=True)
class Hand:
    """A client of one role, perhaps with a staff member behind it."""

    client: TestClient
    installation: Installation
    role: Role
    staff_id: UUID | None = None
    client_id: str = field(init=False)

    def __post_init__(self) -> None:
        """Register the client."""
        self.client_id = a_client(self.installation, self.role, self.staff_id)

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Ask for a resource."""
        return self.client.get(path, headers=self._headers("GET", path, options.pop("headers", {})), **options)

    def post(
        self,
        path: str,
        body: object = None,
        *,
        version: int | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Send a body with a fresh Idempotency-Key, and `If-Match` where a version is given."""
        sent = {"Idempotency-Key": key or str(uuid4()), **(headers or {})}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        sent = self._headers("POST", path, sent)
        if content is not None:
            return self.client.post(path, content=content, headers=sent)
        return self.client.post(path, json=body, headers=sent) if body is not None else self._bare(path, sent)

    def token(self, scope: Scope) -> str:
        """Return a token with every scope of the role in the purpose of `scope`."""
        held = {one for one in MAY_HOLD[self.role] if PURPOSE_OF[one] is PURPOSE_OF[scope]}
        return self.token_with(frozenset(held) or MAY_HOLD[self.role])

    def token_with(self, scopes: frozenset[Scope]) -> str:
        """Return a token with these scopes, all of one purpose."""
        purpose = PURPOSE_OF[min(scopes)]
        mine = frozenset(scope for scope in scopes if PURPOSE_OF[scope] is purpose)
        tokens, now = self.installation.tokens, self.installation.clock.now()
        return tokens.issue(self.client_id, self.role, mine, self.staff_id, now)

    def _bare(self, path: str, headers: Mapping[str, str]) -> httpx.Response:
        return self.client.post(path, headers=headers)

    def _headers(self, method: str, path: str, headers: Mapping[str, str]) -> dict[str, str]:
        scope = scope_of(self.client, method, path)
        return {"Authorization": f"Bearer {self.token(scope)}", **headers}


def scope_of(client: TestClient, method: str, path: str) -> Scope:
    """Return the scope that guards a route."""
    scope = {"type": "http", "path": path.partition("?")[0], "method": method, "headers": []}
    for route in client.app.routes:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute) and route.matches(scope)[0] is Match.FULL:
            wanted = scopes_of(route)
            if wanted:
                return wanted[0]
    raise LookupError(f"no guarded route answers {method} {path}")


def scopes_of(route: APIRoute) -> list[Scope]:
    """Return the scopes a route asks for."""
    found = [scope for part in route.dependant.dependencies for scope in part.own_oauth_scopes or ()]
    return [Scope(scope) for scope in dict.fromkeys(found)]


class Hands:
    """A hand for every role, made when first asked for."""

    def __init__(self, client: TestClient, installation: Installation) -> None:
        self.client, self.installation = client, installation
        self._made: dict[Role, Hand] = {}

    def __getattr__(self, name: str) -> Hand:
        """Return the hand of a role, such as `hands.isa_officer`."""
        role = Role(name)
        if role not in self._made:
            self._made[role] = Hand(self.client, self.installation, role, self.staff_behind(role))
        return self._made[role]

    def staff_behind(self, role: Role) -> UUID | None:
        """Return the briefed staff member behind a coordinator, and nobody behind the others."""
        return a_briefed_staff_member(self.installation) if role is Role.COORDINATOR else None
