"""To which URLs and addresses is nothing ever sent, however they are written?"""

import shutil
import subprocess
from ipaddress import ip_address
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.webhooks.addresses import is_denied
from app.webhooks.targets import fault_of
from tests.webhooks.address_table import EXPECTED

ROOT = Path(__file__).parents[2]
STRICT = Settings(database_url="sqlite://", state_dir=Path(), issuer="https://matching.example", demo=False)
DEMO = STRICT.model_copy(update={"demo": True})


@pytest.mark.parametrize("case", EXPECTED)
def test_an_address_is_judged_by_our_own_list(case: tuple[str, bool]) -> None:
    address, allow_private = case

    assert is_denied(ip_address(address), allow_private=allow_private) is EXPECTED[case]


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_every_python_judges_alike(version: str) -> None:
    command = [interpreter(version), "-m", "tests.webhooks.address_table"]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()

    assert said[0].startswith(version)
    assert said[1:] == []


def interpreter(version: str) -> str:
    """Return a Python of a version, from the path or among those that pyenv has installed."""
    installed = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    found = str(installed[-1]) if installed else shutil.which(f"python{version}")
    if found is None:
        pytest.skip(f"no Python {version} on this computer")
    return found


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
