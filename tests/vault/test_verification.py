"""Does the verification of a disposal find every way in which it may be incomplete?"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.vault.blind_index import index
from app.vault.disposal import Rotation, rotate
from app.vault.documents import Label, store_document
from app.vault.keystore import Domain
from app.vault.models import EpochState, blind_indexes, documents, key_epochs, record_keys
from app.vault.verification import verify
from tests.vault.installation import NOON, Sealed, Vault


def a_full_record(vault: Vault, domain: Domain = Domain.ISA) -> Sealed:
    record = vault.a_record(domain)
    vault.run(index, domain, record.id, "name", "Hanako Example")
    label = Label("consent_form", "hanako.pdf", "application/pdf")
    vault.run(store_document, domain, record.id, b"%PDF", label, at=NOON)
    return record


def findings(vault: Vault, rotation: Rotation, *disposed: Sealed) -> list[str]:
    epochs, records = rotation.old_epochs, [record.id for record in disposed]
    return vault.run(verify, vault.key_store, rotation.domain, epochs, records)


def test_a_complete_disposal_of_records_has_no_findings(vault: Vault) -> None:
    a_full_record(vault)
    disposed = a_full_record(vault)

    rotation = vault.dispose(disposed)

    assert findings(vault, rotation, disposed) == []


def test_a_complete_disposal_of_a_domain_has_no_findings(vault: Vault) -> None:
    records = [a_full_record(vault) for _ in range(3)]
    a_full_record(vault, Domain.DIRECT)

    rotation = vault.dispose_all()

    assert findings(vault, rotation, *records) == []


def test_a_disposal_that_never_happened_is_found(vault: Vault) -> None:
    record = a_full_record(vault)

    found = vault.run(verify, vault.key_store, Domain.ISA, [1], [record.id])

    assert found == [
        "epoch 1 of isa is not destroyed in the key store",
        "epoch 1 of isa still seals",
        "1 record keys are still wrapped under epoch 1 of isa",
        "1 blind indexes are still of epoch 1 of isa",
        "1 rows of disposed records are left in record_keys",
        "1 rows of disposed records are left in blind_indexes",
        "1 rows of disposed records are left in documents",
    ]


def test_keys_left_in_the_key_store_are_found(vault: Vault) -> None:
    disposed = a_full_record(vault)

    rotation = vault.run(rotate, Domain.ISA, [disposed.id], vault.key_store.make_epoch(Domain.ISA), NOON)

    assert findings(vault, rotation, disposed) == ["epoch 1 of isa is not destroyed in the key store"]


def _spoil_a_survivor(session: Session) -> None:
    session.execute(sa.update(record_keys).values(wrapped_key=b"\x01" + bytes(59)))


def _strand_a_survivor(session: Session) -> None:
    session.execute(sa.update(record_keys).values(epoch=1))


def _strand_an_index(session: Session) -> None:
    session.execute(sa.update(blind_indexes).values(epoch=1))


def _lose_a_key(session: Session) -> None:
    session.execute(sa.delete(record_keys))


def _bring_the_epoch_back(session: Session) -> None:
    session.execute(sa.update(key_epochs).where(key_epochs.c.domain == Domain.ISA).values(state=EpochState.RETIRED))
    session.execute(sa.update(key_epochs).where(key_epochs.c.epoch == 1).values(state=EpochState.CURRENT))


@pytest.mark.parametrize(
    ("sabotage", "finding"),
    [
        (_spoil_a_survivor, "no longer opens"),
        (_strand_a_survivor, "record keys are still wrapped under epoch 1"),
        (_strand_an_index, "blind indexes are still of epoch 1"),
        (_lose_a_key, "without a record key are left in documents"),
        (_bring_the_epoch_back, "epoch 1 of isa still seals"),
    ],
)
def test_every_sabotage_is_found(vault: Vault, sabotage: Callable[[Session], None], finding: str) -> None:
    a_full_record(vault)
    disposed = a_full_record(vault)
    rotation = vault.dispose(disposed)

    vault.run(sabotage)

    assert any(finding in found for found in findings(vault, rotation, disposed))


def test_findings_name_no_person(vault: Vault) -> None:
    record = a_full_record(vault)

    found = vault.run(verify, vault.key_store, Domain.ISA, [1], [record.id])

    assert "Hanako" not in "".join(found)


def test_documents_left_behind_are_counted(vault: Vault) -> None:
    disposed = a_full_record(vault)
    rotation = vault.dispose(disposed)
    vault.run(_leave_a_document, disposed)

    assert findings(vault, rotation, disposed) == [
        "1 rows of disposed records are left in documents",
        "1 rows without a record key are left in documents",
    ]


def _leave_a_document(session: Session, record: Sealed) -> None:
    row = {"record_id": record.id, "kind": "x", "media_type": "a/b", "size": 0, "sealed": b"", "created_at": NOON}
    session.execute(sa.insert(documents).values(id=record.id, **row))
