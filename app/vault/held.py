"""Which keys has this transaction looked up already?"""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from app.vault.keystore import Domain

_HELD = "vault_keys"


class Held:
    """What one transaction has looked up: never kept longer, so that a disposal takes effect at once."""

    def __init__(self, transaction: object) -> None:
        self.transaction = transaction
        self.epochs: dict[Domain, int] = {}
        self.ciphers: dict[UUID, tuple[Domain, AESGCM]] = {}


def held_by(session: Session) -> Held:
    """Return what this transaction already holds; another transaction or savepoint starts with nothing."""
    transaction = session.get_nested_transaction() or session.get_transaction()
    held: Held | None = session.info.get(_HELD)
    if held is None or transaction is None or held.transaction is not transaction:
        held = session.info[_HELD] = Held(transaction)
    return held


def forget_keys(session: Session) -> None:
    """Drop the keys this transaction holds, after a rotation or a disposal in it."""
    session.info.pop(_HELD, None)
