"""Which URLs may an endpoint have? Asked when it is proposed, and again before each request."""

import re
from ipaddress import ip_address

import httpx

from app.core.settings import Settings
from app.webhooks.addresses import is_denied

LONGEST = 500
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")
_DEFAULT_PORTS = {"https": 443, "http": 80}


def fault_of(url: str, settings: Settings) -> str | None:
    """Return a word for what is wrong with a URL; http and internal hosts pass in the demonstration only."""
    if len(url) > LONGEST or not _VISIBLE.fullmatch(url) or "\\" in url:
        return "url_form"
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return "url_form"
    if parsed.scheme != "https" and not (settings.demo and parsed.scheme == "http"):
        return "url_scheme"
    if parsed.userinfo or "#" in url or "@" in parsed.netloc.decode():
        return "url_parts"
    return _host_fault(parsed.host, settings) or _port_fault(parsed, settings)


def _host_fault(host: str, settings: Settings) -> str | None:
    if not host or "%" in host:
        return "url_host"
    try:
        address = ip_address(host)
    except ValueError:
        return _name_fault(host, settings)
    return "url_host" if is_denied(address, allow_private=settings.demo) else None


def _name_fault(host: str, settings: Settings) -> str | None:
    """Refuse what a resolver would take for a number (`127.1`, `0x7f000001`) and names of this computer."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    if _NUMBER.fullmatch(last):
        return "url_host"
    return "url_host" if last == "localhost" and not settings.demo else None


def _port_fault(url: httpx.URL, settings: Settings) -> str | None:
    port = url.port or _DEFAULT_PORTS[url.scheme]
    return None if settings.demo or port in settings.webhook_ports else "url_port"
