"""With which keys do we sign access tokens, and where are they kept? In a file only its owner may read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.access.keys import Jwk, new_private_key, public_members
from app.vault.keyfile import KeyFile, Signature

FILE_NAME = "tokens.json"


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """Our ES256 keys: the first one signs, and tokens of every one are taken while a rotation lasts."""

    private: tuple[Jwk, ...]

    @property
    def current(self) -> Jwk:
        """The key that signs."""
        return self.private[0]

    def public(self) -> list[dict[str, str]]:
        """Return the members others may know, for the JWKS document (RFC 7517)."""
        return [public_members(jwk) for jwk in self.private]


class SigningKeyFile:
    """The file our keys are in; whoever asks gets them as they are there now, whichever process changed them."""

    def __init__(self, path: Path) -> None:
        self._file = KeyFile(path)
        self._seen: tuple[Signature, SigningKeys] | None = None

    @classmethod
    def open_or_create(cls, path: Path) -> Self:
        """Open the key file, made with one key where there is none; another process may be starting at the same time.

        Raises:
            KeyStoreExposed: somebody besides the owner may read the file or its directory.

        """
        keys = cls(path)
        with keys._file.locked():
            if not keys._file.exists():
                _write(keys._file, SigningKeys((new_private_key(),)))
        keys.current()
        return keys

    def current(self) -> SigningKeys:
        """Return the keys as they are now; the very same object until they change."""
        seen = self._seen
        if seen is None or self._file.signature() != seen[0]:
            signature, data = self._file.read()
            self._seen = seen = signature, SigningKeys(tuple(json.loads(data)["keys"]))
        return seen[1]

    def rotate(self) -> SigningKeys:
        """Sign with a new key from now on; tokens of the key before it are still taken, those of older ones no more."""
        with self._file.locked():
            _write(self._file, SigningKeys((new_private_key(), self.current().current)))
        return self.current()


def _write(file: KeyFile, keys: SigningKeys) -> None:
    file.replace(json.dumps({"keys": [dict(jwk) for jwk in keys.private]}).encode())
