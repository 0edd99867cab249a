"""Which version does the caller mean, and is this the same request again? `If-Match`, `ETag` and `Idempotency-Key`."""

import re

from starlette.requests import Request

from app.core.errors import IdempotencyKeyRequired, Malformed, VersionRequired

_ETAG = re.compile(r'"(\d{1,9})"', re.ASCII)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def etag(version: int) -> str:
    """Return the strong entity tag of a version (RFC 9110)."""
    return f'"{version}"'


def required_version(if_match: str | None) -> int:
    """Return the version named by `If-Match`.

    Raises:
        VersionRequired: the header is missing.
        Malformed: it is not one entity tag of ours.

    """
    if if_match is None:
        raise VersionRequired
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Malformed("if_match")
    return int(found.group(1))


def required_key(request: Request) -> str:
    """Return the one `Idempotency-Key` of a request.

    Raises:
        IdempotencyKeyRequired: it is missing, empty, too long or given twice.

    """
    keys = request.headers.getlist("idempotency-key")
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        raise IdempotencyKeyRequired
    return keys[0]
