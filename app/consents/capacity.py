"""How many persons may one supporter support at a time? The scheme's rule, by the day on which it took effect."""

from datetime import date

from app.consents.models import HolderKind

MOST_OF_AN_INDIVIDUAL = ((date.min, 2), (date(2023, 12, 28), 3))
"""Ours: figures of the scheme as it became known, each with its first day in Japan; not in the memorandum."""


def most_open_matches(kind: HolderKind, offered: int | None, on: date) -> int | None:
    """Return how many open matches a supporter may have on a day in Japan; None where there is no limit.

    Organisations have no limit of the scheme's; what a form offers binds either kind.
    """
    if kind is HolderKind.ORGANISATION:
        return offered
    allowed = _allowed(on)
    return allowed if offered is None else min(allowed, offered)


def is_beyond_the_scheme(kind: HolderKind, offered: int | None, on: date) -> bool:
    """Tell whether a form offers more on a day in Japan than the scheme allows, so that it would be cut unseen."""
    return kind is HolderKind.INDIVIDUAL and offered is not None and offered > _allowed(on)


def _allowed(on: date) -> int:
    return max(most for since, most in MOST_OF_AN_INDIVIDUAL if since <= on)
