"""Is an image taken only if it is one, whole, of the size it says, and ends where it ends?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.findings import Finding, Limits
from app.documents.judging import judge
from tests.support.papers import (
    LIMITS,
    MIB,
    a_jpeg,
    a_png,
    an_archive,
    deflated,
    said_to_measure,
    several,
    with_chunk,
)

PAGE = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    "content",
    [
        a_jpeg(),
        a_jpeg(progressive=True),
        a_jpeg((1654, 2339), comment=b"a scan"),
        a_jpeg() + b"\0\0",
        a_png(),
        a_png((1654, 2339), dpi=(200, 200)),
    ],
    ids=["JPEG", "progressive", "A4", "padded", "PNG", "A4 PNG"],
)
def test_what_people_scan_is_taken(content: bytes) -> None:
    assert judge(content, LIMITS) is None


HOSTILE = {
    "PNG of 50,000 x 50,000": (said_to_measure(a_png(), 50_000, 50_000), Finding.TOO_MANY_PIXELS),
    "JPEG of 65,000 x 600": (a_jpeg((65_000, 600)), Finding.TOO_MANY_PIXELS),
    "APNG": (several("PNG"), Finding.SEVERAL_IMAGES),
    "MPO": (several("MPO"), Finding.SEVERAL_IMAGES),
    "bomb in zTXt": (with_chunk(a_png(), b"zTXt", b"k\0\0" + deflated(80 * MIB)), Finding.UNREADABLE),
    "bomb in iCCP": (with_chunk(a_png(), b"iCCP", b"k\0\0" + deflated(80 * MIB)), Finding.UNREADABLE),
    "bomb in iTXt": (with_chunk(a_png(), b"iTXt", b"k\0\1\0\0\0" + deflated(80 * MIB)), Finding.UNREADABLE),
    "PNG cut short": (a_png((640, 480))[:-30], Finding.UNREADABLE),
    "PNG without its end": (a_png()[:-12], Finding.SEVERAL_TYPES),
    "JPEG cut short": (a_jpeg((640, 480))[:900], Finding.UNREADABLE),
    "JPEG's first bytes": (b"\xff\xd8\xff", Finding.UNREADABLE),
    "PNG's first bytes": (b"\x89PNG\r\n\x1a\n", Finding.UNREADABLE),
    "PNG and archive": (a_png() + an_archive(), Finding.SEVERAL_TYPES),
    "JPEG and archive": (a_jpeg() + an_archive(), Finding.SEVERAL_TYPES),
    "JPEG and archive, its end again": (a_jpeg() + an_archive() + b"\xff\xd9", Finding.SEVERAL_TYPES),
    "JPEG and web page": (a_jpeg(comment=PAGE), Finding.SEVERAL_TYPES),
    "PNG and web page": (with_chunk(a_png(), b"tEXt", b"k\0" + PAGE), Finding.SEVERAL_TYPES),
    "GIF": (b"GIF89a" + bytes(20), Finding.OTHER_TYPE),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Finding.OTHER_TYPE),
    "text document with a macro": (an_archive(), Finding.OTHER_TYPE),
}


@pytest.mark.parametrize(("content", "finding"), HOSTILE.values(), ids=HOSTILE.keys())
def test_h83_what_is_no_plain_image_is_found(content: bytes, finding: Finding) -> None:
    assert judge(content, LIMITS) is finding


def test_the_pixels_are_those_given() -> None:
    small = Limits(bytes=MIB, pages=1, pixels=80 * 60)

    assert judge(a_jpeg((80, 60)), small) is None
    assert judge(a_png((81, 60)), small) is Finding.TOO_MANY_PIXELS


@pytest.mark.parametrize("whole", [a_jpeg(), a_png()], ids=["JPEG", "PNG"])
@given(at=st.integers(0, 300), put=st.binary(min_size=1, max_size=8), kept=st.integers(20, 400))
def test_no_change_of_bytes_breaks_the_judgement(whole: bytes, at: int, put: bytes, kept: int) -> None:
    changed = (whole[:at] + put + whole[at + len(put) :])[:kept]

    assert judge(changed, LIMITS) in {None, *Finding}


def test_every_png_that_is_cut_short_is_found() -> None:
    whole = a_png((40, 30))

    assert {judge(whole[:end], LIMITS) for end in range(8, len(whole))} <= {Finding.UNREADABLE, Finding.SEVERAL_TYPES}
