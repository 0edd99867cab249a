"""How does a refusal of the token endpoint look? As RFC 6749 section 5.2 says, without anything of the request."""

from collections.abc import Callable, Coroutine, Mapping
from enum import StrEnum
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from typing_extensions import override

from app.core.errors import Malformed, TooLarge, TooManyRequests, UnsupportedMedia

log = structlog.get_logger("security")
NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}
_CHALLENGE = {"www-authenticate": 'Basic realm="token", charset="UTF-8"'}


class ErrorCode(StrEnum):
    """The error codes of RFC 6749 and RFC 7523 that can happen here."""

    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    INVALID_REQUEST = "invalid_request"
    INVALID_SCOPE = "invalid_scope"
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"


_STATUS = {ErrorCode.INVALID_CLIENT: 401}
_WORDS = {
    ErrorCode.INVALID_CLIENT: "Sign in by private_key_jwt, or by a secret over HTTP Basic.",
    ErrorCode.INVALID_GRANT: "Send one assertion for one member of the staff, signed by a key of the client, once.",
    ErrorCode.INVALID_REQUEST: "Send each parameter once, as application/x-www-form-urlencoded in the body.",
    ErrorCode.INVALID_SCOPE: "Name scopes of one purpose that the client's role may hold, a single space between them.",
    ErrorCode.TEMPORARILY_UNAVAILABLE: "Wait as many seconds as Retry-After says.",
    ErrorCode.UNAUTHORIZED_CLIENT: "A client that vouches uses jwt-bearer, any other client_credentials.",
    ErrorCode.UNSUPPORTED_GRANT_TYPE: "Only client_credentials and jwt-bearer are supported.",
}


class OAuthError(Exception):
    """An OAuth request is refused; reason and client are for our log and repeat nothing unknown that was sent."""

    def __init__(self, code: ErrorCode, reason: str, client_id: str | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.client_id = code, reason, client_id


def refused(code: ErrorCode, status: int | None = None, further: Mapping[str, str] | None = None) -> Response:
    """Return the answer to a refused request: the same body for every reason of a code."""
    headers = {**NO_STORE, **(_CHALLENGE if code is ErrorCode.INVALID_CLIENT else {}), **(further or {})}
    body = {"error": code.value, "error_description": _WORDS[code]}
    return JSONResponse(body, status or _STATUS.get(code, 400), headers)


class OAuthRoute(APIRoute):
    """A route whose refusals are RFC 6749 errors instead of problem documents."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler so that refusals become answers here."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except OAuthError as error:
                log.warning(
                    "client-refused",
                    error=error.code.value,
                    reason=error.reason,
                    client=error.client_id,
                    request_id=request.state.request_id,
                )
                return refused(error.code)
            except TooManyRequests as many:
                log.warning("client-refused", error=many.slug, request_id=request.state.request_id)
                return refused(ErrorCode.TEMPORARILY_UNAVAILABLE, 429, {"retry-after": str(many.retry_after)})
            except TooLarge:
                return refused(ErrorCode.INVALID_REQUEST, 413)
            except (Malformed, UnsupportedMedia):
                return refused(ErrorCode.INVALID_REQUEST)

        return answered
