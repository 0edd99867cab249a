"""How are files kept sealed, in pieces that cannot be cut, reordered or exchanged?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from re import fullmatch
from uuid import UUID

import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Session

from app.core.errors import NotFound
from app.core.ids import new_id
from app.documents.findings import Finding
from app.vault.ciphers import cipher_in, cipher_of
from app.vault.envelope import open_bytes, place, seal_bytes
from app.vault.errors import Unreadable
from app.vault.keystore import Domain
from app.vault.models import document_parts, documents
from app.vault.sealing import open_sealed, reseal

PIECE_BYTES = 256 * 1024
_TABLE = "documents"
_MEDIA_TYPE = r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*"


@dataclass(frozen=True, slots=True)
class Label:
    """What is said of a file that is to be kept: its media type is the true one where nothing was found in it."""

    kind: str
    name: str
    media_type: str
    finding: Finding | None = Finding.NOT_INSPECTED


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What is known of a document without its bytes.

    `sha256` is in hexadecimal, `finding` what is wrong with it, and `pieces` the number of those it is sealed in.
    """

    id: UUID
    record_id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    finding: Finding | None
    pieces: int


def store_document(
    session: Session,
    domain: Domain,
    record_id: UUID,
    content: bytes | Iterable[bytes],
    label: Label,
    *,
    at: datetime,
    document_id: UUID | None = None,
) -> DocumentSummary:
    """Seal a file under the key of its record, which must have been sealed before, piece by piece as it comes.

    It gets a new id unless one is given. What was found in it is sealed with its name: nobody clears a file by hand.

    Raises:
        KeyDestroyed: the record has no key in this domain.
        ValueError: the media type has parameters, which could carry a name in clear.

    """
    if not fullmatch(_MEDIA_TYPE, label.media_type):
        raise ValueError("a media type is stored without parameters")
    document_id, connection = document_id or new_id(), session.connection()
    row = {"id": document_id, "record_id": record_id, "size": 0, "sealed": b"", "created_at": at}
    connection.execute(_ADD, row | {"kind": label.kind, "media_type": label.media_type})
    chunks = [content] if isinstance(content, bytes) else content
    size, digest, pieces = _store_parts(session, domain, record_id, document_id, chunks)
    details: dict[str, JsonValue] = {
        "name": label.name,
        "sha256": digest,
        "pieces": pieces,
        "finding": label.finding,
    }
    sealed = reseal(session, domain, _TABLE, record_id, details, row=document_id)
    connection.execute(_COMPLETE, {"document": document_id, "new_size": size, "new_sealed": sealed})
    return DocumentSummary(
        document_id, record_id, label.kind, label.name, label.media_type, size, digest, at, label.finding, pieces
    )


def open_document(session: Session, document_id: UUID) -> tuple[DocumentSummary, Iterator[bytes]]:
    """Return a document's summary and its bytes in pieces, to be consumed within the same piece of work.

    Raises:
        KeyDestroyed: the record's key is gone.
        NotFound: there is no such document.
        Unreadable: it was altered; the pieces raise this too, while they are consumed.

    """
    summary = summarise_document(session, document_id)
    return summary, _opened(session, summary)


def open_piece(session: Session, document_id: UUID, number: int) -> bytes:
    """Return one piece of a document, counted from 0, for whoever reads a large one slowly.

    Raises:
        KeyDestroyed: the record's key is gone.
        NotFound: there is no such document, or there is none any more.
        Unreadable: the piece was altered.

    """
    return _piece(session, summarise_document(session, document_id), number)


def summarise_document(session: Session, document_id: UUID) -> DocumentSummary:
    """Return a document's summary.

    Raises:
        KeyDestroyed: the record's key is gone.
        NotFound: there is no such document.
        Unreadable: the summary was altered.

    """
    row = session.connection().execute(sa.select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise NotFound
    details = open_sealed(session, _TABLE, row.record_id, row.sealed, row=document_id)
    # Files that were sealed before anything looked into them carry no finding.
    found = details.get("finding", Finding.NOT_INSPECTED)
    return DocumentSummary(
        document_id,
        row.record_id,
        row.kind,
        str(details["name"]),
        row.media_type,
        row.size,
        str(details["sha256"]),
        row.created_at,
        None if found is None else Finding(str(found)),
        int(str(details["pieces"])),
    )


def summarise_documents(session: Session, record_id: UUID) -> list[DocumentSummary]:
    """Return the summaries of a record's documents, in the order they came.

    Raises:
        KeyDestroyed: the record's key is gone.
        Unreadable: a summary was altered.

    """
    ids = session.connection().execute(
        sa.select(documents.c.id).where(documents.c.record_id == record_id).order_by(documents.c.id),
    )
    return [summarise_document(session, document_id) for document_id in ids.scalars().all()]


_ADD = sa.insert(documents)
_ADD_PART = sa.insert(document_parts)
_COMPLETE = (
    sa.update(documents)
    .where(documents.c.id == sa.bindparam("document"))
    .values(size=sa.bindparam("new_size"), sealed=sa.bindparam("new_sealed"))
)


def _store_parts(
    session: Session,
    domain: Domain,
    record_id: UUID,
    document_id: UUID,
    chunks: Iterable[bytes],
) -> tuple[int, str, int]:
    """Seal a stream and return its size, its SHA-256 and the number of its pieces."""
    cipher, digest, size, number = cipher_in(session, domain, record_id), sha256(), 0, 0
    for number, (piece, is_last) in enumerate(_pieces(chunks)):
        digest.update(piece)
        size += len(piece)
        sealed = seal_bytes(cipher, _piece_place(domain, document_id, number, is_last=is_last), piece)
        part = {"document_id": document_id, "number": number, "sealed": sealed}
        session.connection().execute(_ADD_PART, part)
    return size, digest.hexdigest(), number + 1


def _opened(session: Session, summary: DocumentSummary) -> Iterator[bytes]:
    digest = sha256()
    for number in range(summary.pieces):
        piece = _piece(session, summary, number)
        digest.update(piece)
        yield piece
    if digest.hexdigest() != summary.sha256:
        raise Unreadable("a document does not have the digest it was stored with")


def _piece(session: Session, summary: DocumentSummary, number: int) -> bytes:
    domain, cipher = cipher_of(session, summary.record_id)
    sealed = session.connection().execute(_PART, {"document": summary.id, "piece": number}).scalar()
    if sealed is None:
        raise Unreadable("a piece of a document is missing")
    return open_bytes(cipher, _piece_place(domain, summary.id, number, is_last=number == summary.pieces - 1), sealed)


_PART = sa.select(document_parts.c.sealed).where(
    document_parts.c.document_id == sa.bindparam("document"),
    document_parts.c.number == sa.bindparam("piece"),
)


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut a stream into pieces of one size, each with whether it is the last; an empty file has one empty piece."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) > PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES]), False
            del held[:PIECE_BYTES]
    yield bytes(held), True


def _piece_place(domain: Domain, document_id: UUID, number: int, *, is_last: bool) -> bytes:
    return place(domain, "document_parts", "sealed", document_id, number, is_last)
