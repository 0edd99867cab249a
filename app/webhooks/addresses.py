"""To which network addresses may nothing be sent? Our own list, because `ipaddress.is_global` lets several through."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_INTERNAL_V4 = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
_NEVER_V4 = (
    "0.0.0.0/8",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
_INTERNAL_V6 = ("::1/128", "fc00::/7")
_NEVER_V6 = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
_UNICAST_V6 = IPv6Network("2000::/3")
"""All that is given out for use on the Internet; everything outside it is refused too."""


def is_denied(address: IPv4Address | IPv6Address, *, allow_private: bool) -> bool:
    """Tell whether an address is out of bounds; `allow_private` opens loopback and private networks, nothing else."""
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if isinstance(plain, IPv4Address):
        internal = any(plain in IPv4Network(network) for network in _INTERNAL_V4)
        return not allow_private if internal else any(plain in IPv4Network(network) for network in _NEVER_V4)
    if any(plain in IPv6Network(network) for network in _INTERNAL_V6):
        return not allow_private
    return plain not in _UNICAST_V6 or any(plain in IPv6Network(network) for network in _NEVER_V6)
