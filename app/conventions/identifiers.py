"""Which numbers may nobody collect here, and which corporate numbers are right? Of persons none, of bodies one."""

import re
import unicodedata

_BETWEEN = r"[\s./・_-]{0,2}"
_MY_NUMBER = re.compile(rf"(?<![0-9])[0-9]{{4}}{_BETWEEN}[0-9]{{4}}{_BETWEEN}[0-9]{{4}}(?![0-9])")
_RESIDENCE_CARD = re.compile(rf"(?<![A-Z0-9])[A-Z]{{2}}{_BETWEEN}[0-9]{{8}}{_BETWEEN}[A-Z]{{2}}(?![A-Z0-9])")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ーｰ", "-"))
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11
_CORPORATE_NUMBER = re.compile(r"[1-9][0-9]{12}")
_CORPORATE_MODULUS = 9


def holds_my_number(text: str) -> bool:
    """Tell whether twelve digits with a right check digit stand in a text."""
    return any(is_my_number(re.sub(r"[^0-9]", "", found)) for found in _MY_NUMBER.findall(_plain(text)))


def is_my_number(digits: str) -> bool:
    """Tell whether the last of twelve digits is the check digit of the eleven before it."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:-1], _WEIGHTS, strict=True)) % _MODULUS
    return int(digits[-1]) == (0 if rest <= 1 else _MODULUS - rest)


def holds_residence_card_number(text: str) -> bool:
    """Tell whether the number of a residence card stands in a text: two letters, eight digits, two letters."""
    return _RESIDENCE_CARD.search(_plain(text).upper()) is not None


def is_corporate_number(digits: str) -> bool:
    """Tell whether thirteen digits are a corporate number (法人番号): a check digit, and the twelve that it fits."""
    if not _CORPORATE_NUMBER.fullmatch(digits):
        return False
    weighed = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits[1:])))
    return int(digits[0]) == _CORPORATE_MODULUS - weighed % _CORPORATE_MODULUS


def _plain(text: str) -> str:
    """Return a text in which digits of every script and width, and every hyphen, are the plain ones."""
    folded = unicodedata.normalize("NFKC", text.translate(_HYPHENS))
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in folded)
