"""What is found in one file? Worked out here and now, so only where a crash and a bomb do no harm."""

import io
import re
import zipfile

from app.documents.findings import Finding, Found, Limits
from app.documents.images import require_plain_image
from app.documents.pdf import require_still_pdf
from app.documents.types import PDF, type_of

_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|iframe[\s>]|svg\s+xmlns)", re.IGNORECASE)


def judge(content: bytes, limits: Limits) -> Finding | None:
    """Return what is wrong with a PDF, JPEG or PNG, if anything is."""
    media_type = type_of(content)
    if media_type is None:
        return Finding.OTHER_TYPE
    try:
        if media_type == PDF:
            require_still_pdf(content, limits)
        else:
            require_plain_image(content, media_type, limits)
    except Found as found:
        return found.finding
    except MemoryError:
        return Finding.TOO_COSTLY
    if _WEB_PAGE.search(content) or zipfile.is_zipfile(io.BytesIO(content)):
        return Finding.SEVERAL_TYPES
    return None
