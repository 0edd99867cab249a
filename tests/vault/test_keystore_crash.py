"""What is left of the key store when its process is killed in the middle of replacing it?"""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.vault.errors import KeyDestroyed
from app.vault.keystore import Domain, KeyStore
from tests.vault.installation import NOON

_KILLED_WHILE_DESTROYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from app.vault.keyfile import KeyFile
from app.vault.keystore import Domain, KeyStore

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

store = KeyStore.open_or_create(Path(sys.argv[1]))
{fault}
store.destroy_epoch(Domain.ISA, 1, datetime(2026, 4, 1, tzinfo=UTC))
"""
_AT_LINK = "Path.hardlink_to = die"
_AT_RENAME = "Path.replace = die"
_AFTER_RENAME = "KeyFile._sync_directory = die"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keys.json"


@pytest.fixture
def store(path: Path) -> KeyStore:
    store = KeyStore.open_or_create(path)
    store.make_epoch(Domain.ISA)
    return store


def _kill_while_destroying(path: Path, fault: str) -> int:
    program = _KILLED_WHILE_DESTROYING.format(fault=fault)
    return subprocess.run([sys.executable, "-c", program, path], check=False).returncode


@pytest.mark.parametrize("fault", [_AT_LINK, _AT_RENAME])
def test_a_kill_before_the_rename_leaves_the_store_as_it_was(store: KeyStore, path: Path, fault: str) -> None:
    key = store.kek(Domain.ISA, 1)

    returncode = _kill_while_destroying(path, fault)

    assert returncode == -signal.SIGKILL
    assert KeyStore.open_or_create(path).kek(Domain.ISA, 1) == key


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("fault", [_AT_LINK, _AT_RENAME, _AFTER_RENAME])
def test_a_killed_destruction_can_be_done_again(path: Path, fault: str) -> None:
    _kill_while_destroying(path, fault)

    again = KeyStore.open_or_create(path)
    again.destroy_epoch(Domain.ISA, 1, NOON)

    assert again.epochs(Domain.ISA) == (2,)
    with pytest.raises(KeyDestroyed):
        again.kek(Domain.ISA, 1)


@pytest.mark.usefixtures("store")
def test_the_next_start_overwrites_what_a_kill_after_the_rename_left(path: Path) -> None:
    witness = path.with_name("witness")
    witness.hardlink_to(path)
    _kill_while_destroying(path, _AFTER_RENAME)

    KeyStore.open_or_create(path)

    assert set(witness.read_bytes()) == {0}
    assert sorted(file.name for file in path.parent.iterdir()) == ["keys.json", "keys.json.lock", "witness"]


def test_the_bytes_of_a_replaced_file_are_overwritten(store: KeyStore, path: Path) -> None:
    witness = path.with_name("witness")
    witness.hardlink_to(path)

    store.destroy_epoch(Domain.ISA, 1, NOON)

    assert set(witness.read_bytes()) == {0}


def test_no_file_beside_the_store_holds_a_destroyed_key(store: KeyStore, path: Path) -> None:
    key = store.kek(Domain.ISA, 1).hex().encode()

    store.destroy_epoch(Domain.ISA, 1, NOON)

    assert [file.name for file in path.parent.iterdir() if key in file.read_bytes()] == []
