"""What does ISA's end look like? A small HTTP server that checks each signature and answers with a receipt."""

import json
import threading
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from typing_extensions import override

LARGEST = 65536


class Inbox:
    """The events that came with a good signature, and the number of those that did not."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.refused = 0
        self.arrived = threading.Condition()

    def take(self, event: dict[str, Any]) -> None:
        """Keep an event."""
        with self.arrived:
            self.events.append(event)
            self.arrived.notify_all()

    def waits_for(self, subject: str, seconds: float = 15) -> bool:
        """Wait until an event about a subject has come."""
        with self.arrived:
            return self.arrived.wait_for(lambda: any(one["subject"] == subject for one in self.events), seconds)


@contextmanager
def receiving(jwks_uri: str) -> Iterator[tuple[str, Inbox]]:
    """Yield the address of a receiver that trusts the keys published there, and its inbox."""
    keys = [_key(jwk) for jwk in httpx.get(jwks_uri, trust_env=False).json()["keys"] if jwk["kty"] == "OKP"]
    inbox = Inbox()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(keys, inbox))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/events", inbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(keys: list[Ed25519PublicKey], inbox: Inbox) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers["content-length"]), LARGEST))
            good = _is_signed(keys, dict(self.headers.items()), body)
            inbox.refused += not good
            if good:
                inbox.take(json.loads(body))
            answer = json.dumps({"receiptId": self.headers["webhook-id"]}).encode()
            self.send_response(200 if good else 401)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        @override
        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler


def _is_signed(keys: list[Ed25519PublicKey], headers: dict[str, str], body: bytes) -> bool:
    named = {name.lower(): value for name, value in headers.items()}
    content = b".".join((named["webhook-id"].encode(), named["webhook-timestamp"].encode(), body))
    signatures = [part.partition(",")[2] for part in named["webhook-signature"].split() if part.startswith("v1a,")]
    return any(_fits(key, b64decode(signature), content) for key in keys for signature in signatures)


def _fits(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _key(jwk: dict[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(jwk["x"] + "=" * (-len(jwk["x"]) % 4)))
