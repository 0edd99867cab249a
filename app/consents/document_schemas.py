"""What do callers see of the files kept of a consent?"""

from collections.abc import Sequence
from datetime import datetime

from app.consents.models import DocumentKind
from app.documents.findings import Finding
from app.http.fields import VersionedView, View

EXAMPLE_SCAN = (
    "%PDF-1.4\n"
    "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
    "4 0 obj <</Length 58>>stream\n"
    "BT /F 14 Tf 72 720 Td (Consent form of Kyuro Sample) Tj ET\n"
    "endstream endobj\n"
    "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
    "xref\n"
    "0 6\n"
    "0000000000 65535 f \n"
    "0000000009 00000 n \n"
    "0000000054 00000 n \n"
    "0000000105 00000 n \n"
    "0000000216 00000 n \n"
    "0000000321 00000 n \n"
    "trailer <</Root 1 0 R/Size 6>>\n"
    "startxref\n"
    "384\n"
    "%%EOF\n"
)
"""A PDF of one page, small enough to be read."""


class DocumentView(VersionedView):
    """A file of a consent, unopened; files never change.

    `name` is the name under which it was sent, and personal data like the form. `media_type` is the true one, except in
    quarantine: where `finding` says what is wrong, it is what the sender said.
    """

    kind: DocumentKind
    name: str
    media_type: str
    size: int
    sha256: str
    finding: Finding | None
    created_at: datetime


class DocumentsView(View):
    """The files of a consent, in the order in which they came."""

    items: Sequence[DocumentView]
