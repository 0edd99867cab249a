"""Whose word is taken for a caller's address? That of the proxies named in the settings, by default nobody's."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from app.core.settings import Settings
from app.serving import config_of

PROXY, CALLER = "10.0.0.5", "203.0.113.7"


def address_seen(trusted: frozenset[str]) -> str:
    """Return the address that the application sees of a caller behind a proxy."""
    seen: list[Any] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None:
        """Say nothing."""

    config = config_of(app, Settings(trusted_proxies=trusted), "127.0.0.1", 0)
    config.load()
    scope = {"type": "http", "client": (PROXY, 4711), "headers": [(b"x-forwarded-for", f"6.6.6.6, {CALLER}".encode())]}
    asyncio.run(config.loaded_app(scope, receive, send))
    return str(seen[0])


def test_case_120_a_forwarded_address_is_believed_from_nobody_by_default() -> None:
    assert address_seen(frozenset()) == PROXY


def test_case_120_a_proxy_that_is_not_named_is_not_believed() -> None:
    assert address_seen(frozenset({"10.0.0.6"})) == PROXY


def test_a_named_proxy_is_believed_and_what_the_caller_wrote_before_it_is_not() -> None:
    assert address_seen(frozenset({"10.0.0.0/24"})) == CALLER
