"""What is measured? An installation with demonstration data and a bare application, each behind uvicorn."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlmodel import Session, select

from app.access.installation import Installation
from app.access.local import local_actor
from app.access.models import Client
from app.access.roles import MAY_HOLD, Role
from app.access.scopes import PURPOSE_OF, Scope
from app.core.examples import example_id
from app.core.migrations import upgrade
from app.core.settings import Settings
from app.demonstration import prepare
from app.incidents import service as incidents
from app.incidents.models import IncidentKind
from app.incidents.schemas import ReportIncident
from app.main import create_app, install
from app.serving import config_of

EVENTS = 100
TOKEN_SECONDS = 300
FORM = {
    "holder_kind": "individual",
    "name": "Bench Example {number}",
    "email": "hanako@example.jp",
    "prefecture": "14",
    "languages": ["ja", "pt"],
    "capacity": 1,
    "signed_on": "2024-05-10",
    "form_version": "2024-04",
}


@contextmanager
def prepared(folder: Path, url: str) -> Iterator[Installation]:
    """Yield an installation with the demonstration's data and a hundred more events."""
    settings = Settings(
        database_url=url,
        state_dir=folder,
        issuer="http://127.0.0.1",
        demo=True,
        run_worker=False,
        calls_per_minute=1_000_000,
    )
    upgrade(settings.database_url)
    installation = install(settings)
    prepare(installation)
    for _ in range(EVENTS):
        installation.database.run(_report, installation)
    yield installation
    installation.database.close()


@asynccontextmanager
async def served(installation: Installation) -> AsyncIterator[tuple[int, int]]:
    """Yield the ports of the service and of a bare FastAPI route beside it."""
    ours = uvicorn.Server(config_of(create_app(installation), installation.settings, "127.0.0.1", 0))
    stock = uvicorn.Server(uvicorn.Config(bare(), host="127.0.0.1", port=0, access_log=False, log_config=None))
    tasks = [asyncio.create_task(server._serve()) for server in (ours, stock)]  # noqa: SLF001
    while not all(server.started for server in (ours, stock)):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    ports = [server.servers[0].sockets[0].getsockname()[1] for server in (ours, stock)]
    yield ports[0], ports[1]
    ours.should_exit = stock.should_exit = True
    await asyncio.gather(*tasks)


def bare() -> FastAPI:
    """Return an application with one route and nothing else."""
    app = FastAPI()

    @app.get("/bare")
    async def answer() -> dict[str, str]:
        return {"status": "ok"}

    return app


class Jobs:
    """Makes jobs for the load, in the name of the demonstration's clients."""

    def __init__(self, installation: Installation, ours: int, stock: int) -> None:
        self._installation, self._ours, self._stock = installation, ours, stock
        self._clients = installation.database.run(_clients)
        self._first = 0

    def of(self, path: str) -> dict[str, Any]:
        """Return the job of one path."""
        consent = example_id("consents", "active")
        return {
            "bare": lambda: self._get(self._stock, "/bare", Role.AUDITOR, Scope.AUDIT_READ),
            "read": lambda: self._get(self._ours, f"/v1/consents/{consent}", Role.COORDINATOR, Scope.CONSENTS_READ),
            "write": self._provide,
            "feed": lambda: self._get(self._ours, "/v1/feeds/incidents?limit=100", Role.ISA_EXCHANGE, Scope.FEEDS_READ),
        }[path]()

    def _get(self, port: int, target: str, role: Role, scope: Scope) -> dict[str, Any]:
        return {"method": "GET", "port": port, "target": target, "token": self._token(role, scope), "first": 0}

    def _provide(self) -> dict[str, Any]:
        self._first += 1_000_000
        token = self._token(Role.ISA_EXCHANGE, Scope.CONSENTS_PROVIDE)
        job = {"method": "POST", "port": self._ours, "target": "/v1/consents", "token": token}
        return {**job, "body": json.dumps(FORM), "first": self._first}

    def _token(self, role: Role, scope: Scope) -> str:
        client_id, staff = self._clients[role]
        held = frozenset(one for one in MAY_HOLD[role] if PURPOSE_OF[one] is PURPOSE_OF[scope])
        return self._installation.tokens.issue(client_id, role, held, staff, self._installation.clock.now())


def _clients(session: Session) -> dict[Role, tuple[str, Any]]:
    demo = select(Client).where(Client.client_id.startswith("demo-"))
    return {row.role: (row.client_id, row.staff_id) for row in session.exec(demo)}


def _report(session: Session, installation: Installation) -> None:
    actor = local_actor(Role.PRIVACY_OFFICER, installation.clock.now(), "bench")
    incidents.report_incident(session, actor, ReportIncident(kind=IncidentKind.TROUBLE, summary="They disagree."))
