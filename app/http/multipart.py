"""How is a form in parts read (RFC 7578)? By a library's parser into bounded memory, and never into a file.

What two readers could understand differently is refused: names given twice or in another spelling (RFC 2231), parts
given twice, contents encoded once more, and a form that has no end.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.core.errors import Malformed, TooLarge, UnsupportedMedia

MEDIA_TYPE = "multipart/form-data"
MOST_HEADERS, LONGEST_HEADER = 4, 1024
LONGEST_NAME = 200
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=?-]{1,70}")
_PARAMETER = re.compile(r";\s*([^\s=;\"]+)\s*=")
_AS_IT_IS = {"", "7bit", "8bit", "binary"}
# It would repeat bytes of what was sent.
logging.getLogger("python_multipart.multipart").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `file_name` and `media_type` are what the sender says."""

    name: str
    file_name: str
    media_type: str
    content: bytes


class FormReader:
    """Takes a form in as it comes, and holds of each part no more than `largest` names for it."""

    def __init__(self, content_type: str, largest: Mapping[str, int]) -> None:
        media_type, parameters = parse_options_header(content_type)
        if media_type != MEDIA_TYPE.encode():
            raise UnsupportedMedia
        boundary = parameters.get(b"boundary", b"")
        if not _BOUNDARY.fullmatch(boundary):
            raise Malformed("boundary")
        self._largest = largest
        self._parts: dict[str, Part] = {}
        self._headers: dict[str, bytearray] = {}
        self._field, self._value = bytearray(), bytearray()
        self._label, self._content, self._most = ("", "", ""), bytearray(), 0
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._more_of_field,
                "on_header_value": self._more_of_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._more_of_content,
                "on_part_end": self._end,
                "on_end": self._end_all,
            },
            max_header_count=MOST_HEADERS,
            max_header_size=LONGEST_HEADER,
        )

    def feed(self, chunk: bytes) -> None:
        """Take in what came next.

        Raises:
            Malformed: it is no form in parts, or not one that can be read in one way only.
            TooLarge: a part is larger than may be.

        """
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise Malformed("multipart") from None

    def parts(self) -> Mapping[str, Part]:
        """Return the parts by name, once all has come.

        Raises:
            Malformed: the end is missing.

        """
        if not self._ended:
            raise Malformed("multipart")
        return self._parts

    def _begin(self) -> None:
        self._headers, self._content = {}, bytearray()

    def _more_of_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _more_of_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        field = self._field.decode("ascii").lower()
        if field in self._headers:
            raise Malformed("multipart")
        self._headers[field] = self._value
        self._field, self._value = bytearray(), bytearray()

    def _end_headers(self) -> None:
        said = {field: _text(value) for field, value in self._headers.items()}
        if said.get("content-transfer-encoding", "").lower() not in _AS_IT_IS:
            raise Malformed("multipart")
        name, file_name = _names(said.get("content-disposition", ""))
        if name in self._parts or name not in self._largest:
            raise Malformed("multipart")
        media_type = parse_options_header(said.get("content-type", ""))[0].decode("latin-1")
        self._label, self._most = (name, file_name, media_type), self._largest[name]

    def _more_of_content(self, data: bytes, start: int, end: int) -> None:
        if len(self._content) + end - start > self._most:
            raise TooLarge
        self._content += data[start:end]

    def _end(self) -> None:
        name, file_name, media_type = self._label
        self._parts[name] = Part(name, file_name, media_type, bytes(self._content))
        self._content = bytearray()

    def _end_all(self) -> None:
        self._ended = True


def _text(value: bytes | bytearray) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not_utf8") from None


def _names(disposition: str) -> tuple[str, str]:
    """Return the name of a part and that of its file, without any folder; each is said once and in one way."""
    # The library takes text for Latin-1, as WSGI does.
    kind, parameters = parse_options_header(disposition.encode().decode("latin-1"))
    said = sorted(_PARAMETER.findall(disposition))
    if kind != b"form-data" or said not in (["name"], ["filename", "name"]):
        raise Malformed("multipart")
    whole = parameters.get(b"filename", b"").decode("utf-8", "replace")
    shown = "".join(character for character in re.split(r"[/\\]", whole)[-1] if character.isprintable())
    return parameters[b"name"].decode("utf-8", "replace"), shown[-LONGEST_NAME:]
