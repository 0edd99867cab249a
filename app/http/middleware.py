"""What is true of every answer? A request id, no caching, no sniffing, and no fault of ours told in its own words."""

from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.ids import new_id

_NO_STORE = (b"cache-control", b"no-store")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    # Browsers heed this only where the answer came over TLS (RFC 6797).
    (b"strict-transport-security", b"max-age=31536000"),
)


class AnswerHeaders:
    """Pure ASGI middleware: adds the headers every answer carries and answers what nobody else caught."""

    def __init__(
        self,
        app: ASGIApp,
        unexpected: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        self._app, self._unexpected = app, unexpected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request an id and pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(new_id())
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                complete(message["headers"], request_id)
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            return
        except Exception as error:
            if started:
                raise
            response = await self._unexpected(Request(scope), error)
            await response(scope, receive, answer)


def complete(headers: list[tuple[bytes, bytes]], request_id: str) -> None:
    """Add the headers that every answer carries."""
    if not any(name.lower() == b"cache-control" for name, _ in headers):
        headers.append(_NO_STORE)
    headers.append((b"x-request-id", request_id.encode()))
    headers.extend(_ALWAYS)
