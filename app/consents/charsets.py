"""What does Japanese mail say, in the charsets in which it is really written? To be read; the bytes are kept."""

import re
from collections.abc import Callable, Mapping

_SHIFTS = re.compile(rb"(\x1b\$[@B]|\x1b\([BJI]|\x1b\$\(D)")
_KANJI, _KANA, _SUPPLEMENT = (b"\x1b$B", b"\x1b$@"), b"\x1b(I", b"\x1b$(D"
_CODES, _FIRST = range(0x21, 0x7F), 0x21
_ROWS_BELOW_KANA, _TRAILS_BELOW_DELETE = 62, 0x60
"""Where Shift_JIS skips the bytes of half-width kana, and the byte 7F."""


def decode_text(content: bytes, charset: str | None) -> str:
    """Return what a text says, by the charset it names or, where that is none we know, by the one it must be in.

    What no charset explains becomes U+FFFD. Only charsets known here are tried: some of those of the standard library
    take a time that grows with the square of the text.
    """
    decode = _DECODERS.get((charset or "").strip().lower())
    if decode is None:
        decode = _from_jis if b"\x1b$" in content else _from_utf8_or_cp932
    return decode(content)


def _from_jis(content: bytes) -> str:
    """Decode ISO-2022-JP with what mail programs really put into it: NEC's and IBM's characters, half-width kana."""
    said, shift = [], b""
    for part in _SHIFTS.split(content):
        if _SHIFTS.fullmatch(part):
            shift = part
        elif shift in _KANJI:
            said.append(_shifted(part).decode("cp932", "replace"))
        elif shift == _KANA:
            said.append(bytes(byte | 0x80 if byte in _CODES else byte for byte in part).decode("cp932", "replace"))
        elif shift == _SUPPLEMENT:
            said.append((shift + part).decode("iso2022_jp_1", "replace"))
        else:
            said.append(part.decode("cp932", "replace"))
    return "".join(said)


def _shifted(pairs: bytes) -> bytes:
    """Return characters of JIS X 0208 and its extensions, two bytes each, as Shift_JIS has them."""
    moved = bytearray()
    rest = iter(pairs)
    for lead in rest:
        trail = next(rest, 0) if lead in _CODES else 0
        if trail not in _CODES:
            moved += bytes([lead, trail] if trail else [lead])
            continue
        row = lead - _FIRST
        moved.append(row // 2 + (0x81 if row < _ROWS_BELOW_KANA else 0xC1))
        moved.append(trail + (0x7E if row % 2 else 0x1F if trail < _TRAILS_BELOW_DELETE else 0x20))
    return bytes(moved)


def _from_utf8_or_cp932(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp932", "replace")


def _by(codec: str) -> Callable[[bytes], str]:
    return lambda content: content.decode(codec, "replace")


_DECODERS: Mapping[str, Callable[[bytes], str]] = {
    **dict.fromkeys(("iso-2022-jp", "iso-2022-jp-ms", "csiso2022jp", "cp50220", "cp50221"), _from_jis),
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji"), _by("cp932")
    ),
    **dict.fromkeys(("utf-8", "utf8"), _by("utf-8")),
    **dict.fromkeys(("euc-jp", "eucjp", "x-euc-jp"), _by("euc_jp")),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252"), _by("cp1252")),
}
