"""Which place in Japan is meant? Prefectures (JIS X 0401), municipalities (JIS X 0402) and postal codes."""

import re
import unicodedata

PREFECTURES = frozenset(f"{number:02}" for number in range(1, 48))

_MUNICIPALITY = re.compile(r"[0-9]{6}")
_WEIGHTS = (6, 5, 4, 3, 2)
_MODULUS = 11
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ーｰ", "-"))
_POSTAL_CODE = re.compile(r"〒? ?([0-9]{3}) ?-? ?([0-9]{4})")


class NotAPostalCode(ValueError):
    """It is no postal code of Japan, which has seven digits."""


def is_municipality(code: str) -> bool:
    """Tell whether six digits name a municipality: prefecture, number, and a check digit that fits them.

    The number 000 stands for the prefecture itself.
    """
    if not _MUNICIPALITY.fullmatch(code) or code[:2] not in PREFECTURES or code[2:5] == "000":
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(code[:5], _WEIGHTS, strict=True)) % _MODULUS
    return int(code[5]) == (_MODULUS - rest) % 10


def lies_in(municipality: str, prefecture: str) -> bool:
    """Tell whether a municipality is one of a prefecture's."""
    return municipality.startswith(prefecture)


def postal_code(text: str) -> str:
    """Return the seven digits of a postal code, as 2310001 for 231-0001 or 〒２３１－０００１.

    Raises:
        NotAPostalCode: it is anything else.

    """
    found = _POSTAL_CODE.fullmatch(unicodedata.normalize("NFKC", text.translate(_HYPHENS)).strip())
    if found is None:
        raise NotAPostalCode
    return "".join(found.groups())
