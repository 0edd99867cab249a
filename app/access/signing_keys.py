"""With which keys do we sign access tokens, and where are they kept? In a file only its owner may read."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.access.keys import Jwk, new_private_key, public_members
from app.vault.keyfile import KeyFile

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


def load_or_create(path: Path) -> SigningKeys:
    """Read the key file, made with one key where there is none; another process may be starting at the same time.

    Raises:
        KeyStoreExposed: somebody besides the owner may read the file or its directory.

    """
    file = KeyFile(path)
    if not file.exists():
        with file.locked():
            if not file.exists():
                _write(file, SigningKeys((new_private_key(),)))
    return _read(file)


def rotate(path: Path) -> SigningKeys:
    """Sign with a new key from now on; tokens of the key before it are still taken, those of older ones no more."""
    file = KeyFile(path)
    with file.locked():
        _write(file, SigningKeys((new_private_key(), _read(file).current)))
    return _read(file)


def _read(file: KeyFile) -> SigningKeys:
    _, data = file.read()
    return SigningKeys(tuple(json.loads(data)["keys"]))


def _write(file: KeyFile, keys: SigningKeys) -> None:
    file.replace(json.dumps({"keys": [dict(jwk) for jwk in keys.private]}).encode())
