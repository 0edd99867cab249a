"""Is this the head of a request as we take it? Stricter than RFC 9112, so that no proxy can read it otherwise."""

import re
from dataclasses import dataclass

from app.core.settings import Settings
from app.http.protocol_body import Body, ChunkedBody, LengthBody

END = b"\r\n\r\n"
METHODS = "GET, POST"
"""All that any path answers; told where a request names no path."""

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb") ([!-\"$-~]++) HTTP/1\.[01]")
_FIELDS = re.compile(rb"(?:" + _TOKEN + rb":[\t -~\x80-\xff]*+\r\n)*+\r\n")
_DECISIVE = re.compile(
    rb"\n(host|content-length|transfer-encoding|authorization|content-type|idempotency-key):[\t ]*+([^\r]*+)",
    re.IGNORECASE,
)
_STRAY = re.compile(rb"(?<!\r)\n|\r(?!\n|\Z)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HOST = re.compile(rb"[0-9A-Za-z._:\[\]-]{1,255}")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_PARSED = frozenset({b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE"})
_ANY_OTHER = b"TRACE"
"""Stands for every method that the parser does not know: no route answers it."""


class Refused(Exception):
    """The connection ends with this problem; the reason is a word of ours, never what came."""

    def __init__(self, slug: str, reason: str) -> None:
        super().__init__(slug)
        self.slug, self.reason = slug, reason


@dataclass(frozen=True, slots=True)
class Head:
    """A head that may be parsed, and the body that follows it."""

    raw: bytes
    body: Body | None


def read_head(raw: bytes, limits: Settings) -> Head:
    """Check a whole head, from the method to the empty line.

    Raises:
        Refused: it is too large, ambiguous, or not of the grammar.

    """
    if len(raw) > limits.header_bytes:
        raise Refused("header-too-large", "bytes")
    line, _, fields = raw.partition(b"\r\n")
    method, target = _read_line(line, limits)
    if not _FIELDS.fullmatch(fields):
        raise Refused("malformed", "header")
    named = _decisive(raw)
    if fields.count(b"\r\n") - 1 > limits.header_fields:
        raise Refused("header-too-large", "fields")
    if not _HOST.fullmatch(named.get(b"host", b"")):
        raise Refused("malformed", "host")
    body = _body(line, named)
    if method == b"CONNECT" or target == b"*":
        raise Refused("method-not-allowed", "method")
    if not target.startswith(b"/"):
        raise Refused("malformed", "target")
    return Head(raw if method in _PARSED else _ANY_OTHER + raw[len(method) :], body)


def check_beginning(raw: bytes, fresh: int, limits: Settings) -> None:
    """Check what has come of a head before its end has, the last `fresh` bytes of which are new.

    Raises:
        Refused: whatever follows, this becomes no head.

    """
    line, ended, _ = raw.partition(b"\r\n")
    if _STRAY.search(raw, max(0, len(raw) - fresh - 1)):
        raise Refused("malformed", "line")
    if ended or len(line) > limits.request_line_bytes:
        _read_line(line, limits)
    if len(raw) > limits.header_bytes:
        raise Refused("header-too-large", "bytes")


def _read_line(line: bytes, limits: Settings) -> tuple[bytes, bytes]:
    if len(line) > limits.request_line_bytes:
        raise Refused("target-too-long", "bytes")
    matched = _REQUEST_LINE.fullmatch(line)
    if matched is None:
        raise Refused("malformed", "request_line")
    return matched[1], matched[2]


def _decisive(raw: bytes) -> dict[bytes, bytes]:
    """Return the fields that say where a request ends and whose it is; none may come twice."""
    pairs = [(name.lower(), value.rstrip(b"\t ")) for name, value in _DECISIVE.findall(raw)]
    named = dict(pairs)
    if len(named) != len(pairs):
        raise Refused("malformed", "repeated_header")
    return named


def _body(line: bytes, named: dict[bytes, bytes]) -> Body | None:
    length, coding = named.get(b"content-length"), named.get(b"transfer-encoding")
    if coding is not None:
        if coding != b"chunked" or length is not None or not line.endswith(b"1.1"):
            raise Refused("malformed", "transfer_encoding")
        return ChunkedBody()
    if length is None:
        return None
    if not _LENGTH.fullmatch(length):
        raise Refused("malformed", "content_length")
    return LengthBody(int(length)) if int(length) else None
