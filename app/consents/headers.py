"""What do the headers of a mail say? In encoded words (RFC 2047), parameters (RFC 2231) and bare bytes."""

import re
from base64 import b64decode
from binascii import Error
from email.message import Message
from email.policy import Compat32
from quopri import decodestring

from typing_extensions import override

from app.consents.charsets import decode_text
from app.core.errors import TooLarge

_LONGEST, _LONGEST_OF_CONTENT, _LONGEST_OF_ALL = 2000, 4000, 100_000
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
SHOWN = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
"""What of the headers is of use to whoever transcribes a form; the others say how the mail travelled."""


class AsWritten(Compat32):
    """How headers are read: bare bytes by the charset they must be in, and none that takes long to take apart.

    The other policies of the standard library know headers better and take milliseconds for each; and this one looks
    for a parameter in a time that grows with the square of the header.
    """

    @override
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a header, unless it is too long."""
        name, value = super().header_source_parse(sourcelines)
        if len(value) > (_LONGEST_OF_CONTENT if name.lower().startswith("content-") else _LONGEST_OF_ALL):
            raise TooLarge
        return name, value

    @override
    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the value of a header as text."""
        return value if value.isascii() else decode_text(value.encode("utf-8", "surrogateescape"), None)


def readable(value: object) -> str:
    """Return a header as people read it: encoded words decoded, on one line."""
    text = _BETWEEN_WORDS.sub(r"\1\2", str(value)[:_LONGEST])
    return " ".join(_WORD.sub(lambda word: _decoded(*word.groups()), text).split())


def head_of(message: Message) -> str:
    """Return the headers that are shown with a letter, the first of each name, one a line."""
    return "\n".join(f"{name}: {readable(raw)}" for name in SHOWN for raw in message.get_all(name, [])[:1])


def name_of(part: Message) -> str:
    """Return the name of an enclosed file, at most 200 characters; what a system could take for a path stays a name."""
    found = part.get_param("filename", None, "content-disposition") or part.get_param("name")
    if isinstance(found, tuple):
        charset, _, value = found
        name = decode_text(value.encode("latin-1", "replace")[:_LONGEST], charset)
    else:
        name = readable(found or "")
    return "".join(character for character in name if character.isprintable())[:200].strip() or "form"


def _decoded(charset: str, encoding: str, text: str) -> str:
    try:
        content = b64decode(text) if encoding in "Bb" else decodestring(text.replace("_", " "), header=False)
    except (Error, ValueError):
        return text
    return decode_text(content, charset.partition("*")[0])
