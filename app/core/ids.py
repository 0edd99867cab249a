"""How is a thing named? By a UUIDv7 (RFC 9562), which sorts by its time of making."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh UUIDv7."""
    return uuid7()
