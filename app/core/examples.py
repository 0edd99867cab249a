"""Which ids do the examples name? Fixed ones, made from the resource and state they stand for."""

import hashlib
from uuid import UUID


def example_id(resource: str, part: str = "") -> UUID:
    """Return the fixed id of the demonstration's seed record, such as `example_id("matches", "proposed")`."""
    tail = hashlib.sha256(f"{resource}/{part}".encode()).hexdigest()[:15]
    return UUID(f"01900000-0000-7000-8{tail[:3]}-{tail[3:]}")


MATCHED = (
    "proposed",
    "offered_to_supporter",
    "supporter_accepted",
    "offered_to_applicant",
    "applicant_accepted",
    "contact_released",
    "in_contact",
    "established",
    "supporting",
    "to_cancel",
    "to_break_off",
)
"""The demonstration's matches, each with a consent and an applicant of its own named `for_<match>`."""
