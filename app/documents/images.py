"""Is an image one image, whole, and no larger than a page needs?"""

import io
import warnings

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from app.documents.findings import Finding, Found, Limits
from app.documents.types import JPEG, PNG

_FORMATS = {JPEG: JpegImageFile.format, PNG: PngImageFile.format}
_ENDS = {JPEG: b"\xff\xd9", PNG: b"\0\0\0\0IEND\xaeB`\x82"}
_PADDING = b"\0\r\n "
_SCALE = 8
"""JPEG is decoded to an eighth of its size: all of it is read, and little of it held."""


def require_plain_image(content: bytes, media_type: str, limits: Limits) -> None:
    """Let pass one image that can be decoded to its end, and ends there.

    Raises:
        Found: what is wrong with it.

    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it repairs; the pixels are counted below.
            warnings.simplefilter("ignore")
            _decode(content, media_type, limits)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError):
        raise Found(Finding.UNREADABLE) from None
    end = _ENDS[media_type]
    at = content.find(end) if media_type == PNG else content.rfind(end)
    if at < 0 or content[at + len(end) :].strip(_PADDING):
        raise Found(Finding.SEVERAL_TYPES)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Return the width and height that a JPEG says it has.

    Raises:
        OSError: it is none.

    """
    with Image.open(io.BytesIO(content), formats=(_FORMATS[JPEG],)) as image:
        return image.size


def _decode(content: bytes, media_type: str, limits: Limits) -> None:
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=(_FORMATS[media_type],)) as image:
        width, height = image.size
        if width * height > limits.pixels:
            raise Found(Finding.TOO_MANY_PIXELS)
        if image.format != _FORMATS[media_type] or getattr(image, "n_frames", 1) != 1:
            raise Found(Finding.SEVERAL_IMAGES)
        image.draft(None, (width // _SCALE, height // _SCALE))
        image.load()
