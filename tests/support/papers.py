"""What do people send as a scanned form? Small files made on the spot, and from them what nobody should open."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf
from PIL import Image

from app.documents.findings import Limits

MIB = 1024 * 1024
LIMITS = Limits(bytes=10 * MIB, pages=100, pixels=36_000_000)


def a_pdf(change: Callable[[Pdf], object] | None = None, *, pages: int = 1, packed: bool = False, **how: Any) -> bytes:
    """Return a PDF with a line of text on each page; `packed` puts all that can be into object streams."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Consent of Hanako Example) Tj ET")
        if change is not None:
            change(pdf)
        out = io.BytesIO()
        mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=mode, compress_streams=packed, **how)
    return out.getvalue()


def javascript() -> Dictionary:
    """Return an action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS="app.alert('needle')")


def of_many_pages(number: int) -> bytes:
    """Return a PDF of so many empty pages, written by hand because that is faster."""
    kids = b" ".join(b"%d 0 R" % (3 + page) for page in range(number))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (number, kids)]
    bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * number
    return _written(bodies)


def opening_with(action: Dictionary) -> Callable[[Pdf], object]:
    """Return the change by which a PDF acts when it is opened."""

    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(action)

    return change


def with_link(action: Dictionary) -> Callable[[Pdf], object]:
    """Return the change by which a PDF acts when somebody clicks."""

    def change(pdf: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])

    return change


def with_image(**said: Any) -> Callable[[Pdf], object]:
    """Return the change by which a PDF shows an image of whatever is said of it."""

    def change(pdf: Pdf) -> None:
        raw = said.pop("raw", b"\0")
        image = pdf.make_stream(raw, Type=Name.XObject, Subtype=Name.Image, BitsPerComponent=8, **said)
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))

    return change


def deflated(size: int) -> bytes:
    """Return many zeros, deflated a thousandfold."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()


def a_bomb(size: int) -> bytes:
    """Return a stream that begins to expand to gigabytes, made of one block again and again; nobody reaches its end."""
    packer = zlib.compressobj(9)
    start = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (size // (16 * MIB))


def a_jpeg(size: tuple[int, int] = (80, 60), **how: Any) -> bytes:
    """Return a JPEG of one grey."""
    return _image(size, "JPEG", **how)


def a_png(size: tuple[int, int] = (80, 60), **how: Any) -> bytes:
    """Return a PNG of one grey."""
    return _image(size, "PNG", **how)


def several(kind: str, **how: Any) -> bytes:
    """Return two images in one file: an MPO or an APNG."""
    more = [Image.new("RGB", (80, 60), "black")]
    return _image((80, 60), kind, save_all=True, append_images=more, **how)


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """Return a PNG with a further chunk behind its head."""
    head = 8 + 25
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return png[:head] + chunk + png[head:]


def said_to_measure(png: bytes, width: int, height: int) -> bytes:
    """Return a PNG whose head claims another size."""
    head = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


def an_archive(name: str = "word/vbaProject.bin", content: bytes = b"macro") -> bytes:
    """Return a ZIP archive, such as a text document with a macro is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def two_parts(
    form: object, scan: bytes, *, name: str = "form.pdf", media_type: str = "application/pdf", boundary: str = "one"
) -> bytes:
    """Return a form and its scan as a body in two parts (RFC 7578)."""
    line, said = b"--" + boundary.encode(), json.dumps(form).encode()
    return b"".join(
        (
            line + b'\r\nContent-Disposition: form-data; name="form"\r\nContent-Type: application/json\r\n\r\n' + said,
            b"\r\n" + line + f'\r\nContent-Disposition: form-data; name="file"; filename="{name}"'.encode(),
            f"\r\nContent-Type: {media_type}\r\n\r\n".encode() + scan + b"\r\n" + line + b"--\r\n",
        )
    )


def _written(bodies: list[bytes]) -> bytes:
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate(bodies, 1):
        places.append(b"%010d 00000 n \n" % at)
        parts.append(b"%d 0 obj%sendobj\n" % (number, body))
        at += len(parts[-1])
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    trailer = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, at)
    return b"".join([*parts, head, *places, trailer])


def _image(size: tuple[int, int], kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "grey").save(out, kind, **how)
    return out.getvalue()
