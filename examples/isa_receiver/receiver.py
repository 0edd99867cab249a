"""How does ISA take in a webhook? Verify the bytes that came, store them once, and only then answer with a receipt."""

import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from examples.isa_receiver.inbox import Inbox
from examples.isa_receiver.verifying import Jwk, NotVerifiedError, verify

LARGEST = 64 * 1024
_LENGTH = re.compile(r"[0-9]{1,6}", re.ASCII)
log = logging.getLogger("isa_receiver")


def make_server(
    port: int,
    inbox: Inbox,
    keys: Sequence[Jwk],
    secret: bytes | None = None,
    now: Callable[[], float] = lambda: time.time_ns() / 1e9,
) -> ThreadingHTTPServer:
    """Return a server on this computer that answers 200 with a receipt and 400 to what is not verified."""

    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = self._only("content-length")
            if not _LENGTH.fullmatch(length) or int(length) > LARGEST:
                self.close_connection = True
                self._answer(413, {"err": "too_large"})
                return
            body = self.rfile.read(int(length))
            headers = {f"webhook-{name}": self._only(f"webhook-{name}") for name in ("id", "timestamp", "signature")}
            try:
                event_id = verify(headers, body, keys, secret, now())
            except NotVerifiedError as error:
                log.warning("refused: %s", error)
                self._answer(400, {"err": str(error)})
                return
            self._answer(200, inbox.take(event_id, body, utc(now())))
            log.info("received %s", event_id)

        def _only(self, name: str) -> str:
            """Return the value of a header that stands there once; twice is as bad as not at all."""
            values = self.headers.get_all(name, [])
            return values[0].strip() if len(values) == 1 else ""

        def _answer(self, status: int, content: Mapping[str, str]) -> None:
            body = json.dumps(content).encode()
            self.send_response_only(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer(("127.0.0.1", port), Receiver)


def utc(seconds: float) -> str:
    """Write an instant as RFC 3339, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
