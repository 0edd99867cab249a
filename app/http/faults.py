"""How is a fault told that shows only once what is held and what is asked are put together? Like one of a body."""

from pydantic import ValidationError

from app.core.errors import FieldError, Invalid


def invalid_for(error: ValidationError, place: str = "") -> Invalid:
    """Return the faults of values that do not fit a model, by pointers that begin at a place."""
    return Invalid(
        *(FieldError(place + "".join(f"/{step}" for step in one["loc"]), one["type"]) for one in error.errors()),
    )
