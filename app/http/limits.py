"""How much may one caller ask for? A budget per key that fills up again with time, in bounded memory.

Our own few lines because the library for it reads the computer's clock, and here time is an argument. One process keeps
its own budgets: behind several, a caller has as many times more.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from fastapi import Request

from app.core.errors import TooManyRequests

MOST_KEYS = 100_000
"""Callers kept in mind at once; beyond that the one not heard of for longest begins anew."""

_TOLERANCE = 1e-3
"""Seconds that may be due to adding fractions up."""

_NETWORK_BITS = 64
"""Of an IPv6 address the host part is free to choose, so it counts for nothing."""


class Budget:
    """So many requests a minute for each key, all of them at once if a minute has been quiet (GCRA, ITU-T I.371)."""

    def __init__(self, per_minute: int) -> None:
        self._span, self._each = 60.0, 60.0 / per_minute
        self._spent: OrderedDict[Hashable, float] = OrderedDict()

    def __len__(self) -> int:
        """Return how many callers are kept in mind."""
        return len(self._spent)

    def require(self, key: Hashable, at: datetime) -> None:
        """Let pass whoever has something left.

        Raises:
            TooManyRequests: nothing is left; it says after how many seconds something will be.

        """
        wait = self._spent.get(key, 0.0) + self._each - at.timestamp() - self._span
        if wait > _TOLERANCE:
            raise TooManyRequests(wait)

    def take(self, key: Hashable, at: datetime) -> None:
        """Use one request up.

        Raises:
            TooManyRequests: nothing is left; it says after how many seconds something will be.

        """
        self.require(key, at)
        self._spent[key] = max(self._spent.pop(key, 0.0), at.timestamp()) + self._each
        if len(self._spent) > MOST_KEYS:
            self._spent.popitem(last=False)


def address_of(request: Request) -> str:
    """Return where a request comes from, an IPv6 network counting as one; proxies we trust were heard before."""
    host = "" if request.client is None else request.client.host
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> _NETWORK_BITS << _NETWORK_BITS))
