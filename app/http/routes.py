"""How is a request's body taken before anything looks at it? Limited, of the right media type, strictly parsed."""

from collections.abc import AsyncIterator, Callable, Coroutine
from email.message import Message
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.routing import APIRoute
from typing_extensions import override

from app.core.errors import FieldError, Invalid, Malformed, TooLarge, UnsupportedMedia
from app.http.multipart import Part
from app.http.strict_json import parse

KIB = 1024
WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class TakenRequest(Request):
    """A request whose body has been read within its limit, and perhaps parsed."""

    taken: bytes = b""
    parsed: object = None
    file: Part | None = None

    @override
    async def body(self) -> bytes:
        """Return what was read."""
        return self.taken

    @override
    async def json(self) -> Any:
        """Return what was parsed."""
        return self.parsed


class JsonRoute(APIRoute):
    """A route that takes UTF-8 JSON up to 1 MiB, or no body at all."""

    largest: ClassVar[int] = 1024 * KIB

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler so that a body is read and parsed by our rules first."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            _require_no_token_in_query(request)
            if request.method in WITHOUT_BODY:
                return await handle(request)
            taken = TakenRequest(request.scope, request.receive)
            await self._take(taken)
            return await handle(taken)

        return strictly

    async def _take(self, request: TakenRequest) -> None:
        request.taken = await read_limited(request, self.largest)
        if not request.taken:
            return
        require_media(request, "application/json")
        request.parsed = parse(request.taken)
        if self.body_field is None and request.parsed != {}:
            raise Invalid(FieldError("", "no_body_expected"))


class BytesRoute(APIRoute):
    """A route that takes a body as it is, of a media type that is listed and up to a limit."""

    largest: ClassVar[int] = 25 * 1024 * KIB
    media: ClassVar[frozenset[str]] = frozenset({"message/rfc822"})

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler so that the body's size and media type are checked first."""
        handle = super().get_route_handler()

        async def limited(request: Request) -> Response:
            _require_no_token_in_query(request)
            if request.method in WITHOUT_BODY:
                return await handle(request)
            taken = TakenRequest(request.scope, request.receive)
            taken.taken = await read_limited(taken, self._most(request))
            if taken.taken:
                require_media(taken, *self.media)
            return await handle(taken)

        return limited

    def _most(self, _request: Request) -> int:
        return self.largest


async def read_limited(request: Request, largest: int) -> bytes:
    """Read a body, at most `largest` bytes of it.

    Raises:
        TooLarge: by the declared length, or by what came.
        UnsupportedMedia: it is encoded; bodies are never decompressed.

    """
    return b"".join([chunk async for chunk in stream_limited(request, largest)])


async def stream_limited(request: Request, largest: int) -> AsyncIterator[bytes]:
    """Yield a body as it comes, at most `largest` bytes of it.

    Raises:
        TooLarge: by the declared length, or by what came.
        UnsupportedMedia: it is encoded; bodies are never decompressed.

    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared[:20]) > largest:
        raise TooLarge
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > largest:
            raise TooLarge
        yield chunk


def require_media(request: Request, *media: str) -> None:
    """Let pass some media types, in UTF-8 if a charset is named.

    Raises:
        UnsupportedMedia: anything else.

    """
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    charset = message.get_param("charset", "utf-8")
    if message.get_content_type() not in media or str(charset).lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMedia
    if not request.headers.get("content-type"):
        raise UnsupportedMedia


def _require_no_token_in_query(request: Request) -> None:
    if "access_token" in request.query_params:
        raise Malformed("token_in_query")
