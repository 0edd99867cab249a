"""What came in the form? Each parameter once, in the body and nowhere else (RFC 6749 section 3.2)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from app.access.oauth_errors import ErrorCode, OAuthError
from app.http.routes import read_limited, require_media

LARGEST = 16 * 1024
MOST_PARAMETERS = 20
MEDIA = "application/x-www-form-urlencoded"


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the parameters that have a value; one without a value counts as left out.

    Raises:
        OAuthError: a parameter came twice or in the URL, or the body is no form.
        TooLarge: it is more than 16 KiB.
        UnsupportedMedia: it is of another media type.

    """
    if request.url.query:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "query")
    body = await read_limited(request, LARGEST)
    require_media(request, MEDIA)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "form") from None
    parameters = dict(pairs)
    if len(parameters) != len(pairs):
        raise OAuthError(ErrorCode.INVALID_REQUEST, "parameter_twice")
    return {name: value for name, value in parameters.items() if value}
