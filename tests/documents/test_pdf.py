"""Is whatever a PDF may do, besides showing pages, found wherever it hides?"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String

from app.documents.findings import Finding, Limits
from app.documents.judging import judge
from tests.support.papers import (
    LIMITS,
    MIB,
    a_jpeg,
    a_pdf,
    an_archive,
    deflated,
    javascript,
    opening_with,
    with_image,
    with_link,
)

Change = Callable[[Pdf], object]


def on_root(**entries: Any) -> Change:
    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = pdf.make_indirect(value)

    return change


def on_page(**entries: Any) -> Change:
    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.pages[0].obj[f"/{name}"] = value

    return change


def annotated(subtype: str, **entries: Any) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]), **entries)])

    return change


def enclosing(pdf: Pdf) -> None:
    pdf.attachments["macro.docm"] = b"macro"


def with_orphan(pdf: Pdf) -> None:
    pdf.Root.Orphan = pdf.make_indirect(Array([Array([javascript()])]))


def elsewhere(pdf: Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"", F=Dictionary(FS=Name.URL, F=String("http://evil.example/")))


def postscript(pdf: Pdf) -> None:
    program = pdf.make_stream(b"%!", Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=program))


def uri() -> Dictionary:
    return Dictionary(S=Name.URI, URI=String("http://evil.example/"))


ACTIVE: dict[str, Callable[[], Change]] = {
    "OpenAction with JavaScript": lambda: opening_with(javascript()),
    "OpenAction that calls elsewhere": lambda: opening_with(uri()),
    "OpenAction that goes on": lambda: opening_with(Dictionary(S=Name.GoTo, D=Array([0]), Next=uri())),
    "OpenAction that is a word": lambda: on_root(OpenAction=String("x")),
    "JavaScript by name": lambda: on_root(
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), javascript()])))
    ),
    "AA of the document": lambda: on_root(AA=Dictionary(WC=javascript())),
    "AA of a page": lambda: on_page(AA=Dictionary(O=uri())),
    "Launch": lambda: with_link(Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "SubmitForm": lambda: with_link(Dictionary(S=Name.SubmitForm, F=String("http://evil.example/"))),
    "GoToR": lambda: with_link(Dictionary(S=Name.GoToR, F=String("//evil.example/x.pdf"))),
    "GoToE": lambda: with_link(Dictionary(S=Name.GoToE)),
    "ImportData": lambda: with_link(Dictionary(S=Name.ImportData, F=String("x.fdf"))),
    "an action behind an action": lambda: with_link(Dictionary(S=Name.GoTo, Next=Array([javascript()]))),
    "EmbeddedFile": lambda: enclosing,
    "FileAttachment": lambda: annotated("FileAttachment", FS=Dictionary(Type=Name.Filespec)),
    "RichMedia": lambda: annotated("RichMedia", RichMediaContent=Dictionary()),
    "Screen": lambda: annotated("Screen"),
    "Sound": lambda: annotated("Sound"),
    "XFA": lambda: on_root(AcroForm=Dictionary(Fields=Array(), XFA=String("<xdp/>"))),
    "a stream kept elsewhere": lambda: elsewhere,
    "PostScript": lambda: postscript,
    "an object to which nothing leads": lambda: with_orphan,
}


@pytest.mark.parametrize("packed", [False, True], ids=["in clear", "in object streams"])
@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE.keys())
def test_h81_what_acts_is_found(change: Callable[[], Change], *, packed: bool) -> None:
    assert judge(a_pdf(change(), packed=packed), LIMITS) is Finding.ACTIVE_CONTENT


def test_h81_nothing_of_it_can_be_seen_from_outside_an_object_stream() -> None:
    packed = a_pdf(opening_with(javascript()), packed=True)

    assert [word for word in (b"JavaScript", b"OpenAction", b"needle") if word in packed] == []


NAMES = [b"/JavaScript", b"/OpenAction", b"/Launch", b"/XFA", b"/EmbeddedFiles"]


@pytest.mark.parametrize("name", NAMES)
def test_h81_what_acts_is_found_behind_an_escaped_name(name: bytes) -> None:
    acting = {
        b"/Launch": ACTIVE["Launch"],
        b"/XFA": ACTIVE["XFA"],
        b"/EmbeddedFiles": ACTIVE["EmbeddedFile"],
    }.get(name, ACTIVE["OpenAction with JavaScript"])

    disguised = disguise(a_pdf(acting()), name)

    assert name not in disguised
    assert judge(disguised, LIMITS) is Finding.ACTIVE_CONTENT


def test_what_the_table_of_objects_leaves_out_is_looked_at_too() -> None:
    innocent = a_pdf()
    hidden = b"9 0 obj\n<< /S /JavaScript /JS (needle) >>\nendobj\n"
    table = innocent.index(b"xref\n")

    appended = innocent.replace(b"xref\n", hidden + b"xref\n", 1).replace(
        b"startxref\n%d" % table, b"startxref\n%d" % (table + len(hidden))
    )

    assert judge(appended, LIMITS) is Finding.ACTIVE_CONTENT


def interactive(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("name"), V=String("Hanako Example"))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([pdf.make_indirect(field)])))


STILL: dict[str, Callable[[], Change | None]] = {
    "text": lambda: None,
    "an outline's place to open at": lambda: on_root(OpenAction=Array([0, Name.Fit])),
    "a place to go to": lambda: with_link(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
    "a link to be clicked": lambda: with_link(uri()),
    "a form that was filled in": lambda: interactive,
    "a scan": lambda: with_image(raw=a_jpeg(), Width=80, Height=60, Filter=Name.DCTDecode, ColorSpace=Name.DeviceRGB),
    "a scan in black and white": lambda: with_image(raw=b"\0" * 9, Width=2480, Height=3508, Filter=Name.CCITTFaxDecode),
    "a scan, deflated": lambda: with_image(raw=deflated(MIB), Width=1024, Height=1024, Filter=Name.FlateDecode),
}


@pytest.mark.parametrize("packed", [False, True], ids=["in clear", "in object streams"])
@pytest.mark.parametrize("change", STILL.values(), ids=STILL.keys())
def test_what_people_send_is_taken(change: Callable[[], Change | None], *, packed: bool) -> None:
    assert judge(a_pdf(change(), packed=packed), LIMITS) is None


def test_pages_are_counted() -> None:
    assert judge(a_pdf(pages=100, packed=True), LIMITS) is None
    assert judge(a_pdf(pages=101, packed=True), LIMITS) is Finding.TOO_MANY_PAGES


@pytest.mark.parametrize("owner_only", [False, True])
def test_h83_what_is_encrypted_cannot_be_judged(*, owner_only: bool) -> None:
    key = Encryption(owner="owner", user="" if owner_only else "user")

    assert judge(a_pdf(encryption=key), LIMITS) is Finding.ENCRYPTED


TWICE = deflated(70 * MIB)
BOMBS: dict[str, tuple[Change, Finding]] = {
    "measures": (with_image(Width=50_000, Height=50_000), Finding.TOO_MANY_PIXELS),
    "measures of a JPEG in it": (
        with_image(raw=a_jpeg((6_500, 6_500)), Width=8, Height=8, Filter=Name.DCTDecode),
        Finding.TOO_MANY_PIXELS,
    ),
    "one filter": (with_image(raw=TWICE, Width=8, Height=8, Filter=Name.FlateDecode), Finding.UNREADABLE),
    "two filters": (
        with_image(raw=deflated(70 * MIB), Width=8, Height=8, Filter=Array([Name.FlateDecode, Name.LZWDecode])),
        Finding.UNREADABLE,
    ),
    "many filters": (with_image(raw=b"", Filter=Array([Name.FlateDecode] * 30)), Finding.UNREADABLE),
    "a filter before an image": (
        with_image(raw=b"", Filter=Array([Name.FlateDecode, Name.DCTDecode])),
        Finding.UNREADABLE,
    ),
    "a filter nobody knows": (with_image(raw=b"x", Filter=Name.Bogus), Finding.UNREADABLE),
}


@pytest.mark.parametrize(("change", "finding"), BOMBS.values(), ids=BOMBS.keys())
def test_h83_what_would_grow_without_measure_is_found(change: Change, finding: Finding) -> None:
    assert judge(a_pdf(change), LIMITS) is finding


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"%PDF-1.7\nnot one", Finding.UNREADABLE),
        (a_pdf()[:-40], Finding.UNREADABLE),
        (a_pdf()[: len(a_pdf()) // 2], Finding.UNREADABLE),
        (b"\n" + a_pdf(), Finding.OTHER_TYPE),
        (a_pdf() + an_archive(), Finding.SEVERAL_TYPES),
        (a_pdf() + an_archive() + b"\n%%EOF", Finding.SEVERAL_TYPES),
        (a_pdf().replace(b"Consent of", b"<script >x"), Finding.SEVERAL_TYPES),
        (a_pdf() + b"x" * 2000, Finding.SEVERAL_TYPES),
    ],
    ids=["junk", "no end", "half", "not at once", "archive", "archive hidden", "web page", "more behind"],
)
def test_h83_what_is_no_whole_pdf_is_found(content: bytes, finding: Finding) -> None:
    assert judge(content, LIMITS) in {finding, Finding.UNREADABLE}


def test_the_limits_are_those_given() -> None:
    small = Limits(bytes=MIB, pages=1, pixels=100)
    scan = with_image(Width=11, Height=10)

    assert judge(a_pdf(pages=2), small) is Finding.TOO_MANY_PAGES
    assert judge(a_pdf(scan), small) is Finding.TOO_MANY_PIXELS


@given(st.integers(0, len(a_pdf(packed=True)) - 1), st.binary(min_size=1, max_size=8))
def test_no_change_of_bytes_breaks_the_judgement(at: int, put: bytes) -> None:
    whole = a_pdf(packed=True)

    assert judge(whole[:at] + put + whole[at + len(put) :], LIMITS) in {None, *Finding}


def disguise(pdf: bytes, name: bytes) -> bytes:
    """Return a PDF with a name written with an escape, and its table of places put right by hand."""
    escaped = b"/#%02X" % name[1] + name[2:]
    return moved(pdf.replace(name, escaped))


def moved(changed: bytes) -> bytes:
    """Return a PDF with its table of objects drawn anew, as whoever edits one by hand has to."""
    places = {int(number): at for number, at in starts_of(changed)}
    table = changed.rindex(b"\nxref\n") + 1
    rows = [b"%010d 00000 n \n" % places[number] for number in sorted(places)]
    trailer = changed[changed.rindex(b"trailer") : changed.rindex(b"startxref")]
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(rows) + 1)
    return changed[:table] + head + b"".join(rows) + trailer + b"startxref\n%d\n%%%%EOF\n" % table


def starts_of(pdf: bytes) -> list[tuple[bytes, int]]:
    """Return the number and the place of each object."""
    found = []
    at = pdf.find(b" 0 obj\n")
    while at >= 0:
        start = pdf.rindex(b"\n", 0, at) + 1
        found.append((pdf[start:at], start))
        at = pdf.find(b" 0 obj\n", at + 1)
    return found
