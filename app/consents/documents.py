"""Which files are kept of a consent, and who opens them? Briefed staff, on record, and what is suspect not unawares."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_opening
from app.audit.trail import record
from app.consents.document_schemas import DocumentsView, DocumentView
from app.consents.keeping import keep, require_plain
from app.consents.models import Consent, DocumentKind
from app.consents.queries import TABLE, get_consent
from app.consents.service import END_OF
from app.core.errors import NotFound, Quarantined
from app.documents.findings import Finding
from app.documents.inspection import Inspected
from app.memorandum.clause_2_2_purpose import require_purpose
from app.staff.queries import require_briefed_staff
from app.vault.documents import DocumentSummary, summarise_document, summarise_documents

_THE_FORM = frozenset({DocumentKind.MAIL, DocumentKind.FORM})


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose opening is on record, and the name it gets where it is saved, which tells nothing of anybody."""

    document: DocumentSummary
    name: str


def list_documents(session: Session, actor: Actor, consent_id: UUID) -> DocumentsView:
    """Return the files of a consent, and record that their names were read."""
    _require_readable(session, actor, consent_id)
    require_opening(session, actor, consent_id)

    found = summarise_documents(session, consent_id)
    record(
        session, actor, "documents.read", TABLE, consent_id, fields=["name"], documents=[str(one.id) for one in found]
    )
    return DocumentsView(items=[_view(one) for one in found])


def open_original(session: Session, actor: Actor, consent_id: UUID, acknowledged: Finding | None) -> Opened:
    """Open the form as it came, and record that.

    Raises:
        NotFound: the form did not come as a file.
        Quarantined: something was found in it, which the caller does not acknowledge.

    """
    consent = _require_readable(session, actor, consent_id)
    originals = [found for found in summarise_documents(session, consent_id) if found.kind in _THE_FORM]
    if not originals:
        raise NotFound
    return _open(session, actor, consent, originals[0], acknowledged)


def open_document(
    session: Session, actor: Actor, consent_id: UUID, document_id: UUID, acknowledged: Finding | None
) -> Opened:
    """Open one file of a consent, and record that.

    Raises:
        NotFound: it is no file of this consent.
        Quarantined: something was found in it, which the caller does not acknowledge.

    """
    consent = _require_readable(session, actor, consent_id)
    document = summarise_document(session, document_id)
    if document.record_id != consent_id:
        raise NotFound
    return _open(session, actor, consent, document, acknowledged)


def add_document(session: Session, actor: Actor, consent_id: UUID, file: Inspected) -> DocumentView:
    """Keep a further file with a consent: its form where it came without one, and an attachment otherwise.

    Raises:
        Invalid: something is wrong with the file.

    """
    consent = _require_readable(session, actor, consent_id)
    require_plain(file, "")

    held = {found.kind for found in summarise_documents(session, consent_id)}
    kind = DocumentKind.ATTACHMENT if held & _THE_FORM else DocumentKind.FORM
    document = keep(session, actor, consent_id, consent.source, kind, file)
    record(session, actor, "document.added", TABLE, consent_id, document=str(document.id), kind=kind.value)
    return _view(document)


def show_document(session: Session, actor: Actor, document_id: UUID) -> DocumentView:
    """Return what is known of a file, and record that its name was read."""
    document = summarise_document(session, document_id)
    _require_readable(session, actor, document.record_id)
    record(session, actor, "documents.read", TABLE, document.record_id, fields=["name"], documents=[str(document_id)])
    return _view(document)


def _require_readable(session: Session, actor: Actor, consent_id: UUID) -> Consent:
    require_briefed_staff(session, actor)
    consent = get_consent(session, consent_id)
    require_purpose(END_OF.get(actor.purpose), consent.source)
    return consent


def _open(
    session: Session, actor: Actor, consent: Consent, document: DocumentSummary, acknowledged: Finding | None
) -> Opened:
    require_opening(session, actor, consent.id)
    finding = document.finding
    if finding is not None and finding is not acknowledged:
        raise Quarantined(finding.value)
    record(
        session,
        actor,
        "document.read",
        TABLE,
        consent.id,
        document=str(document.id),
        kind=document.kind,
        finding=finding and finding.value,
    )
    return Opened(document, f"{document.kind}-{consent.receipt_number}")


def _view(document: DocumentSummary) -> DocumentView:
    return DocumentView(
        id=document.id,
        version=1,
        kind=DocumentKind(document.kind),
        name=document.name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        finding=document.finding,
        created_at=document.created_at,
    )
