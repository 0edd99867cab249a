"""Do documents come back whole, and does nobody cut, reorder or exchange their pieces unseen?"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from uuid import UUID

import pytest
import sqlalchemy as sa
from pydantic import JsonValue
from sqlmodel import Session

from app.core.errors import NotFound
from app.core.ids import new_id
from app.documents.findings import Finding
from app.vault.documents import PIECE_BYTES, DocumentSummary, Label, open_document, store_document, summarise_documents
from app.vault.errors import KeyDestroyed, Unreadable
from app.vault.keystore import Domain
from app.vault.models import document_parts, documents
from app.vault.sealing import reseal
from tests.vault.installation import NOON, Sealed, Vault

THREE_PIECES = bytes(range(256)) * (PIECE_BYTES // 256) * 2 + b"the end"


def a_document(vault: Vault, content: bytes | Iterable[bytes] = THREE_PIECES) -> DocumentSummary:
    record = vault.a_record()
    label = Label("consent_form", "承諾書 Hanako.pdf", "application/pdf")
    return vault.run(store_document, Domain.ISA, record.id, content, label, at=NOON)


def read(session: Session, document_id: UUID) -> bytes:
    return b"".join(open_document(session, document_id)[1])


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES])
def test_a_document_of_any_size_comes_back_whole(vault: Vault, size: int) -> None:
    content = b"x" * size

    document = a_document(vault, content)

    assert vault.run(read, document.id) == content
    assert vault.run(_numbers, document.id) == list(range(max(1, -(-size // PIECE_BYTES))))


def test_a_stream_is_stored_like_its_bytes(vault: Vault) -> None:
    chunks = (THREE_PIECES[start : start + 10_007] for start in range(0, len(THREE_PIECES), 10_007))

    document = a_document(vault, chunks)

    assert vault.run(read, document.id) == THREE_PIECES
    assert vault.run(_numbers, document.id) == [0, 1, 2]


def test_the_summary_tells_what_was_stored(vault: Vault) -> None:
    document = a_document(vault)

    opened, _ = vault.run(open_document, document.id)

    assert opened == document
    assert (opened.name, opened.size) == ("承諾書 Hanako.pdf", len(THREE_PIECES))
    assert opened.sha256 == sha256(THREE_PIECES).hexdigest()


@pytest.mark.parametrize("finding", [None, Finding.ACTIVE_CONTENT])
def test_what_was_found_in_a_document_is_kept_with_it(vault: Vault, finding: Finding | None) -> None:
    label = Label("form", "hanako.pdf", "application/pdf", finding)

    stored = vault.run(store_document, Domain.ISA, vault.a_record().id, b"%PDF", label, at=NOON)

    assert vault.run(open_document, stored.id)[0].finding is finding


def test_a_document_nobody_looked_into_says_so(vault: Vault) -> None:
    before_inspection = a_document(vault)
    details: dict[str, JsonValue] = {"name": before_inspection.name, "sha256": before_inspection.sha256, "pieces": 3}
    vault.run(_replace_details, before_inspection, details)

    assert a_document(vault).finding is Finding.NOT_INSPECTED
    assert vault.run(open_document, before_inspection.id)[0].finding is Finding.NOT_INSPECTED


def test_the_documents_of_a_record_are_listed_in_the_order_they_came(vault: Vault) -> None:
    first = a_document(vault)
    label = Label("identity", "2.png", "image/png")
    second = vault.run(store_document, Domain.ISA, first.record_id, b"2", label, at=NOON)

    assert vault.run(summarise_documents, first.record_id) == [first, second]


def test_an_unknown_document_is_not_found(vault: Vault) -> None:
    with pytest.raises(NotFound):
        vault.run(read, new_id())


def test_a_document_needs_a_record_with_a_key(vault: Vault) -> None:
    label = Label("identity", "2.png", "image/png")

    with pytest.raises(KeyDestroyed):
        vault.run(store_document, Domain.ISA, new_id(), b"2", label, at=NOON)


@pytest.mark.parametrize("media_type", ["application/pdf; name=hanako.pdf", "pdf", "", "text/Hanako Example"])
def test_a_media_type_cannot_carry_a_name_in_clear(vault: Vault, media_type: str) -> None:
    record = vault.a_record()

    with pytest.raises(ValueError, match="parameters"):
        vault.run(store_document, Domain.ISA, record.id, b"2", Label("identity", "2", media_type), at=NOON)


def _cut(session: Session, document: UUID) -> None:
    session.execute(sa.delete(document_parts).where(_part(document, 2)))


def _cut_short_and_say_so(session: Session, document: UUID) -> None:
    _cut(session, document)
    session.execute(sa.update(documents).where(documents.c.id == document).values(size=2 * PIECE_BYTES))


def _reorder(session: Session, document: UUID) -> None:
    for old, new in ((0, 9), (1, 0), (9, 1)):
        session.execute(sa.update(document_parts).where(_part(document, old)).values(number=new))


def _repeat(session: Session, document: UUID) -> None:
    first = session.execute(sa.select(document_parts.c.sealed).where(_part(document, 0))).scalar()
    session.execute(sa.update(document_parts).where(_part(document, 1)).values(sealed=first))


def _alter(session: Session, document: UUID) -> None:
    session.execute(sa.update(document_parts).where(_part(document, 1)).values(sealed=b"\x01" + bytes(60)))


def _alter_details(session: Session, document: UUID) -> None:
    session.execute(sa.update(documents).where(documents.c.id == document).values(sealed=b"\x01" + bytes(60)))


def _give_away(session: Session, document: UUID) -> None:
    other = session.execute(sa.select(documents.c.record_id).where(documents.c.id != document)).scalar()
    session.execute(sa.update(documents).where(documents.c.id == document).values(record_id=other))


@pytest.mark.parametrize(
    "tamper",
    [_cut, _cut_short_and_say_so, _reorder, _repeat, _alter, _alter_details, _give_away],
)
def test_a_document_that_was_tampered_with_is_unreadable(
    vault: Vault,
    tamper: Callable[[Session, UUID], None],
) -> None:
    a_document(vault)
    document = a_document(vault)
    vault.run(tamper, document.id)

    with pytest.raises(Unreadable):
        vault.run(read, document.id)


def test_details_that_tell_of_fewer_pieces_do_not_hide_the_cut(vault: Vault) -> None:
    document = a_document(vault)
    shorter: dict[str, JsonValue] = {
        "name": document.name,
        "sha256": sha256(THREE_PIECES[: 2 * PIECE_BYTES]).hexdigest(),
        "pieces": 2,
    }
    vault.run(_replace_details, document, shorter)

    with pytest.raises(Unreadable, match="open in this place"):
        vault.run(read, document.id)


def test_a_document_that_has_not_its_digest_is_unreadable(vault: Vault) -> None:
    document = a_document(vault)
    vault.run(_replace_details, document, {"name": document.name, "sha256": "0" * 64, "pieces": 3})

    with pytest.raises(Unreadable, match="digest"):
        vault.run(read, document.id)


def test_pieces_of_another_document_of_the_same_record_are_unreadable(vault: Vault) -> None:
    first = a_document(vault)
    label = Label("identity", "2.png", "image/png")
    second = vault.run(store_document, Domain.ISA, first.record_id, THREE_PIECES, label, at=NOON)
    vault.run(_exchange, first.id, second.id)

    with pytest.raises(Unreadable):
        vault.run(read, second.id)


def test_a_disposal_leaves_no_piece_and_no_name(vault: Vault) -> None:
    document, kept = a_document(vault), a_document(vault, b"kept")

    vault.dispose(Sealed(document.record_id, b""))

    assert vault.run(_numbers, document.id) == []
    assert vault.run(summarise_documents, document.record_id) == []
    assert vault.run(read, kept.id) == b"kept"


def _part(document: UUID, number: int) -> sa.ColumnElement[bool]:
    return (document_parts.c.document_id == document) & (document_parts.c.number == number)


def _replace_details(session: Session, document: DocumentSummary, details: Mapping[str, JsonValue]) -> None:
    sealed = reseal(session, Domain.ISA, "documents", document.record_id, details, row=document.id)
    session.execute(sa.update(documents).where(documents.c.id == document.id).values(sealed=sealed))


def _exchange(session: Session, source: UUID, target: UUID) -> None:
    stolen = session.execute(sa.select(document_parts.c.sealed).where(_part(source, 1))).scalar()
    session.execute(sa.update(document_parts).where(_part(target, 1)).values(sealed=stolen))


def _numbers(session: Session, document: UUID) -> list[int]:
    of_document = document_parts.c.document_id == document
    found = session.execute(sa.select(document_parts.c.number).where(of_document).order_by(document_parts.c.number))
    return list(found.scalars())
