"""What is a person's name, its reading and its roman spelling? Kept as written; compared by a key.

Nobody is made to have two parts, a middle name or kanji; several surnames, accents, hyphens and apostrophes are
names as they stand.
"""

import re
import unicodedata

_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ ]+")
_BETWEEN = frozenset(" ·'’ʼ`´-‐‑–ー・.,，．、･゠=/／()（）&")
_GLYPHS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors, which choose among the glyphs of one kanji."""
_KATAKANA = {number: chr(number + ord("ァ") - ord("ぁ")) for number in range(ord("ぁ"), ord("ゖ") + 1)}
_KEPT = "LMN"


def is_name(text: str) -> bool:
    """Tell whether a text can be a person's name in any script: letters, and what stands between them."""
    plain = unicodedata.normalize("NFKC", text)
    whole = all(unicodedata.category(mark)[0] in "LM" or mark in _BETWEEN for mark in plain)
    return whole and any(mark.isalpha() for mark in plain)


def is_kana(text: str) -> bool:
    """Tell whether a name's reading is kana throughout, in any width, with long marks, middle dots and spaces."""
    plain = unicodedata.normalize("NFKC", text)
    return _KANA.fullmatch(plain) is not None and any(mark not in "ー・ " for mark in plain)


def is_roman(text: str) -> bool:
    """Tell whether a name is spelled in Latin letters, with or without accents, as passports spell it."""
    letters = [mark for mark in unicodedata.normalize("NFKC", text) if mark.isalpha()]
    return is_name(text) and all(unicodedata.name(letter, "").startswith("LATIN ") for letter in letters)


def name_key(text: str) -> str:
    """Return what two spellings of a name have in common, for comparing and never for showing.

    Width (NFKC), case, accents of Latin letters, hiragana or katakana, the glyph chosen for a kanji, and what stands
    between the letters make no difference, so that `João da Silva-Sato` is `JOAO DA SILVA SATO`.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    plain = _without_accents(_GLYPHS.sub("", folded)).translate(_KATAKANA)
    parts = (mark if unicodedata.category(mark)[0] in _KEPT else " " for mark in plain)
    return " ".join("".join(parts).split())


def _without_accents(text: str) -> str:
    kept, latin = [], False
    for mark in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(mark):
            latin = unicodedata.name(mark, "").startswith("LATIN ")
        elif latin:
            continue
        kept.append(mark)
    return unicodedata.normalize("NFC", "".join(kept))
