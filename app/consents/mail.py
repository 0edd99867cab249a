"""What does an e-mail hold? Its sender, the forms enclosed in it, and the letter around them; nothing is executed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import Message
from itertools import islice

from app.consents.charsets import decode_text
from app.consents.headers import AsWritten, head_of, name_of
from app.core.errors import Malformed, TooLarge
from app.documents.findings import Finding

LARGEST = 25 * 1024 * 1024
MOST_FORMS = 100
_LONGEST_SENDER, _LONGEST_LETTER = 1000, 1024 * 1024
_MOST_SEPARATORS, _MOST_NESTED, _MOST_HEADERS, _MOST_LINES = 1000, 10, 50_000, 500_000
_SEPARATOR, _NESTED = re.compile(rb"[\r\n]--"), re.compile(rb"multipart/", re.IGNORECASE)
_HEADER = re.compile(rb"^[!-9;-~]{1,80}:", re.MULTILINE)
_NO_FORM = frozenset({"application/pgp-signature", "application/pkcs7-signature", "text/calendar", "text/vcard"})
_STORABLE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library's parser is known to raise on mail that is none."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file enclosed in a mail, under the name it was sent, and what is wrong with it."""

    name: str
    media_type: str
    content: bytes
    finding: Finding | None = Finding.NOT_INSPECTED


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail taken apart: `text` is what it says, in UTF-8: the headers that tell something, and its text.

    `others` are files that are no forms, such as pictures within the text.
    """

    raw: bytes
    sender: str
    enclosures: tuple[Enclosure, ...]
    text: bytes
    others: tuple[Enclosure, ...] = ()


def read_mail(raw: bytes) -> Letter:
    """Take an e-mail (RFC 5322) apart.

    Raises:
        Malformed: it is no mail, or does not name exactly one sender.
        TooLarge: it has more forms, parts, headers or text than a mail may.

    """
    _require_bounded(raw)
    try:
        message = message_from_bytes(raw, policy=AsWritten())
        parts = [(part, _content_of(part)) for part in _leaves(message)]
        sender = _sender_of(message)
        files = [(part, content) for part, content in parts if content and _is_file(part)]
        forms = tuple(_enclosure(part, content) for part, content in files if _may_be_a_form(part))
        others = tuple(_enclosure(part, content) for part, content in files if not _may_be_a_form(part))
        text = "\n\n".join([head_of(message), *_texts([pair for pair in parts if _is_text(pair[0])])])
    except _UNREADABLE:
        raise Malformed("mail") from None
    if len(forms) > MOST_FORMS:
        raise TooLarge
    return Letter(raw, sender, forms, text.encode("utf-8", "replace"), others)


def _require_bounded(raw: bytes) -> None:
    """Refuse what would take the parser long: it compares each line with all boundaries around it, and keeps it."""
    if len(raw) > LARGEST or raw.count(b"\n") + raw.count(b"\r") > 2 * _MOST_LINES:
        raise TooLarge
    limits = ((_SEPARATOR, _MOST_SEPARATORS), (_NESTED, _MOST_NESTED), (_HEADER, _MOST_HEADERS))
    if any(_holds_more(pattern, raw, most) for pattern, most in limits):
        raise TooLarge


def _holds_more(pattern: re.Pattern[bytes], raw: bytes, most: int) -> bool:
    return next(islice(pattern.finditer(raw), most, None), None) is not None


def _sender_of(message: Message) -> str:
    (named,) = message.get_all("from", [])
    header = policy.default.header_factory("from", str(named)[:_LONGEST_SENDER])
    addresses = header.addresses if isinstance(header, AddressHeader) else ()
    if len(addresses) != 1 or not addresses[0].domain:
        raise ValueError("a mail has one sender")
    return addresses[0].addr_spec.casefold()


def _leaves(part: Message) -> Iterator[Message]:
    """Yield the parts that hold something, a forwarded mail as one of them."""
    if part.get_content_maintype() == "message" or not part.is_multipart():
        yield part
        return
    for inner in part.get_payload():
        if isinstance(inner, Message):
            yield from _leaves(inner)


def _content_of(part: Message) -> bytes:
    if part.is_multipart():
        return b"".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _texts(parts: list[tuple[Message, bytes]]) -> Iterator[str]:
    """Yield the texts of a letter, in whatever charsets they came."""
    if sum(len(content) for _, content in parts) > _LONGEST_LETTER:
        raise TooLarge
    for part, content in parts:
        charset = part.get_param("charset")
        yield decode_text(content, charset if isinstance(charset, str) else None)


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and not _is_file(part)


def _is_file(part: Message) -> bool:
    return (
        part.get_param("filename", None, "content-disposition") is not None
        or part.get_param("name") is not None
        or part.get_content_disposition() == "attachment"
        or part.get_content_maintype() == "message"
    )


def _may_be_a_form(part: Message) -> bool:
    """Answer whether an enclosed file may be a form; pictures shown within the text are none."""
    shown_within = (
        part.get_content_maintype() == "image"
        and part.get_content_disposition() != "attachment"
        and "content-id" in part
    )
    return not shown_within and part.get_content_type() not in _NO_FORM


def _enclosure(part: Message, content: bytes) -> Enclosure:
    found = part.get_content_type()
    return Enclosure(name_of(part), found if _STORABLE.fullmatch(found) else "application/octet-stream", content)
