"""Does an installation start only with the key store its database was sealed with?"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.vault.errors import KeyDestroyed, WrongKeyStore
from app.vault.keys import current_epoch, keys_of, prepare_epochs
from app.vault.keystore import Domain, KeyStore
from app.vault.models import key_epochs
from tests.vault.installation import NOON, Vault, open_vault


def test_the_first_start_prepares_an_epoch_for_every_domain(vault: Vault) -> None:
    assert [vault.run(current_epoch, domain) for domain in Domain] == [1, 1]


def test_a_later_start_prepares_nothing(vault: Vault) -> None:
    assert vault.run(prepare_epochs, vault.key_store, NOON) == []


def test_processes_that_start_at_once_prepare_each_domain_once(postgres_vault: Vault) -> None:
    postgres_vault.run(_clear)
    with ThreadPoolExecutor(6) as threads:
        starts = [threads.submit(postgres_vault.run, prepare_epochs, postgres_vault.key_store, NOON) for _ in range(6)]
        prepared = [domain for start in starts for domain in start.result()]

    assert sorted(prepared) == sorted(Domain)


def test_without_preparation_nothing_is_sealed(vault: Vault) -> None:
    vault.run(_clear)

    with pytest.raises(WrongKeyStore, match="prepare_epochs"):
        vault.a_record()


def test_a_start_with_another_key_store_is_refused(vault: Vault, tmp_path: Path) -> None:
    other = KeyStore.open_or_create(tmp_path / "other" / "keys.json")

    with pytest.raises(WrongKeyStore, match="not this database's"):
        vault.run(prepare_epochs, other, NOON)


def test_a_start_with_a_database_from_before_a_disposal_is_refused(vault: Vault) -> None:
    vault.key_store.make_epoch(Domain.ISA)
    vault.key_store.destroy_epoch(Domain.ISA, 1, NOON)

    with pytest.raises(KeyDestroyed):
        vault.run(prepare_epochs, vault.key_store, NOON)


def test_an_empty_database_takes_the_newest_epoch_of_an_old_key_store(tmp_path: Path) -> None:
    store = KeyStore.open_or_create(tmp_path / "keys" / "keys.json")
    store.make_epoch(Domain.ISA)

    vault = open_vault(f"sqlite:///{tmp_path / 'new.db'}", tmp_path)

    assert vault.run(current_epoch, Domain.ISA) == 2
    vault.engine.dispose()


def test_a_key_store_put_back_from_a_backup_still_opens_its_records(vault: Vault, tmp_path: Path) -> None:
    record = vault.a_record()
    shutil.copytree(tmp_path / "keys", tmp_path / "backup")
    (tmp_path / "backup").chmod(0o700)

    restored = Vault(vault.engine, KeyStore.open_or_create(tmp_path / "backup" / "keys.json"))

    assert restored.open(record) == vault.open(record)


def test_a_session_knows_the_key_store_of_its_installation(vault: Vault) -> None:
    assert vault.run(keys_of) is vault.key_store


def _clear(session: Session) -> None:
    session.execute(sa.delete(key_epochs))
