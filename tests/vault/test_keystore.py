"""Does the key store keep its keys private, whole and for as long as they should live?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.vault.errors import KeyDestroyed, KeyStoreExposed, WrongKeyStore
from app.vault.keystore import Domain, KeyStore
from tests.vault.installation import NOON


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keys.json"


@pytest.fixture
def store(path: Path) -> KeyStore:
    return KeyStore.open_or_create(path)


def test_the_first_start_makes_a_file_and_a_directory_for_the_owner_alone(path: Path) -> None:
    KeyStore.open_or_create(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_open_to_others_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)

    with pytest.raises(KeyStoreExposed, match="0600"):
        KeyStore.open_or_create(path)


@pytest.mark.usefixtures("store")
def test_a_directory_open_to_others_is_refused(path: Path) -> None:
    path.parent.chmod(0o755)

    with pytest.raises(KeyStoreExposed, match="0700"):
        KeyStore.open_or_create(path)


def test_every_domain_starts_with_an_epoch_of_its_own(store: KeyStore) -> None:
    keys = {store.kek(domain, 1) for domain in Domain} | {store.index_key(domain, 1) for domain in Domain}

    assert [store.epochs(domain) for domain in Domain] == [(1,), (1,)]
    assert sorted(map(len, keys)) == [32, 32, 32, 32]


def test_keys_stay_the_same_when_the_store_is_opened_again(store: KeyStore, path: Path) -> None:
    again = KeyStore.open_or_create(path)

    assert again.kek(Domain.ISA, 1) == store.kek(Domain.ISA, 1)
    assert again.index_key(Domain.ISA, 1) == store.index_key(Domain.ISA, 1)


def test_a_new_epoch_is_on_disk_when_its_number_is_known(store: KeyStore, path: Path) -> None:
    epoch = store.make_epoch(Domain.ISA)

    assert epoch == 2
    assert KeyStore.open_or_create(path).kek(Domain.ISA, 2) == store.kek(Domain.ISA, 2)


def test_a_destroyed_epoch_gives_no_key_again(store: KeyStore) -> None:
    store.make_epoch(Domain.ISA)

    store.destroy_epoch(Domain.ISA, 1, NOON)

    with pytest.raises(KeyDestroyed):
        store.kek(Domain.ISA, 1)
    with pytest.raises(KeyDestroyed):
        store.index_key(Domain.ISA, 1)


def test_destroying_an_epoch_leaves_the_other_domain_alone(store: KeyStore) -> None:
    store.make_epoch(Domain.ISA)

    store.destroy_epoch(Domain.ISA, 1, NOON)

    assert store.is_destroyed(Domain.ISA, 1)
    assert not store.is_destroyed(Domain.DIRECT, 1)
    assert store.epochs(Domain.DIRECT) == (1,)


def test_destroying_an_epoch_twice_keeps_the_first_time(store: KeyStore, path: Path) -> None:
    store.make_epoch(Domain.ISA)
    store.destroy_epoch(Domain.ISA, 1, NOON)
    before = path.read_text()

    store.destroy_epoch(Domain.ISA, 1, NOON.replace(year=2030))

    assert path.read_text() == before
    assert NOON.isoformat() in before


def test_the_number_of_a_destroyed_epoch_is_never_used_again(store: KeyStore) -> None:
    store.make_epoch(Domain.ISA)
    store.destroy_epoch(Domain.ISA, 1, NOON)

    assert store.make_epoch(Domain.ISA) == 3


def test_the_newest_epoch_cannot_be_destroyed(store: KeyStore) -> None:
    with pytest.raises(ValueError, match="newer epoch"):
        store.destroy_epoch(Domain.ISA, 1, NOON)

    assert store.epochs(Domain.ISA) == (1,)


@pytest.mark.parametrize("use", [KeyStore.kek, KeyStore.index_key, KeyStore.fingerprint])
def test_an_epoch_that_was_never_here_is_not_called_destroyed(
    store: KeyStore,
    use: Callable[[KeyStore, Domain, int], bytes],
) -> None:
    with pytest.raises(WrongKeyStore):
        use(store, Domain.ISA, 7)


def test_an_unknown_epoch_cannot_be_destroyed(store: KeyStore) -> None:
    with pytest.raises(WrongKeyStore):
        store.destroy_epoch(Domain.ISA, 7, NOON)


def test_another_process_sees_a_new_epoch_and_a_destruction_at_once(store: KeyStore, path: Path) -> None:
    other = KeyStore.open_or_create(path)
    store.make_epoch(Domain.ISA)
    store.destroy_epoch(Domain.ISA, 1, NOON)

    assert other.epochs(Domain.ISA) == (2,)
    assert other.is_destroyed(Domain.ISA, 1)


def test_a_secret_is_made_once_and_kept(store: KeyStore, path: Path) -> None:
    first = store.secret("cursors")

    assert len(first) == 32
    assert KeyStore.open_or_create(path).secret("cursors") == first
    assert store.secret("other") != first


def test_a_fingerprint_tells_keys_apart(store: KeyStore, tmp_path: Path) -> None:
    other = KeyStore.open_or_create(tmp_path / "other" / "keys.json")

    assert store.fingerprint(Domain.ISA, 1) == store.fingerprint(Domain.ISA, 1)
    assert store.fingerprint(Domain.ISA, 1) != other.fingerprint(Domain.ISA, 1)


def test_epochs_made_at_once_each_get_their_own_number(path: Path, store: KeyStore) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: KeyStore.open_or_create(path).make_epoch(Domain.ISA), range(24)))

    assert sorted(made) == list(range(2, 26))
    assert store.epochs(Domain.ISA) == tuple(range(1, 26))


def test_a_first_start_of_many_makes_one_set_of_keys(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: KeyStore.open_or_create(path).kek(Domain.ISA, 1), range(16)))

    assert len(keys) == 1


def test_nothing_printed_shows_a_key(store: KeyStore) -> None:
    shown = repr(store) + str(store)

    assert store.kek(Domain.ISA, 1).hex() not in shown
