"""Does a disposal end what it should, in old copies too, and nothing else?"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.core.engine import make_engine
from app.core.ids import new_id
from app.vault.disposal import destroy_retired, discard_domain, record_destruction, retired_epochs, rotate
from app.vault.errors import EpochPassed, KeyDestroyed, Unreadable
from app.vault.keys import current_epoch
from app.vault.keystore import Domain, KeyStore
from app.vault.models import key_epochs, record_keys
from app.vault.sealing import open_sealed, reseal, seal
from tests.vault.installation import FIELDS, NOON, Vault


def test_what_was_discarded_no_longer_opens_and_survivors_do(vault: Vault) -> None:
    survivor, disposed = vault.a_record(), vault.a_record()

    vault.dispose(disposed)

    assert vault.open(survivor) == FIELDS
    with pytest.raises(KeyDestroyed):
        vault.open(disposed)


def test_a_rotation_says_what_it_did(vault: Vault) -> None:
    records = [vault.a_record() for _ in range(5)]

    rotation = vault.dispose(*records[:2])

    assert (rotation.old_epochs, rotation.new_epoch) == ((1,), 2)
    assert (rotation.discarded, rotation.rewrapped) == (2, 3)


def test_survivors_open_before_the_old_keys_are_destroyed_too(vault: Vault) -> None:
    survivor = vault.a_record()

    vault.run(rotate, Domain.ISA, [], vault.key_store.make_epoch(Domain.ISA), NOON)

    assert vault.open(survivor) == FIELDS


def test_a_record_of_the_other_domain_is_neither_discarded_nor_moved(vault: Vault) -> None:
    direct = vault.a_record(Domain.DIRECT)

    rotation = vault.dispose(direct, domain=Domain.ISA)

    assert vault.open(direct) == FIELDS
    assert (rotation.discarded, rotation.rewrapped) == (0, 0)


def test_more_records_than_one_batch_are_carried_over(sqlite_vault: Vault) -> None:
    data = sqlite_vault.run(_seal_many, [new_id() for _ in range(2_100)])

    rotation = sqlite_vault.dispose()

    assert rotation.rewrapped == 2_100
    assert sqlite_vault.run(_open_many, data) == 2_100


def test_a_second_disposal_finds_what_the_first_left(vault: Vault) -> None:
    survivor, first, second = vault.a_record(), vault.a_record(), vault.a_record()

    vault.dispose(first)
    rotation = vault.dispose(second)

    assert (rotation.old_epochs, rotation.discarded) == ((2,), 1)
    assert vault.open(survivor) == FIELDS


def test_a_disposal_of_what_is_gone_already_may_be_repeated(vault: Vault) -> None:
    survivor, disposed = vault.a_record(), vault.a_record()
    vault.dispose(disposed)

    rotation = vault.dispose(disposed)

    assert rotation.discarded == 0
    assert vault.open(survivor) == FIELDS


def test_a_disposed_record_cannot_be_resealed(vault: Vault) -> None:
    disposed = vault.a_record()
    vault.dispose(disposed)

    with pytest.raises(KeyDestroyed):
        vault.run(reseal, Domain.ISA, "people", disposed.id, FIELDS)


def test_a_rotation_to_an_epoch_that_is_not_newer_is_refused(vault: Vault) -> None:
    early, late = vault.key_store.make_epoch(Domain.ISA), vault.key_store.make_epoch(Domain.ISA)
    vault.run(rotate, Domain.ISA, [], late, NOON)

    with pytest.raises(EpochPassed):
        vault.run(rotate, Domain.ISA, [], early, NOON)


def test_a_rotation_that_is_rolled_back_changes_nothing(vault: Vault) -> None:
    record = vault.a_record()
    with Session(vault.engine, info={"key_store": vault.key_store}) as session:
        rotate(session, Domain.ISA, [record.id], vault.key_store.make_epoch(Domain.ISA), NOON)
        session.rollback()

    assert vault.open(record) == FIELDS
    assert vault.run(current_epoch, Domain.ISA) == 1


def test_an_epoch_made_for_a_rotation_that_failed_is_destroyed_with_the_next(vault: Vault) -> None:
    unused = vault.key_store.make_epoch(Domain.ISA)

    rotation = vault.dispose()

    assert rotation.old_epochs == (1, unused)
    assert vault.key_store.epochs(Domain.ISA) == (3,)


def test_a_crash_before_the_destruction_leaves_it_to_be_done(vault: Vault) -> None:
    disposed = vault.a_record()
    vault.run(rotate, Domain.ISA, [disposed.id], vault.key_store.make_epoch(Domain.ISA), NOON)

    pending = vault.run(retired_epochs, Domain.ISA)
    destroy_retired(vault.key_store, Domain.ISA, pending, NOON)

    assert pending == (1,)
    assert vault.run(retired_epochs, Domain.ISA) == ()


def test_a_destruction_is_recorded_once_it_has_happened(vault: Vault) -> None:
    rotation = vault.run(rotate, Domain.ISA, [], vault.key_store.make_epoch(Domain.ISA), NOON)
    early = vault.run(record_destruction, Domain.ISA, NOON)
    destroy_retired(vault.key_store, Domain.ISA, rotation.old_epochs, NOON)

    late = vault.run(record_destruction, Domain.ISA, NOON)

    assert (early, late) == ([], [1])
    assert vault.run(_states) == [(1, "destroyed", NOON), (2, "current", None)]


def test_the_same_transaction_forgets_the_keys_it_held(vault: Vault) -> None:
    record = vault.a_record()
    epoch = vault.key_store.make_epoch(Domain.ISA)

    with Session(vault.engine, info={"key_store": vault.key_store}) as session:
        open_sealed(session, "people", record.id, record.data)
        rotate(session, Domain.ISA, [record.id], epoch, NOON)

        with pytest.raises(KeyDestroyed):
            open_sealed(session, "people", record.id, record.data)


def test_what_is_sealed_after_a_rotation_in_the_same_transaction_is_of_the_new_epoch(vault: Vault) -> None:
    epoch, record_id = vault.key_store.make_epoch(Domain.ISA), new_id()

    with Session(vault.engine, info={"key_store": vault.key_store}) as session:
        seal(session, Domain.ISA, "people", new_id(), FIELDS)
        rotate(session, Domain.ISA, [], epoch, NOON)
        seal(session, Domain.ISA, "people", record_id, FIELDS)
        session.commit()

    assert vault.run(_epoch_of, record_id) == epoch


def test_a_survivor_whose_key_was_altered_stops_the_rotation(vault: Vault) -> None:
    vault.a_record()
    vault.run(_spoil_keys)

    with pytest.raises(Unreadable):
        vault.dispose()


def test_disposal_of_a_domain_ends_all_of_it_and_nothing_of_the_other(vault: Vault) -> None:
    isa, direct = [vault.a_record() for _ in range(3)], vault.a_record(Domain.DIRECT)

    rotation = vault.dispose_all(Domain.ISA)

    assert (rotation.discarded, rotation.rewrapped) == (3, 0)
    assert vault.open(direct) == FIELDS
    for record in isa:
        with pytest.raises(KeyDestroyed):
            vault.open(record)


def test_a_form_that_arrives_after_a_disposal_can_still_be_sealed(vault: Vault) -> None:
    vault.dispose_all(Domain.ISA)

    late = vault.a_record(Domain.ISA)

    assert vault.open(late) == FIELDS


def test_disposal_of_a_domain_to_an_epoch_that_is_not_newer_is_refused(vault: Vault) -> None:
    with pytest.raises(EpochPassed):
        vault.run(discard_domain, Domain.ISA, 1, NOON)


@pytest.fixture
def old_copy(sqlite_vault: Vault, tmp_path: Path) -> Iterator["OldCopy"]:
    copy = OldCopy(sqlite_vault, tmp_path / "old.db")
    yield copy
    copy.close()


class OldCopy:
    """A copy of the database file from before a disposal, opened afterwards with the key store of today."""

    def __init__(self, vault: Vault, file: Path) -> None:
        self.survivor, self.disposed, self._vault, self._file = vault.a_record(), vault.a_record(), vault, file
        with sqlite3.connect(str(vault.engine.url.database)) as source, sqlite3.connect(file) as target:
            source.backup(target)
        source.close()
        target.close()
        self._engine = make_engine(f"sqlite:///{file}", 1)

    def with_keys(self, key_store: KeyStore) -> Vault:
        return Vault(self._engine, key_store)

    def close(self) -> None:
        self._engine.dispose()


def test_an_old_copy_cannot_bring_the_disposed_back(sqlite_vault: Vault, old_copy: OldCopy) -> None:
    sqlite_vault.dispose(old_copy.disposed)

    with pytest.raises(KeyDestroyed):
        old_copy.with_keys(sqlite_vault.key_store).open(old_copy.disposed)


def test_survivors_are_read_from_the_living_database_and_not_from_an_old_copy(
    sqlite_vault: Vault,
    old_copy: OldCopy,
) -> None:
    sqlite_vault.dispose(old_copy.disposed)

    assert sqlite_vault.open(old_copy.survivor) == FIELDS
    with pytest.raises(KeyDestroyed):
        old_copy.with_keys(sqlite_vault.key_store).open(old_copy.survivor)


def test_an_old_copy_with_an_old_key_store_opens_so_copies_of_both_must_expire(
    sqlite_vault: Vault,
    old_copy: OldCopy,
    tmp_path: Path,
) -> None:
    shutil.copytree(tmp_path / "keys", tmp_path / "old-keys")
    sqlite_vault.dispose(old_copy.disposed)

    old_keys = KeyStore.open_or_create(tmp_path / "old-keys" / "keys.json")

    assert old_copy.with_keys(old_keys).open(old_copy.disposed) == FIELDS


def _seal_many(session: Session, records: list[UUID]) -> dict[UUID, bytes]:
    return {record: seal(session, Domain.ISA, "people", record, FIELDS) for record in records}


def _open_many(session: Session, data: dict[UUID, bytes]) -> int:
    return sum(open_sealed(session, "people", record, sealed) == FIELDS for record, sealed in data.items())


def _spoil_keys(session: Session) -> None:
    session.execute(sa.update(record_keys).values(wrapped_key=b"\x01" + bytes(59)))


def _epoch_of(session: Session, record: UUID) -> object:
    return session.execute(sa.select(record_keys.c.epoch).where(record_keys.c.record_id == record)).scalar()


def _states(session: Session) -> list[tuple[object, ...]]:
    rows = session.execute(
        sa.select(key_epochs.c.epoch, key_epochs.c.state, key_epochs.c.destroyed_at)
        .where(key_epochs.c.domain == Domain.ISA)
        .order_by(key_epochs.c.epoch),
    )
    return [tuple(row) for row in rows]
