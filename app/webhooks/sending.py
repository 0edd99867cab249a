"""How is one event sent? Signed, outside any transaction, with an end to waiting and to reading."""

import asyncio
import hashlib
import ssl
from typing import Any

import httpcore
import httpx

from app.core.clock import Clock
from app.core.settings import Settings
from app.webhooks.exchange import Answer, Lease
from app.webhooks.signing import sign
from app.webhooks.targets import fault_of
from app.webhooks.transport import TIMEOUT_SECONDS, AddressDenied, Clients, NameUnknown

LARGEST_ANSWER = 64 * 1024
_HEADERS = {
    "content-type": "application/cloudevents+json; charset=utf-8",
    "accept": "application/json",
    "accept-encoding": "identity",
    "user-agent": "yonsei-matching",
}


class Sender:
    """Sends what was leased; whatever happens out there becomes an `Answer`."""

    def __init__(self, clock: Clock, settings: Settings, clients: Clients, timeout: float = TIMEOUT_SECONDS) -> None:
        self._clock, self._settings, self._clients, self._timeout = clock, settings, clients, timeout

    async def send(self, lease: Lease) -> Answer:
        """Make one attempt. Only the first 64 KiB of an answer are read."""
        started = self._clock.now()
        headers = _HEADERS | sign(str(lease.event_id), started, lease.body, lease.keys, *lease.secrets)
        told: dict[str, Any] = {"error": fault_of(lease.url, self._settings)}
        if told["error"] is None:
            try:
                async with asyncio.timeout(self._timeout):
                    told = await self._post(lease, headers)
            except (TimeoutError, httpcore.TimeoutException):
                told = {"error": "timeout"}
            except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, ssl.SSLError, OSError) as error:
                told = {"error": _class_of(error)}
        return Answer(started, self._clock.now(), **told)

    async def _post(self, lease: Lease, headers: dict[str, str]) -> dict[str, Any]:
        client = self._clients.for_endpoint(allow_private=lease.allow_private)
        async with client.stream("POST", lease.url, content=lease.body, headers=headers) as response:
            peer = _peer_of(response)
            body = b""
            async for part in response.aiter_raw():
                body += part
                if len(body) >= LARGEST_ANSWER:
                    break
        return {
            "status": response.status_code,
            "body": body[:LARGEST_ANSWER],
            "retry_after": response.headers.get("retry-after"),
            **peer,
        }


def _peer_of(response: httpx.Response) -> dict[str, Any]:
    """Return who answered: the address, and the certificate it showed."""
    stream = response.extensions["network_stream"]
    address, tls = stream.get_extra_info("server_addr"), stream.get_extra_info("ssl_object")
    peer: dict[str, Any] = {"remote_ip": str(address[0]) if address else None}
    if tls is not None:
        peer["tls_version"] = tls.version()
        peer["peer_cert_sha256"] = hashlib.sha256(tls.getpeercert(binary_form=True)).digest()
    return peer


def _class_of(error: Exception) -> str:
    match error:
        case AddressDenied():
            return "address-denied"
        case NameUnknown():
            return "name-unknown"
        case httpcore.ConnectError() if isinstance(error.__cause__, ssl.SSLError) or "SSL" in str(error):
            return "tls"
        case httpcore.ConnectError():
            return "not-connected"
        case _:
            return "broken-off"
