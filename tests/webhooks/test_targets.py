"""To which URLs and addresses is nothing ever sent, however they are written?"""

from ipaddress import ip_address
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.webhooks.addresses import is_denied
from app.webhooks.targets import fault_of

STRICT = Settings(database_url="sqlite://", state_dir=Path(), issuer="https://matching.example", demo=False)
DEMO = STRICT.model_copy(update={"demo": True})

INTERNAL = ["127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::1"]
NEVER = [
    "0.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2400::1", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("address", [*INTERNAL, *NEVER, "::ffff:127.0.0.1", "::ffff:10.0.0.1"])
def test_an_internal_address_is_denied(address: str) -> None:
    assert is_denied(ip_address(address), allow_private=False)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_denied_even_where_private_ones_are_allowed(address: str) -> None:
    assert is_denied(ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", INTERNAL)
def test_private_addresses_can_be_allowed(address: str) -> None:
    assert not is_denied(ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address: str) -> None:
    assert not is_denied(ip_address(address), allow_private=False)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://receiver.example/", "url_scheme"),
        ("ftp://receiver.example/", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("https://user@receiver.example/", "url_parts"),
        ("https://user:word@receiver.example/", "url_parts"),
        ("https://receiver.example/#here", "url_parts"),
        ("https://receiver.example/#", "url_parts"),
        ("https://receiver.example:8443/", "url_port"),
        ("https://receiver.example:22/", "url_port"),
        ("https:///path", "url_host"),
        ("https://127.0.0.1/", "url_host"),
        ("https://127.1/", "url_host"),
        ("https://2130706433/", "url_host"),
        ("https://0x7f000001/", "url_host"),
        ("https://0x7f.1/", "url_host"),
        ("https://0177.0.0.1/", "url_form"),
        ("https://0/", "url_host"),
        ("https://127.0.0.1./", "url_host"),
        ("https://localhost/", "url_host"),
        ("https://LOCALHOST./", "url_host"),
        ("https://a.localhost/", "url_host"),
        ("https://[::1]/", "url_host"),
        ("https://[::ffff:127.0.0.1]/", "url_host"),
        ("https://[64:ff9b::7f00:1]/", "url_host"),
        ("https://[2606:4700::1%25eth0]/", "url_host"),
        ("https://①②⑦.⓪.⓪.①/", "url_form"),
        ("https://receiver.example\\@127.0.0.1/", "url_form"),
        ("https://receiver.example/ path", "url_form"),
        ("https://receiver.example/\r\nHost: x", "url_form"),
        ("https://[::1/", "url_form"),
        ("https://receiver.example:99999999/", "url_port"),
        ("receiver.example", "url_scheme"),
        ("https://receiver.example/" + "a" * 500, "url_form"),
    ],
)
def test_a_url_of_another_kind_is_named_by_its_fault(url: str, fault: str) -> None:
    assert fault_of(url, STRICT) == fault


@pytest.mark.parametrize(
    "url",
    ["https://receiver.example/", "https://receiver.example:443/path?query=1", "https://xn--wgv71a.example/"],
)
def test_a_plain_https_url_passes(url: str) -> None:
    assert fault_of(url, STRICT) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/"])
def test_the_demonstration_may_send_to_its_own_computer(url: str) -> None:
    assert fault_of(url, DEMO) is None


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://2130706433/", "gopher://127.0.0.1/"])
def test_the_demonstration_goes_no_further(url: str) -> None:
    assert fault_of(url, DEMO) is not None
