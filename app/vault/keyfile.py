"""How is a small file of secrets replaced so that neither a crash nor another process ever sees half of it?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.vault.errors import KeyStoreExposed

Signature = tuple[int, int, int]
"""Modification time in nanoseconds, inode and size: enough to notice that a file was replaced."""

_OTHERS = 0o077


class KeyFile:
    """A file that only its owner may read, replaced whole and never changed in place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh, self._old, self._lock = (path.with_name(path.name + end) for end in (".new", ".old", ".lock"))

    def exists(self) -> bool:
        """Tell whether the file was ever written."""
        return self._path.exists()

    def signature(self) -> Signature:
        """Return what changes whenever the file is replaced."""
        found = self._path.stat()
        return found.st_mtime_ns, found.st_ino, found.st_size

    def read(self) -> tuple[Signature, bytes]:
        """Return the whole file with the signature it was read under.

        Raises:
            KeyStoreExposed: the file or its directory is open to others.

        """
        while True:
            before = self.signature()
            self._require_private(self._path)
            self._require_private(self._path.parent)
            data = self._path.read_bytes()
            # A file replaced meanwhile may already be overwritten: what was read is then worth nothing.
            if self.signature() == before:
                return before, data

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process and thread from replacing the file."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._require_private(self._path.parent)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._shred_old()
            yield
        finally:
            os.close(descriptor)

    def replace(self, data: bytes) -> None:
        """Put new contents in place, durably, then overwrite the bytes of the old file; call it `locked` only."""
        self._write_fresh(data)
        if self.exists():
            self._old.hardlink_to(self._path)
        self._fresh.replace(self._path)
        self._sync_directory()
        self._shred_old()

    def _write_fresh(self, data: bytes) -> None:
        self._fresh.unlink(missing_ok=True)
        descriptor = os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)

    def _shred_old(self) -> None:
        """Overwrite what the last replacement left, also after a crash; a second line, as disks keep copies."""
        if not self._old.exists():
            return
        # After a crash between link and rename both names mean the living file, which must stay.
        if not self._old.samefile(self._path):
            with self._old.open("r+b") as file:
                file.write(bytes(os.fstat(file.fileno()).st_size))
                file.flush()
                os.fsync(file.fileno())
        self._old.unlink()
        self._sync_directory()

    def _sync_directory(self) -> None:
        descriptor = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @staticmethod
    def _require_private(path: Path) -> None:
        if path.stat().st_mode & _OTHERS:
            raise KeyStoreExposed(f"{path.name} must be closed to group and others (file 0600, directory 0700)")
