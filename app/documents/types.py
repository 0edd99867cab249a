"""Of which type is a file? By its first bytes, and never by its name alone."""

from collections.abc import Mapping

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS: Mapping[str, frozenset[str]] = {
    PDF: frozenset({"pdf"}),
    JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    PNG: frozenset({"png"}),
}
"""The types that are taken, and how their files are called."""

_BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
_UNDECLARED = "application/octet-stream"
_ALSO_CALLED = {"application/x-pdf": PDF, "image/jpg": JPEG, "image/pjpeg": JPEG, "image/x-png": PNG}


def type_of(content: bytes) -> str | None:
    """Return the type of a file that is of one we take."""
    return next((media_type for beginning, media_type in _BEGINNINGS if content.startswith(beginning)), None)


def is_said_to_be(media_type: str, declared: str, name: str) -> bool:
    """Tell whether what a file was declared to be, and how it is called, agrees with what it is."""
    stem, _, extension = name.rpartition(".")
    return _ALSO_CALLED.get(declared, declared) in {media_type, _UNDECLARED} and (
        not stem or extension.lower() in EXTENSIONS[media_type]
    )
