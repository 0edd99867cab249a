"""Do records sealed, opened and indexed while a disposal runs end up under a key that lives?"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import UUID

import pytest
from sqlmodel import Session

from app.core.ids import new_id
from app.vault.blind_index import find, index
from app.vault.disposal import rotate
from app.vault.documents import Label, store_document
from app.vault.keystore import Domain
from app.vault.sealing import open_sealed, reseal, seal
from app.vault.verification import verify
from tests.vault.installation import FIELDS, NOON, Sealed, Vault

Write = Callable[[Session, UUID], None]
ROTATIONS, WRITERS, READERS = 6, 4, 2


def _reseal(session: Session, record_id: UUID) -> None:
    reseal(session, Domain.ISA, "people", record_id, FIELDS)


def _index(session: Session, record_id: UUID) -> None:
    index(session, Domain.ISA, record_id, "name", "Hanako Example")


def _store(session: Session, record_id: UUID) -> None:
    label = Label("consent_form", "hanako.pdf", "application/pdf")
    store_document(session, Domain.ISA, record_id, b"%PDF", label, at=NOON)


def test_rotations_strand_no_record_sealed_meanwhile(postgres_vault: Vault) -> None:
    stop = Event()

    with ThreadPoolExecutor(WRITERS) as threads:
        writers = [threads.submit(_seal_until, stop, postgres_vault) for _ in range(WRITERS)]
        _dispose_often(postgres_vault)
        stop.set()
    records = [record for writer in writers for record in writer.result()]

    assert len(records) >= WRITERS
    assert all(postgres_vault.open(record) == FIELDS for record in records)
    assert postgres_vault.run(verify, postgres_vault.key_store, Domain.ISA, range(1, ROTATIONS + 1), []) == []


def test_survivors_stay_readable_while_rotations_run(postgres_vault: Vault) -> None:
    stop, survivor = Event(), postgres_vault.a_record()
    postgres_vault.run(index, Domain.ISA, survivor.id, "name", "Hanako Example")

    with ThreadPoolExecutor(READERS) as threads:
        readers = [threads.submit(_read_until, stop, postgres_vault, survivor) for _ in range(READERS)]
        _dispose_often(postgres_vault)
        stop.set()

    assert all(reader.result() >= 1 for reader in readers)


def test_whoever_seals_makes_a_rotation_wait(postgres_vault: Vault) -> None:
    record_id, epoch = new_id(), postgres_vault.key_store.make_epoch(Domain.ISA)
    with ThreadPoolExecutor(1) as threads:
        with Session(postgres_vault.engine, info={"key_store": postgres_vault.key_store}) as session:
            data = seal(session, Domain.ISA, "people", record_id, FIELDS)
            rotation: Future[object] = threads.submit(postgres_vault.run, rotate, Domain.ISA, [], epoch, NOON)
            sleep(0.2)
            waited = not rotation.done()
            session.commit()
        rotation.result(timeout=10)

    assert waited
    assert postgres_vault.run(open_sealed, "people", record_id, data) == FIELDS


@pytest.mark.parametrize("write", [_reseal, _index, _store])
def test_whoever_writes_to_a_record_makes_its_disposal_wait(postgres_vault: Vault, write: Write) -> None:
    record, epoch = postgres_vault.a_record(), postgres_vault.key_store.make_epoch(Domain.ISA)
    with ThreadPoolExecutor(1) as threads:
        with Session(postgres_vault.engine, info={"key_store": postgres_vault.key_store}) as session:
            write(session, record.id)
            disposal = threads.submit(postgres_vault.run, rotate, Domain.ISA, [record.id], epoch, NOON)
            sleep(0.2)
            waited = not disposal.done()
            session.commit()
        rotation = postgres_vault.finish(disposal.result(timeout=10))

    assert waited
    assert postgres_vault.run(verify, postgres_vault.key_store, Domain.ISA, rotation.old_epochs, [record.id]) == []


def test_whoever_seals_during_a_rotation_seals_under_the_new_epoch(postgres_vault: Vault) -> None:
    epoch = postgres_vault.key_store.make_epoch(Domain.ISA)
    with ThreadPoolExecutor(1) as threads:
        with Session(postgres_vault.engine, info={"key_store": postgres_vault.key_store}) as session:
            rotation = rotate(session, Domain.ISA, [], epoch, NOON)
            sealing = threads.submit(postgres_vault.a_record)
            sleep(0.2)
            waited = not sealing.done()
            session.commit()
        record = sealing.result(timeout=10)
    postgres_vault.finish(rotation)

    assert waited
    assert postgres_vault.open(record) == FIELDS


def _dispose_often(vault: Vault) -> None:
    for _ in range(ROTATIONS):
        vault.dispose(vault.a_record())


def _seal_until(stop: Event, vault: Vault) -> list[Sealed]:
    sealed = [vault.a_record()]
    while not stop.is_set():
        sealed.append(vault.a_record())
        vault.run(index, Domain.ISA, sealed[-1].id, "name", "Hanako Example")
    return sealed


def _read_until(stop: Event, vault: Vault, survivor: Sealed) -> int:
    reads = 0
    while not stop.is_set() or reads == 0:
        assert vault.open(survivor) == FIELDS
        assert survivor.id in vault.run(find, Domain.ISA, "name", "hanako example")
        reads += 1
    return reads
