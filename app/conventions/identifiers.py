"""Does a text hold a number that nobody may collect here? My Number and residence cards are refused, not kept."""

import re
import unicodedata

_MY_NUMBER = re.compile(r"(?<![0-9])([0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4})(?![0-9])")
_RESIDENCE_CARD = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[ -]?[0-9]{8}[ -]?[A-Z]{2}(?![A-Z0-9])")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_MODULUS = 11


def holds_my_number(text: str) -> bool:
    """Tell whether twelve digits with a right check digit stand in a text."""
    candidates = _MY_NUMBER.findall(_plain(text))
    return any(is_my_number(re.sub(r"[ -]", "", candidate)) for candidate in candidates)


def is_my_number(digits: str) -> bool:
    """Tell whether the last of twelve digits is the check digit of the eleven before it."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:-1], _WEIGHTS, strict=True)) % _MODULUS
    return int(digits[-1]) == (0 if rest <= 1 else _MODULUS - rest)


def holds_residence_card_number(text: str) -> bool:
    """Tell whether the number of a residence card stands in a text: two letters, eight digits, two letters."""
    return _RESIDENCE_CARD.search(_plain(text).upper()) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
