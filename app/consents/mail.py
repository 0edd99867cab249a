"""What does an e-mail hold? Its sender, the forms enclosed in it, and the letter around them; nothing is executed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import Message

from app.core.errors import Malformed, TooLarge
from app.documents.findings import Finding

MOST_FORMS = 100
_LONGEST_SENDER = 1000
_MOST_SEPARATORS, _MOST_NESTED = 1000, 10
_SEPARATOR, _NESTED = re.compile(rb"[\r\n]--"), re.compile(rb"multipart/", re.IGNORECASE)
_NO_FORM = frozenset({"application/pgp-signature", "application/pkcs7-signature", "text/calendar", "text/vcard"})
_STORABLE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library's parser is known to raise on mail that is none."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file enclosed in a mail, and what is wrong with it."""

    name: str
    media_type: str
    content: bytes
    finding: Finding | None = Finding.NOT_INSPECTED


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail taken apart: `text` is its headers and its text without any enclosure."""

    raw: bytes
    sender: str
    enclosures: tuple[Enclosure, ...]
    text: bytes


def read_mail(raw: bytes) -> Letter:
    """Take an e-mail (RFC 5322) apart.

    Raises:
        Malformed: it is no mail, or does not name exactly one sender.
        TooLarge: it has more forms or parts than a mail may.

    """
    _require_few_parts(raw)
    try:
        # The default policy knows headers better, and takes milliseconds for each: a mail of many parts would block.
        message = message_from_bytes(raw, policy=policy.compat32)
        parts = [(part, _content_of(part)) for part in _leaves(message)]
        sender = _sender_of(message)
        enclosed = [(part, content) for part, content in parts if content and _may_be_a_form(part)]
        enclosures = tuple(Enclosure(_name_of(part), _media_type_of(part), content) for part, content in enclosed)
        text = [content for part, content in parts if part.get_content_maintype() == "text" and not _is_file(part)]
    except _UNREADABLE:
        raise Malformed("mail") from None
    if len(enclosures) > MOST_FORMS:
        raise TooLarge
    return Letter(raw, sender, enclosures, b"\r\n\r\n".join([_head(raw), *text]))


def _require_few_parts(raw: bytes) -> None:
    """Refuse what the parser would take long for: it compares every line with the boundary of every part around it."""
    if len(_SEPARATOR.findall(raw)) > _MOST_SEPARATORS or len(_NESTED.findall(raw)) > _MOST_NESTED:
        raise TooLarge


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


def _is_file(part: Message) -> bool:
    return (
        part.get_filename() is not None
        or part.get_content_disposition() == "attachment"
        or part.get_content_maintype() == "message"
    )


def _may_be_a_form(part: Message) -> bool:
    """Answer whether a part is an enclosed file; pictures shown within the text are not."""
    shown_within = (
        part.get_content_maintype() == "image"
        and part.get_content_disposition() != "attachment"
        and "content-id" in part
    )
    return _is_file(part) and not shown_within and part.get_content_type() not in _NO_FORM


def _name_of(part: Message) -> str:
    return (part.get_filename() or "form").encode("utf-8", "replace").decode()[:200]


def _media_type_of(part: Message) -> str:
    found = part.get_content_type()
    return found if _STORABLE.fullmatch(found) else "application/octet-stream"


def _head(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
