"""Where does a body end? By its length or its chunks, so that nothing of it is ever taken for a request."""

import re
from abc import ABC, abstractmethod

from typing_extensions import override

_LONGEST_LINE = 10
_SIZE_LINE = re.compile(rb"[0-9A-Fa-f]{1,8}\r\n")
_SIZE_BEGUN = re.compile(rb"[0-9A-Fa-f]{0,8}\r?")
_CRLF = b"\r\n"


class Unframed(Exception):
    """The chunks are not of the grammar; extensions and trailers, which nobody sends us, are not taken."""


class Body(ABC):
    """A body that is coming in."""

    ended = False

    @abstractmethod
    def take(self, data: bytes, at: int) -> int:
        """Return how far into `data` the body reaches from `at` on."""


class LengthBody(Body):
    """A body of as many bytes as its head said."""

    def __init__(self, length: int) -> None:
        self._left = length

    @override
    def take(self, data: bytes, at: int) -> int:
        """Return how far into `data` the body reaches from `at` on."""
        step = min(self._left, len(data) - at)
        self._left -= step
        self.ended = not self._left
        return at + step


class ChunkedBody(Body):
    """A body in chunks, each a size in hexadecimal, the bytes, and a line's end; one of size 0 ends it."""

    def __init__(self) -> None:
        self._left = 0
        self._line = b""
        self._after_data = self._last = False

    @override
    def take(self, data: bytes, at: int) -> int:
        """Return how far into `data` the body reaches from `at` on.

        Raises:
            Unframed: what comes is no chunk.

        """
        while at < len(data) and not self.ended:
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
            else:
                at = self._take_line(data, at)
        return at

    def _take_line(self, data: bytes, at: int) -> int:
        end = data.find(b"\n", at, at + _LONGEST_LINE) + 1 or min(at + _LONGEST_LINE, len(data))
        line = self._line + data[at:end]
        if line.endswith(b"\n"):
            self._line = b""
            self._end_line(line)
        elif not (_CRLF.startswith(line) if self._after_data else _SIZE_BEGUN.fullmatch(line)):
            raise Unframed
        else:
            self._line = line
        return end

    def _end_line(self, line: bytes) -> None:
        if not (line == _CRLF if self._after_data else _SIZE_LINE.fullmatch(line)):
            raise Unframed
        if self._after_data:
            self.ended, self._after_data = self._last, False
            return
        self._left = int(line, 16)
        self._last, self._after_data = not self._left, True
