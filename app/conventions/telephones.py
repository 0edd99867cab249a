"""Which telephone number is meant? By E.164, from what people in Japan and abroad write."""

import re
import unicodedata

_WRITTEN = re.compile(r"\+?[0-9][0-9 ()./-]*[0-9]")
_SEPARATORS = re.compile(r"[ ()./-]")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ｰ", "-"))
_NATIONAL = re.compile(r"0[1-9][0-9]{8,9}")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")


class NotATelephoneNumber(ValueError):
    """It is neither a number in Japan nor one with a country code."""


def e164(text: str) -> str:
    """Return a number with its country code; one that begins with 0 is in Japan.

    Raises:
        NotATelephoneNumber: it is anything else.

    """
    plain = unicodedata.normalize("NFKC", text.translate(_HYPHENS)).strip()
    if not _WRITTEN.fullmatch(plain):
        raise NotATelephoneNumber
    digits = _SEPARATORS.sub("", plain)
    if _NATIONAL.fullmatch(digits):
        return f"+81{digits[1:]}"
    if not _INTERNATIONAL.fullmatch(digits):
        raise NotATelephoneNumber
    return digits
