"""Is this a reading in kana? Half-width kana is kana too; what was written is kept as it was written."""

import re
import unicodedata

_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ ]+")


def is_kana(text: str) -> bool:
    """Tell whether a name's reading is kana throughout, with long marks, middle dots and spaces."""
    return _KANA.fullmatch(unicodedata.normalize("NFKC", text)) is not None
