"""Is Japanese mail readable in the charsets in which it is really written, headers and names of files included?"""

import base64
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consents.charsets import decode_text
from app.consents.mail import read_mail

FROM = b"From: exchange@isa.example\r\n"
NAMES = "承諾書 髙﨑 ①㈱"
JIS = {"髙": b"\x7c\x62", "﨑": b"\x79\x75", "①": b"\x2d\x21", "㈱": b"\x2d\x6a"}
"""How mail programs write, in ISO-2022-JP, what is in NEC's rows and not in JIS X 0208."""


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "euc-jp", "shift_jis", "iso-2022-jp", "windows-31j"])
def test_what_python_writes_is_read(charset: str) -> None:
    assert decode_text("承諾書：山田 花子、ヤマダ".encode(charset.replace("windows-31j", "cp932")), charset) == (
        "承諾書：山田 花子、ヤマダ"
    )


@pytest.mark.parametrize("charset", ["shift_jis", "Shift-JIS", "x-sjis", None])
def test_shift_jis_is_read_with_the_characters_of_windows(charset: str | None) -> None:
    assert decode_text(NAMES.encode("cp932"), charset) == NAMES


@pytest.mark.parametrize("charset", ["iso-2022-jp", "ISO-2022-JP", None, "us-ascii", "x-unknown"])
@pytest.mark.parametrize("character", JIS)
def test_iso_2022_jp_is_read_with_the_characters_of_windows(charset: str | None, character: str) -> None:
    written = b"\x1b$B" + JIS[character] + b"\x1b(B end"

    assert decode_text(written, charset) == f"{character} end"


def test_half_width_kana_is_read_in_either_way() -> None:
    assert decode_text(b"\x1b(I\x36\x45\x1b(B", "iso-2022-jp") == "ｶﾅ"
    assert decode_text("ｶﾅ".encode("cp932"), "shift_jis") == "ｶﾅ"


@given(st.text(st.characters(codec="iso2022_jp", min_codepoint=0x20)))
def test_all_that_iso_2022_jp_has_is_read_as_windows_reads_it(text: str) -> None:
    read = decode_text(text.encode("iso2022_jp"), "iso-2022-jp")

    assert read == text.translate(str.maketrans("〜‖−¢£¬¥‾", "～∥－￠￡￢\\~"))


@given(st.binary(max_size=300), st.sampled_from([None, "iso-2022-jp", "shift_jis", "utf-8", "idna", "zip", "punycode"]))
def test_no_bytes_in_any_charset_break_the_reading(content: bytes, charset: str | None) -> None:
    assert isinstance(decode_text(b"\x1b$B" + content, charset), str)


def test_a_long_text_is_read_in_time_whatever_charset_it_names() -> None:
    started = time.monotonic()
    for charset in ("iso-2022-jp", "idna", "punycode", "utf-7", "unicode_escape"):
        decode_text(b"\x1b$B" + b"!" * 1_000_000, charset)

    assert time.monotonic() - started < 10


def word(text: str, charset: str, codec: str) -> str:
    """Return an encoded word (RFC 2047)."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(codec)).decode()}?="


@pytest.mark.parametrize(
    "subject",
    [
        word("承諾書①", "Shift_JIS", "cp932").encode(),
        word("承諾", "ISO-2022-JP", "iso2022_jp").encode() + b"\r\n " + word("書①", "UTF-8", "utf-8").encode(),
        b"=?utf-8?Q?=E6=89=BF=E8=AB=BE=E6=9B=B8=E2=91=A0?=",
        "承諾書①".encode("cp932"),
        "承諾書①".encode(),
    ],
    ids=["base64", "two-words", "quoted", "bare-sjis", "bare-utf8"],
)
def test_a_subject_is_readable(subject: bytes) -> None:
    letter = read_mail(FROM + b"Subject: " + subject + b"\r\n\r\ntext")

    assert "Subject: 承諾書①\n" in letter.text.decode()


@pytest.mark.parametrize(
    "disposition",
    [
        b"filename*=UTF-8''" + quote("承諾書①.pdf").encode(),
        b"filename*=Shift_JIS'ja'" + quote("承諾書①.pdf".encode("cp932")).encode(),
        b"filename*0*=utf-8''%E6%89%BF;\r\n filename*1*=%E8%AB%BE%E6%9B%B8%E2%91%A0;\r\n filename*2=.pdf",
        b'filename="' + word("承諾書①.pdf", "iso-2022-jp", "utf-8").replace("iso-2022-jp", "utf-8").encode() + b'"',
        b'filename="' + "承諾書①.pdf".encode("cp932") + b'"',
        b'filename="' + "承諾書①.pdf".encode() + b'"',
    ],
    ids=["rfc2231-utf8", "rfc2231-sjis", "rfc2231-parts", "rfc2047", "bare-sjis", "bare-utf8"],
)
def test_the_name_of_a_file_is_kept_as_it_was_meant(disposition: bytes) -> None:
    head = b"Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n " + disposition
    raw = FROM + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + head

    (enclosure,) = read_mail(raw + b"\r\n\r\n%PDF\r\n--x--\r\n").enclosures

    assert enclosure.name == "承諾書①.pdf"


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "a\u202egnp.exe", "x" * 1500, "\x00\x01", ""])
def test_a_hostile_name_stays_a_name(hostile: str) -> None:
    head = b"Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*=utf-8''"
    raw = FROM + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + head

    (enclosure,) = read_mail(raw + quote(hostile).encode() + b"\r\n\r\n%PDF\r\n--x--\r\n").enclosures

    assert 0 < len(enclosure.name) <= 200
    assert enclosure.name.isprintable()
