"""Routes under `/v1/consents/{consent_id}` about the files kept of a consent."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response

from app.access.guards import ConsentsManage, DocumentsRead
from app.consents import documents
from app.consents.document_schemas import EXAMPLE_SCAN, DocumentsView, DocumentView
from app.consents.download import download
from app.consents.handover import add_file
from app.core.examples import example_id
from app.documents.findings import Finding
from app.documents.types import JPEG, PDF, PNG
from app.http.fields import RecordId
from app.http.file_routes import FileRoute
from app.http.openapi import creates, example_path, reads
from app.memorandum import clause_2_2_purpose, clause_3_1_briefing

router = APIRouter(prefix="/v1/consents/{consent_id}", tags=["consents"], route_class=FileRoute)

PURPOSE, BRIEFING = clause_2_2_purpose.CLAUSE, clause_3_1_briefing.CLAUSE
Mailed = Annotated[RecordId, example_path(example_id("consents", "mailed"))]
Scanned = Annotated[RecordId, example_path(example_id("consents", "scanned"))]
Scan = Annotated[RecordId, example_path(example_id("documents", "scan"))]
Acknowledged = Annotated[
    Finding | None,
    Query(description="what was found in the file, to open it all the same; recorded"),
]
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"*/*": _BYTES}}, 409: {}}
_ADDS = creates(PURPOSE, BRIEFING) | {"requestBody": {"content": {JPEG: _BYTES, PNG: _BYTES}}}
Pdf = Annotated[bytes, Body(media_type=PDF, examples=[EXAMPLE_SCAN])]


@router.get("/document", response_class=Response, responses=_FILE, openapi_extra=reads(PURPOSE, BRIEFING))
async def show_document(caller: DocumentsRead, consent_id: Mailed, acknowledge: Acknowledged = None) -> Response:
    """Download the form as it came, by mail or as a scan; the opening is recorded."""
    return await download(caller, documents.open_original, consent_id, acknowledge)


@router.get("/documents", response_model=DocumentsView, openapi_extra=reads(PURPOSE, BRIEFING))
async def list_documents(caller: DocumentsRead, consent_id: Scanned) -> Response:
    """List the files kept of a consent; that their names were read is recorded."""
    return await caller.look(documents.list_documents, consent_id)


@router.post("/documents", status_code=201, response_model=DocumentView, openapi_extra=_ADDS)
async def add_document(caller: ConsentsManage, consent_id: Scanned, body: Pdf) -> Response:
    """Keep a further file with a consent: a PDF, JPEG or PNG, as the body of the request.

    It is the form where the consent came without one, as a direct registration does, and an attachment otherwise. A
    file that acts, is encrypted or damaged, or is something else besides, is refused with what was found.
    """
    return await add_file(caller, consent_id, body)


@router.get(
    "/documents/{document_id}", response_class=Response, responses=_FILE, openapi_extra=reads(PURPOSE, BRIEFING)
)
async def open_document(
    caller: DocumentsRead, consent_id: Scanned, document_id: Scan, acknowledge: Acknowledged = None
) -> Response:
    """Download one file of a consent; the opening is recorded.

    A file in quarantine (`finding`) is opened only by whoever names what was found in it, and then comes as mere bytes.
    """
    return await download(caller, documents.open_document, consent_id, document_id, acknowledge)
