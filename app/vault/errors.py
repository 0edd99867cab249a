"""What can go wrong with sealed data?"""

from app.core.errors import Disposed


class KeyDestroyed(Disposed):
    """The key was destroyed, or deleted with its record: what it sealed is gone for good."""


class Unreadable(RuntimeError):
    """Sealed bytes were altered, moved to another place, or belong to another key."""


class KeyStoreExposed(RuntimeError):
    """Somebody besides the owner may read the key store, so its keys are no longer secret."""


class WrongKeyStore(RuntimeError):
    """The key store is not the one this database was sealed with."""


class EpochPassed(RuntimeError):
    """Another rotation got ahead: make a newer epoch and rotate again."""


class TermTaken(RuntimeError):
    """Another record already holds a term that may exist only once."""
