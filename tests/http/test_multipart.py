"""Is a form in parts read in one way only, whole, and within its bounds, however it comes?"""

import tracemalloc
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Failure, Malformed, TooLarge, UnsupportedMedia
from app.http.multipart import FormReader, Part

KIB = 1024
TYPE = "multipart/form-data; boundary=a"
MOST = {"form": 100 * KIB, "file": 200 * KIB}
FORM = b'--a\r\nContent-Disposition: form-data; name="form"\r\nContent-Type: application/json\r\n\r\n{}\r\n'
FILE = b'--a\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF\r\n'
END = b"--a--\r\n"


def read(*chunks: bytes, content_type: str = TYPE) -> list[Part]:
    reader = FormReader(content_type, MOST)
    for chunk in chunks:
        reader.feed(chunk)
    return list(reader.parts().values())


def named(disposition: bytes) -> bytes:
    return FILE.replace(b'form-data; name="file"; filename="x.pdf"', disposition)


def test_a_form_comes_whole() -> None:
    assert read(FORM + FILE + END) == [
        Part("form", "", "application/json", b"{}"),
        Part("file", "x.pdf", "", b"%PDF"),
    ]


@given(st.lists(st.integers(0, len(FORM + FILE + END)), max_size=20).map(sorted))
def test_a_form_comes_whole_in_whatever_pieces(cuts: list[int]) -> None:
    whole = FORM + FILE + END
    chunks = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    assert read(*chunks) == read(whole)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="承諾書.pdf"', "承諾書.pdf"),
        ("form-data; name=file; filename=x.pdf", "x.pdf"),
        ('Form-Data; filename="x.pdf"; name="file"', "x.pdf"),
        ('form-data; name="file"; filename="C:\\\\scans\\\\x.pdf"', "x.pdf"),
        ('form-data; name="file"; filename="../../etc/x.pdf"', "x.pdf"),
        ('form-data; name="file"; filename="x\u202e\u0007fdp.pdf"', "xfdp.pdf"),
        ('form-data; name="file"; filename="' + "x" * 300 + '.pdf"', "x" * 196 + ".pdf"),
        ('form-data; name="file"', ""),
    ],
)
def test_the_name_of_a_file_is_a_name_and_no_more(disposition: str, name: str) -> None:
    assert [part.file_name for part in read(named(disposition.encode()) + END)] == [name]


ODD = {
    "name by RFC 2231": named(b'form-data; name="file"; filename="x.pdf"; filename*=utf-8\'\'y.exe'),
    "only by RFC 2231": named(b"form-data; name=\"file\"; filename*=utf-8''y.exe"),
    "name in pieces": named(b'form-data; name="file"; filename*0="y."; filename*1="exe"'),
    "part's name by RFC 2231": named(b"form-data; name*=utf-8''file"),
    "two names of a file": named(b'form-data; name="file"; filename="x.pdf"; filename="y.exe"'),
    "two names": named(b'form-data; name="file"; name="form"'),
    "no name": named(b'form-data; filename="x.pdf"'),
    "attachment": named(b'attachment; name="file"'),
    "no disposition": b"--a\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n",
    "no header": b"--a\r\n\r\n%PDF\r\n",
    "disposition twice": FILE.replace(b"\r\n\r\n", b"\r\nContent-Disposition: form-data; name=form\r\n\r\n", 1),
    "another part": named(b'form-data; name="state"'),
    "a part twice": FILE + FILE,
    "encoded once more": FILE.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1),
    "not UTF-8": named(b'form-data; name="file"; filename="\x8f\x93.pdf"'),
    "NUL in a header": named(b'form-data; name="fi\0le"'),
    "many headers": FILE.replace(b"\r\n\r\n", b"\r\nX-A: 1" * 9 + b"\r\n\r\n", 1),
    "header of 1 MB": named(b'form-data; name="file"; filename="' + b"x" * 1024 * KIB + b'"'),
    "header's name of 1 MB": FILE.replace(b"Content-Disposition", b"X" * 1024 * KIB),
    "junk before": b"junk" + FILE,
    "another boundary": FILE.replace(b"--a", b"--b"),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_case_66_what_two_readers_could_understand_differently_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body + END)


@pytest.mark.parametrize("body", [b"", FORM, FORM + FILE, FORM + FILE[:-4], END[:-4], FORM + b"--a-"])
def test_case_66_a_form_without_an_end_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


@pytest.mark.parametrize(
    ("content_type", "error"),
    [
        ("multipart/form-data", Malformed),
        ("multipart/form-data; boundary=", Malformed),
        ('multipart/form-data; boundary="a b"', Malformed),
        ("multipart/form-data; boundary=" + "a" * 71, Malformed),
        ("multipart/form-dataset; boundary=a", UnsupportedMedia),
        ("multipart/mixed; boundary=a", UnsupportedMedia),
    ],
)
def test_a_form_names_its_boundary(content_type: str, error: type[Failure]) -> None:
    with pytest.raises(error):
        read(FORM + END, content_type=content_type)


def test_a_part_is_as_large_as_it_may_be_and_no_larger() -> None:
    at_most = FILE.replace(b"%PDF", b"x" * 200 * KIB)

    assert len(read(at_most + END)[0].content) == 200 * KIB
    with pytest.raises(TooLarge):
        read(at_most.replace(b"x\r\n", b"xx\r\n") + END)


HUGE = {
    "10^5 parts": [FILE * 100] * 1000,
    "10^5 empty parts": [b"--a\r\n\r\n" * 100] * 1000,
    "a part without end": [FILE[:-2]] + [b"x" * 64 * KIB] * 1000,
    "headers without end": [b"--a\r\n"] + [b"X-A: " + b"x" * 1000 + b"\r\n"] * 1000,
    "nothing but newlines": [b"\r\n" * 1000] * 1000,
}


@pytest.mark.parametrize("chunks", HUGE.values(), ids=HUGE.keys())
def test_case_66_what_is_built_to_be_large_is_not_held(chunks: Iterable[bytes]) -> None:
    tracemalloc.start()
    with pytest.raises((Malformed, TooLarge)):
        read(*chunks)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 2 * 1024 * KIB


@given(st.lists(st.sampled_from([FORM, FILE, END, b"--a", b"\r\n", b"--", b"\0", b'name="file"', b": "]), max_size=12))
def test_no_bytes_at_all_break_the_reading(pieces: list[bytes]) -> None:
    try:
        parts = read(*pieces)
    except (Malformed, TooLarge):
        return

    assert {part.name for part in parts} <= {"form", "file"}
