"""Who speaks in the tour? One party per client, which gets a token for each purpose and says what was answered."""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

WIDTH = 92


class StoryBrokenError(Exception):
    """A step did not do what the story says."""


class Parties:
    """The clients of one service, by role."""

    def __init__(self, base: str, credentials: Path) -> None:
        self._http = httpx.Client(base_url=base, trust_env=False, timeout=30)
        self._credentials: dict[str, Any] = json.loads(credentials.read_text())
        self._tokens: dict[tuple[str, str], str] = {}

    def at(self, base: str) -> "Parties":
        """Return the same clients at a service that was started anew; tokens of another day are of no use there."""
        self.close()
        self._http = httpx.Client(base_url=base, trust_env=False, timeout=30)
        self._tokens = {}
        return self

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def add(self, role: str, client_id: str, secret: str) -> None:
        """Make another client known."""
        self._credentials[role] = {"client_id": client_id, "client_secret": secret}

    def get(self, role: str, scope: str, path: str, expect: int = 200) -> httpx.Response:
        """Read, and break the story unless the status is the expected one."""
        return self._checked(self._http.get(path, headers=self._headers(role, scope)), expect)

    def post(self, role: str, scope: str, path: str, body: object = None, expect: int = 200) -> httpx.Response:
        """Make or do something; a move is made with the version seen just before."""
        headers = {**self._headers(role, scope), "Idempotency-Key": str(uuid4())}
        return self._checked(self._http.post(path, json=body, headers=headers), expect)

    def move(self, role: str, scope: str, thing: httpx.Response, action: str, **options: Any) -> httpx.Response:
        """Move a thing on from the version in which it was last seen."""
        seen, body = thing.json(), options.get("body")
        path = f"{options['under']}/{seen['id']}/{action}"
        headers = {
            **self._headers(role, scope),
            "Idempotency-Key": str(uuid4()),
            "If-Match": f'"{seen["version"]}"',
        }
        return self._checked(self._http.post(path, json=body, headers=headers), options.get("expect", 200))

    def _headers(self, role: str, scope: str) -> dict[str, str]:
        if (role, scope) not in self._tokens:
            client = self._credentials[role]
            answer = self._http.post(
                "/oauth/token",
                data={"grant_type": "client_credentials", "scope": scope},
                auth=(client["client_id"], client["client_secret"]),
            )
            self._tokens[role, scope] = self._checked(answer, 200).json()["access_token"]
        return {"Authorization": f"Bearer {self._tokens[role, scope]}"}

    def _checked(self, answer: httpx.Response, expect: int) -> httpx.Response:
        if answer.status_code != expect:
            raise StoryBrokenError(f"{answer.request.method} {answer.request.url.path}: {answer.text}")
        return answer


def tell(clause: str, what: str) -> None:
    """Say one step with its clause."""
    sys.stdout.write(f"{clause:>6}  {what}\n")


def chapter(title: str) -> None:
    """Say what comes next."""
    sys.stdout.write(f"\n{title}\n{'─' * min(len(title), WIDTH)}\n")


def require(holds: object, what: str) -> None:
    """Break the story unless something holds.

    Raises:
        StoryBrokenError: it does not.

    """
    if not holds:
        raise StoryBrokenError(what)
