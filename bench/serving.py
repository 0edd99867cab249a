"""What is measured, and who asks? An installation with demonstration data, called as an ASGI server would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlmodel import Session, select

from app.access.installation import Installation
from app.access.models import Client
from app.access.roles import MAY_HOLD, Role
from app.access.scopes import PURPOSE_OF, Scope
from app.core.examples import example_id
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.core.settings import Settings
from app.demonstration import prepare
from app.main import install

FORM = {
    "holder_kind": "individual",
    "email": "hanako@example.jp",
    "prefecture": "14",
    "languages": ["ja", "pt"],
    "capacity": 1,
    "signed_on": "2024-05-10",
    "form_version": "2024-04",
}


@contextmanager
def prepared(folder: Path) -> Iterator[tuple[Installation, str]]:
    """Yield an installation with demonstration data, and the id of a consent to read."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bench.db'}",
        state_dir=folder,
        issuer="http://127.0.0.1",
        demo=True,
    )
    upgrade(settings.database_url)
    installation = install(settings)
    prepare(installation)
    yield installation, str(example_id("consents", "active"))
    installation.database.close()


class Caller:
    """Makes requests in the name of the demonstration's clients."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._clients = installation.database.run(_clients)
        self._token = cache(self._make_token)

    def get(self, target: str, role: str) -> tuple[dict[str, object], bytes]:
        """Return a GET."""
        return self._scope("GET", target, self._token(Role(role), _READING.get(Role(role), Scope.CONSENTS_READ))), b""

    def provide(self, number: int) -> tuple[dict[str, object], bytes]:
        """Return the POST of a new consent form."""
        scope = self._scope("POST", "/v1/consents", self._token(Role.ISA_EXCHANGE, Scope.CONSENTS_PROVIDE))
        return scope, json.dumps({**FORM, "name": f"Bench Example {number}"}).encode()

    def _make_token(self, role: Role, scope: Scope) -> str:
        client_id, staff = self._clients[role]
        held = frozenset(one for one in MAY_HOLD[role] if PURPOSE_OF[one] is PURPOSE_OF[scope])
        return self._installation.tokens.issue(client_id, role, held, staff, self._installation.clock.now())

    def _scope(self, method: str, target: str, token: str) -> dict[str, object]:
        path, _, query = target.partition("?")
        headers = [
            (b"host", b"127.0.0.1"),
            (b"authorization", f"Bearer {token}".encode()),
            (b"content-type", b"application/json"),
            (b"idempotency-key", str(new_id()).encode()),
        ]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }


_READING = {Role.ISA_EXCHANGE: Scope.FEEDS_READ}


async def ask(app: FastAPI, scope: dict[str, object], body: bytes) -> int:
    """Call the application as a server would and return the status."""
    status = 0

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    await app(scope, receive, send)
    return status


def _clients(session: Session) -> dict[Role, tuple[str, Any]]:
    return {row.role: (row.client_id, row.staff_id) for row in session.exec(select(Client))}
