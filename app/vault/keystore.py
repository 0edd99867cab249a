"""Where do the keys live that must never be in the database or its backups?"""

import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self, TypedDict

from app.vault.errors import KeyDestroyed, WrongKeyStore
from app.vault.keyfile import KeyFile, Signature

KEY_BYTES = 32


class Domain(StrEnum):
    """Where data came from; each source has keys of its own, whatever the number of agreements."""

    ISA = "isa"
    DIRECT = "direct"


class _EpochKeys(TypedDict):
    kek: str
    index: str


class _DomainKeys(TypedDict):
    live: dict[str, _EpochKeys]
    destroyed: dict[str, str]


class _Contents(TypedDict):
    domains: dict[str, _DomainKeys]
    secrets: dict[str, str]


class KeyStore:
    """The keys of one installation, in one file that several processes may share."""

    def __init__(self, path: Path) -> None:
        self._file = KeyFile(path)
        self._seen: tuple[Signature, _Contents] | None = None

    @classmethod
    def open_or_create(cls, path: Path) -> Self:
        """Open the key store; on the first start make it, with a first epoch for every domain.

        Raises:
            KeyStoreExposed: the file or its directory is open to others.

        """
        store = cls(path)
        with store._file.locked():
            if not store._file.exists():
                store._write(_first_contents())
        store._contents()
        return store

    def kek(self, domain: Domain, epoch: int) -> bytes:
        """Return the key that wraps record keys in an epoch.

        Raises:
            KeyDestroyed: the epoch was destroyed.
            WrongKeyStore: the epoch was never here.

        """
        return bytes.fromhex(self._live(domain, epoch)["kek"])

    def index_key(self, domain: Domain, epoch: int) -> bytes:
        """Return the key of an epoch's blind indexes.

        Raises:
            KeyDestroyed: the epoch was destroyed.
            WrongKeyStore: the epoch was never here.

        """
        return bytes.fromhex(self._live(domain, epoch)["index"])

    def index_keys(self, domain: Domain) -> dict[int, bytes]:
        """Return the index keys of all living epochs, as they are at one instant."""
        live = self._contents()["domains"][domain]["live"]
        return {int(epoch): bytes.fromhex(keys["index"]) for epoch, keys in live.items()}

    def fingerprint(self, domain: Domain, epoch: int) -> bytes:
        """Return eight bytes by which a key is recognised and from which nothing about it can be learnt."""
        return hmac.digest(self.kek(domain, epoch), f"fingerprint|{domain}|{epoch}".encode(), "sha256")[:8]

    def epochs(self, domain: Domain) -> tuple[int, ...]:
        """Return the living epochs, oldest first."""
        return tuple(sorted(map(int, self._contents()["domains"][domain]["live"])))

    def is_destroyed(self, domain: Domain, epoch: int) -> bool:
        """Tell whether an epoch was here and is no more."""
        return str(epoch) in self._contents()["domains"][domain]["destroyed"]

    def make_epoch(self, domain: Domain) -> int:
        """Make the keys of a new epoch, on disk before its number is returned."""
        made: list[int] = []

        def add(contents: _Contents) -> None:
            keys = contents["domains"][domain]
            made.append(max(map(int, [*keys["live"], *keys["destroyed"]])) + 1)
            keys["live"][str(made[0])] = _fresh_keys()

        self._change(add)
        return made[0]

    def destroy_epoch(self, domain: Domain, epoch: int, at: datetime) -> None:
        """Destroy the keys of an epoch for ever; doing so again changes nothing.

        Raises:
            ValueError: no newer epoch lives, so the domain would be left without a key.
            WrongKeyStore: the epoch was never here.

        """

        def remove(contents: _Contents) -> None:
            keys = contents["domains"][domain]
            if str(epoch) in keys["destroyed"]:
                return
            if str(epoch) not in keys["live"]:
                raise WrongKeyStore(f"epoch {epoch} of {domain} was never in this key store")
            if epoch >= max(map(int, keys["live"])):
                raise ValueError("make a newer epoch before destroying the newest")
            del keys["live"][str(epoch)]
            keys["destroyed"][str(epoch)] = at.isoformat()

        if not self.is_destroyed(domain, epoch):
            self._change(remove)

    def secret(self, name: str) -> bytes:
        """Return a 256-bit key for another use, such as signing cursors; made when first asked for."""
        if name not in self._contents()["secrets"]:
            self._change(lambda contents: contents["secrets"].setdefault(name, secrets.token_hex(KEY_BYTES)))
        return bytes.fromhex(self._contents()["secrets"][name])

    def _live(self, domain: Domain, epoch: int) -> _EpochKeys:
        keys = self._contents()["domains"][domain]
        found = keys["live"].get(str(epoch))
        if found is not None:
            return found
        if str(epoch) in keys["destroyed"]:
            raise KeyDestroyed
        raise WrongKeyStore(f"epoch {epoch} of {domain} was never in this key store")

    def _contents(self) -> _Contents:
        seen = self._seen
        if seen is None or self._file.signature() != seen[0]:
            signature, data = self._file.read()
            self._seen = seen = signature, json.loads(data)
        return seen[1]

    def _change(self, change: Callable[[_Contents], object]) -> None:
        with self._file.locked():
            contents: _Contents = json.loads(self._file.read()[1])
            change(contents)
            self._write(contents)

    def _write(self, contents: _Contents) -> None:
        self._file.replace(json.dumps(contents, indent=1).encode())


def _first_contents() -> _Contents:
    return {"domains": {domain: {"live": {"1": _fresh_keys()}, "destroyed": {}} for domain in Domain}, "secrets": {}}


def _fresh_keys() -> _EpochKeys:
    return {"kek": secrets.token_hex(KEY_BYTES), "index": secrets.token_hex(KEY_BYTES)}
