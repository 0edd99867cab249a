"""Does a PDF do anything but show pages? Asked of every object in it, those in object streams included."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, PdfError, Stream, StreamDecodeLevel

from app.documents.findings import Finding, Found, Limits
from app.documents.images import jpeg_size

EXPANDED_BYTES = 64 * 1024 * 1024
"""Of one stream: an A4 page scanned in colour at 400 dpi."""

_ACTIVE_KEYS = frozenset(
    {"/AA", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/RichMediaContent", "/RichMediaSettings", "/XFA"}
)
_ELSEWHERE_KEYS = frozenset({"/F", "/OPI", "/Ref"})
"""By which a stream has its content fetched from another file."""
_ACTIVE_KINDS = frozenset(
    {
        *("/3D", "/EmbeddedFile", "/FileAttachment", "/GoTo3DView", "/GoToE", "/GoToR", "/ImportData", "/JavaScript"),
        *("/Launch", "/Movie", "/PS", "/Rendition", "/RichMedia", "/RichMediaExecute", "/Screen", "/Sound"),
        *("/SubmitForm",),
    }
)
_KIND_KEYS = ("/S", "/Subtype", "/Type")
_IN_CLEAR = re.compile(rb"/(?:EmbeddedFile|GoTo[ER]|ImportData|JavaScript|Launch|RichMedia|SubmitForm)\b")
_IMAGE_CODECS = frozenset({"/CCITTFaxDecode", "/DCTDecode", "/JBIG2Decode", "/JPXDecode"})
_END = re.compile(rb"%%EOF\s*\Z")


def require_still_pdf(content: bytes, limits: Limits) -> None:
    """Let pass a PDF that is whole, readable by anybody, and shows pages without doing anything.

    Raises:
        Found: what is wrong with it.

    """
    _limit_qpdf()
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            _require_still(pdf, limits)
    except pikepdf.PasswordError:
        raise Found(Finding.ENCRYPTED) from None
    except (PdfError, pikepdf.DataDecodingError, OSError, ValueError, TypeError, RuntimeError, RecursionError):
        raise Found(Finding.UNREADABLE) from None
    # What the file's own table of objects leaves out, a viewer that repairs files may still find.
    if _IN_CLEAR.search(content):
        raise Found(Finding.ACTIVE_CONTENT)
    if not _END.search(content, len(content) - 64):
        raise Found(Finding.SEVERAL_TYPES)


def _limit_qpdf() -> None:
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=EXPANDED_BYTES,
        run_length_max_memory=EXPANDED_BYTES,
        png_max_memory=EXPANDED_BYTES,
        tiff_max_memory=EXPANDED_BYTES,
        max_stream_filters=3,
    )


def _require_still(pdf: Pdf, limits: Limits) -> None:
    if pdf.is_encrypted:
        raise Found(Finding.ENCRYPTED)
    for found in pdf.objects:
        for part in _parts(found):
            _require_inactive(part)
            if isinstance(part, Stream):
                _require_bounded(part, limits)
    if len(pdf.pages) > limits.pages:
        raise Found(Finding.TOO_MANY_PAGES)
    if not pdf.pages:
        raise Found(Finding.UNREADABLE)


def _parts(found: Any) -> Iterator[Dictionary | Stream]:
    """Yield an object and the dictionaries that stand in it directly; those it refers to have their own turn."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Dictionary | Stream):
            yield part
            inner = [value for _, value in part.items()]
        else:
            inner = list(part)
        waiting += [one for one in inner if isinstance(one, Array | Dictionary) and not one.is_indirect]


def _require_inactive(part: Dictionary | Stream) -> None:
    keys = set(part.keys())
    kinds = {str(part[key]) for key in _KIND_KEYS if key in keys and isinstance(part[key], Name)}
    if (
        keys & _ACTIVE_KEYS
        or kinds & _ACTIVE_KINDS
        or (isinstance(part, Stream) and keys & _ELSEWHERE_KEYS)
        or ("/OpenAction" in keys and not _is_place(part["/OpenAction"]))
    ):
        raise Found(Finding.ACTIVE_CONTENT)


def _is_place(opening: Any) -> bool:
    """Tell whether a PDF opens at some place in itself, and does nothing else then."""
    if isinstance(opening, Dictionary):
        return opening.get("/S") == Name.GoTo and "/Next" not in opening
    return isinstance(opening, Array)


def _require_bounded(stream: Stream, limits: Limits) -> None:
    """Let pass a stream that expands to no more than a page needs."""
    filters = _filters(stream)
    if stream.get("/Subtype") == Name.Image:
        _require_few_pixels(stream, filters, limits)
    if not (len(filters) == 1 and filters[0] in _IMAGE_CODECS):
        stream.read_bytes(StreamDecodeLevel.specialized)


def _filters(stream: Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(one) for one in named] if isinstance(named, Array) else [str(named)]


def _require_few_pixels(stream: Stream, filters: list[str], limits: Limits) -> None:
    size = (int(stream.get("/Width", 0)), int(stream.get("/Height", 0)))
    sizes = [size]
    if filters == ["/DCTDecode"]:
        sizes.append(jpeg_size(stream.read_raw_bytes()))
    if any(width * height > limits.pixels for width, height in sizes):
        raise Found(Finding.TOO_MANY_PIXELS)
