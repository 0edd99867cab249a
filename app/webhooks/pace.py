"""How many requests may be under way to one endpoint at once? More with each success, and one after a failure."""

from collections import Counter
from uuid import UUID

LARGEST = 6
"""Below what one process sends at once, so that an endpoint that hangs leaves room for the others."""


class Pace:
    """What one process allows each endpoint; it begins with one, so whoever comes back is not overrun."""

    def __init__(self) -> None:
        self._room: dict[UUID, int] = {}
        self._under_way: Counter[UUID] = Counter()

    def has_room(self, endpoint_id: UUID) -> bool:
        """Tell whether another request may go out."""
        return self._under_way[endpoint_id] < self._room.get(endpoint_id, 1)

    def begin(self, endpoint_id: UUID) -> None:
        """Count a request that goes out."""
        self._under_way[endpoint_id] += 1

    def end(self, endpoint_id: UUID, *, well: bool) -> None:
        """Count a request that is over, and learn from it."""
        self._under_way[endpoint_id] -= 1
        self._room[endpoint_id] = min(2 * self._room.get(endpoint_id, 1), LARGEST) if well else 1
