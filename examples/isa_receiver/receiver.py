"""How does ISA take in a webhook? Verify it, store it once, and answer with a receipt; run it or copy it.

    python examples/isa_receiver/receiver.py --port 9000 --jwks keys.json --store inbox.db

`keys.json` is the service's `/.well-known/jwks.json`, fetched once and checked by hand: keys are pinned.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TOLERANCE_SECONDS = 300
LARGEST = 64 * 1024
_EVENT_ID = re.compile(r"[0-9a-f-]{36}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
log = logging.getLogger("isa_receiver")
Jwk = Mapping[str, str]


class NotVerifiedError(Exception):
    """The request does not come from the service, or not as it was sent, or not now."""


def verify(headers: Mapping[str, str], body: bytes, keys: Sequence[Jwk], secret: bytes | None, now: float) -> str:
    """Return the event's id if one signature is right: `v1a` by a pinned key or `v1` by the shared secret.

    Raises:
        NotVerifiedError: none is, or a header is missing, malformed or too old.

    """
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _EVENT_ID.fullmatch(event_id) or not _TIMESTAMP.fullmatch(timestamp):
        raise NotVerifiedError("headers")
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise NotVerifiedError("timestamp")
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    for signature in headers.get("webhook-signature", "").split(" "):
        version, _, encoded = signature.partition(",")
        raw = _decode(encoded)
        if version == "v1a" and any(_signed_by(key, raw, content) for key in keys):
            return event_id
        if version == "v1" and secret and hmac.compare_digest(hmac.digest(secret, content, "sha256"), raw):
            return event_id
    raise NotVerifiedError("signature")


def _signed_by(jwk: Jwk, signature: bytes, content: bytes) -> bool:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        return False
    try:
        public = base64.urlsafe_b64decode(jwk["x"] + "=" * (-len(jwk["x"]) % 4))
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""


class Inbox:
    """What was received, each event once, with the receipt that was given for it."""

    def __init__(self, path: str) -> None:
        self._lock = Lock()
        self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._rows.execute("PRAGMA synchronous=FULL")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS inbox"
            " (event_id TEXT PRIMARY KEY, body BLOB NOT NULL, receipt_id TEXT NOT NULL, received_at TEXT NOT NULL)",
        )

    def take(self, event_id: str, body: bytes, received_at: str) -> dict[str, str]:
        """Store an event, on disk before this returns, and give its receipt: the same one however often it comes."""
        with self._lock:
            self._rows.execute(
                "INSERT INTO inbox VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (event_id, body, str(uuid4()), received_at),
            )
            found = self._rows.execute(
                "SELECT body, receipt_id, received_at FROM inbox WHERE event_id = ?", (event_id,)
            )
            stored, receipt_id, since = found.fetchone()
        digest = hashlib.sha256(stored).hexdigest()
        return {"receiptId": receipt_id, "receivedAt": since, "bodySha256": digest}

    def bodies(self) -> list[bytes]:
        """Return the events in the order of their arrival."""
        with self._lock:
            return [body for (body,) in self._rows.execute("SELECT body FROM inbox ORDER BY rowid")]

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


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
            length = self.headers.get("content-length", "")
            if not length.isdecimal() or int(length) > LARGEST:
                self.close_connection = True
                self._answer(413, {"err": "too_large"})
                return
            body = self.rfile.read(int(length))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                event_id = verify(headers, body, keys, secret, now())
            except NotVerifiedError as error:
                log.warning("refused: %s", error)
                self._answer(400, {"err": str(error)})
                return
            received_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now()))
            self._answer(200, inbox.take(event_id, body, received_at))
            log.info("received %s", event_id)

        def _answer(self, status: int, content: Mapping[str, str]) -> None:
            body = json.dumps(content).encode()
            self.send_response_only(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer(("127.0.0.1", port), Receiver)


def main() -> None:
    """Receive until interrupted."""
    parser = argparse.ArgumentParser(description="A small receiver of the service's webhooks.")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--jwks", type=Path, required=True, help="file with the service's public keys")
    parser.add_argument("--store", default="inbox.db")
    parser.add_argument("--secret", help="whsec_…, to take v1 signatures too")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    keys = json.loads(options.jwks.read_text())["keys"]
    secret = base64.b64decode(options.secret.removeprefix("whsec_")) if options.secret else None
    server = make_server(options.port, Inbox(options.store), keys, secret)
    log.info("waiting on http://127.0.0.1:%d/", options.port)
    server.serve_forever()


if __name__ == "__main__":
    main()
