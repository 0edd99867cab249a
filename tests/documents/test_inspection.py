"""Does a file that is built to hurt whoever opens it hurt only the process that was made for it?"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from pikepdf import Name, Pdf

from app.core.errors import Unavailable
from app.documents import inspection
from app.documents.cell import CPU_SECONDS, head_of
from app.documents.findings import Finding, Limits
from app.documents.inspection import File, Inspected, _at_sight, inspect
from app.documents.types import JPEG, PDF, PNG
from tests.support.papers import (
    LIMITS,
    MIB,
    a_bomb,
    a_jpeg,
    a_pdf,
    a_png,
    an_archive,
    deflated,
    of_many_pages,
    several,
    with_image,
)

MOST_SECONDS, MOST_MEMORY = 5, 256 * MIB


def a_file(content: bytes, media_type: str = PDF, name: str = "form.pdf") -> File:
    return File(name, media_type, content)


def findings(*files: File) -> list[Finding | None]:
    return [inspected.finding for inspected in inspect(files, LIMITS)]


def test_each_file_gets_its_own_answer_in_its_place() -> None:
    files = [
        a_file(a_pdf()),
        a_file(b""),
        a_file(several("PNG"), PNG, "scan.png"),
        a_file(an_archive(), "application/msword", "form.doc"),
        a_file(a_jpeg(), JPEG, "scan.jpg"),
        a_file(a_pdf()[:-60]),
    ]

    assert findings(*files) == [
        None,
        Finding.EMPTY,
        Finding.SEVERAL_IMAGES,
        Finding.OTHER_TYPE,
        None,
        Finding.UNREADABLE,
    ]


@pytest.mark.parametrize(
    ("media_type", "name", "finding"),
    [
        (PNG, "scan.png", None),
        (PNG, "スキャン.PNG", None),
        (PNG, "scan", None),
        ("application/octet-stream", "scan.png", None),
        ("image/x-png", "scan.png", None),
        (JPEG, "scan.jpg", Finding.OTHER_TYPE),
        (PDF, "scan.png", Finding.OTHER_TYPE),
        (PNG, "scan.pdf", Finding.OTHER_TYPE),
        (PNG, "scan.png.exe", Finding.OTHER_TYPE),
        ("text/html", "scan.png", Finding.OTHER_TYPE),
    ],
)
def test_h83_a_file_is_what_it_is_said_to_be(media_type: str, name: str, finding: Finding | None) -> None:
    assert _at_sight(a_file(a_png(), media_type, name), LIMITS) == finding


def test_a_file_without_finding_is_known_by_its_true_type() -> None:
    content = a_png()

    assert inspect([File("scan.png", "application/octet-stream", content)], LIMITS) == [
        Inspected("scan.png", PNG, content, None)
    ]


def test_a_file_beyond_the_limit_is_not_looked_at() -> None:
    small = Limits(bytes=100, pages=1, pixels=100)

    assert inspect([a_file(a_pdf())], small)[0].finding is Finding.TOO_LARGE


def many_bombs(pdf: Pdf) -> None:
    content = deflated(60 * MIB)
    for _ in range(140):
        pdf.add_blank_page().Contents = pdf.make_stream(content, Filter=Name.FlateDecode)


def within_itself(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


HEAVY: dict[str, tuple[Callable[[], bytes], Finding | None]] = {
    "100,000 pages": (lambda: of_many_pages(100_000), Finding.TOO_COSTLY),
    "10 GB in one stream": (
        lambda: a_pdf(with_image(raw=a_bomb(10_000 * MIB), Width=8, Height=8, Filter=Name.FlateDecode)),
        Finding.UNREADABLE,
    ),
    "10 GB in a table of objects": (lambda: packed_into(a_bomb(10_000 * MIB)), Finding.UNREADABLE),
    "pages within themselves": (lambda: a_pdf(within_itself), Finding.UNREADABLE),
    "as many pixels as are taken": (lambda: a_png((6000, 6000)), None),
}


@pytest.mark.parametrize(("heavy", "finding"), HEAVY.values(), ids=HEAVY.keys())
def test_h83_a_bomb_costs_little_and_is_found(heavy: Callable[[], bytes], finding: Finding | None) -> None:
    content = heavy()

    (found,), cost = in_a_cell(content)

    assert len(content) < LIMITS.bytes
    assert found == str(finding or "clean")
    assert cost["seconds"] < MOST_SECONDS
    assert cost["bytes"] < MOST_MEMORY


@pytest.mark.parametrize("seconds", [1, pytest.param(CPU_SECONDS, marks=pytest.mark.deep)])
def test_h83_many_bombs_in_one_file_are_given_up_in_time(seconds: int) -> None:
    (found,), cost = in_a_cell(a_pdf(many_bombs), before=f"cell.CPU_SECONDS = {seconds}")

    assert found == str(Finding.TOO_COSTLY)
    assert seconds * 0.8 < cost["seconds"] < MOST_SECONDS


def test_a_crash_of_the_judge_is_a_finding_and_spoils_no_neighbour() -> None:
    crashing = "cell.judge = lambda content, _: (content[0] and os.kill(os.getpid(), 11)) or None"

    found, _ = in_a_cell(b"\1", b"\0", before=crashing)

    assert found == ["too_costly", "clean"]


def test_a_judge_that_does_not_come_to_an_end_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "LONGEST_SECONDS", 0.01)
    before = time.monotonic()

    assert findings(a_file(a_pdf()), a_file(a_pdf())) == [Finding.TOO_COSTLY] * 2
    assert time.monotonic() - before < 2


def test_a_judge_that_cannot_be_started_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert findings(a_file(a_pdf())) == [Finding.TOO_COSTLY]


def test_only_so_many_are_looked_through_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "LONGEST_WAIT_SECONDS", 0)
    places = BoundedSemaphore(1)
    monkeypatch.setattr(inspection, "_PLACES", places)

    with places, pytest.raises(Unavailable):
        inspect([a_file(a_pdf())], LIMITS)
    assert findings(a_file(a_pdf())) == [None]


def test_nothing_of_a_file_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_oublock

    findings(a_file(a_pdf(pages=50)), a_file(a_jpeg((3000, 3000)), JPEG, "scan.jpg"))

    assert list(tmp_path.iterdir()) == []
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_oublock == before


def in_a_cell(*contents: bytes, before: str = "") -> tuple[list[str], dict[str, float]]:
    """Have files judged as the service does, and return what was found and what the dearest of them cost."""
    program = f"""
import os, resource, sys
from app.documents import cell
{before}
cell.main()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
"""
    sent = b"".join(part for content in contents for part in (head_of(content, LIMITS), content))
    told = subprocess.run([sys.executable, "-c", program], input=sent, capture_output=True, check=True)
    *found, used = told.stdout.decode().splitlines()
    seconds, held = used.split()
    return found, {"seconds": float(seconds), "bytes": float(held)}


def packed_into(bomb: bytes) -> bytes:
    """Return a PDF whose own table of objects is a bomb."""
    head = b"%%PDF-1.5\n1 0 obj<</Type/XRef/W[1 2 1]/Size 9/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        bomb
    )
    return head + bomb + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"
