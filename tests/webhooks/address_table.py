"""Which addresses are out of bounds? A table that any Python can hold our list against, without a library.

`python3.13 -m tests.webhooks.address_table` prints the addresses that are judged wrongly.
"""

import sys
from ipaddress import ip_address

from app.webhooks.addresses import is_denied

INTERNAL = ("127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::1")
MAPPED = ("::ffff:127.0.0.1", "::ffff:10.0.0.1")
NEVER = (
    "0.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)
PUBLIC = ("1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2400::1", "::ffff:1.1.1.1")

EXPECTED = {
    **{(address, False): True for address in (*INTERNAL, *MAPPED, *NEVER)},
    **{(address, True): True for address in NEVER},
    **{(address, True): False for address in (*INTERNAL, *MAPPED)},
    **{(address, private): False for address in PUBLIC for private in (False, True)},
}
"""Whether an address is denied, without and with private ones allowed."""


def faults() -> list[str]:
    """Return the addresses that this Python judges otherwise."""
    return [
        address
        for (address, private), denied in EXPECTED.items()
        if is_denied(ip_address(address), allow_private=private) is not denied
    ]


if __name__ == "__main__":
    sys.stdout.write(" ".join([sys.version.split()[0], *faults()]) + "\n")
