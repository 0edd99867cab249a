"""How is a file kept with its consent? Looked through, and sealed under the key of that consent."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consents.models import DocumentKind
from app.consents.queries import TABLE
from app.core.errors import Invalid
from app.documents.inspection import Inspected
from app.memorandum.clause import Source
from app.vault.documents import DocumentSummary, Label, store_document
from app.vault.keystore import Domain


def require_plain(file: Inspected, pointer: str) -> None:
    """Let pass a file in which nothing was found.

    Raises:
        Invalid: something was.

    """
    if file.finding is not None:
        raise Invalid.at(pointer, file.finding.value)


def keep(
    session: Session, actor: Actor, consent_id: UUID, source: Source, kind: DocumentKind, file: Inspected
) -> DocumentSummary:
    """Seal a file that came for a consent, and record what was found in it; whoever takes it in records that."""
    label = Label(kind.value, file.name or kind.value, file.media_type, file.finding)
    document = store_document(session, Domain(source), consent_id, file.content, label, at=actor.at)
    if file.finding is not None:
        named = {"document": str(document.id), "kind": kind.value, "finding": file.finding.value}
        record(session, actor, "document.quarantined", TABLE, consent_id, **named)
    return document
