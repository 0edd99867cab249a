"""Who receives webhooks in a test? A real HTTP server that answers as it is told and keeps what came."""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from time import sleep
from typing import Any
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: a status with headers and body, given at once, after a while, or never."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False
    breaks_off: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The event in the body."""
        event: dict[str, Any] = json.loads(self.body)
        return event


class Receiver:
    """What a test tells the server, and what the server tells the test."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[Received] = []
        self.replies: deque[Reply] = deque()
        self.otherwise = Reply()
        self.released, self.arrived = Event(), Event()
        self.thinks, self.busy, self.busiest = 0.0, 0, 0
        self._counting = Lock()

    @contextmanager
    def busier(self) -> Iterator[None]:
        """Count a request while it is under way, and the most there were at once."""
        with self._counting:
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
        yield
        with self._counting:
            self.busy -= 1

    def ids(self) -> list[str]:
        """Return the event ids in the order in which they came."""
        return [request.headers["webhook-id"] for request in self.received]

    def take(self, headers: dict[str, str], body: bytes) -> Reply:
        """Keep a request and choose its answer."""
        self.received.append(Received(headers, body))
        self.arrived.set()
        return self.replies.popleft() if self.replies else self.otherwise


def receipt(receipt_id: str = "", **more: str) -> Reply:
    """Return the answer of a receiver that has stored the event."""
    content = {"receiptId": receipt_id or str(uuid4()), "receivedAt": "2026-06-01T03:00:00Z", **more}
    return Reply(200, {"content-type": "application/json"}, json.dumps(content).encode())


@contextmanager
def a_receiver() -> Iterator[Receiver]:
    """Run a receiver on a free port of this computer."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with receiver.busier():
                reply = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
                sleep(receiver.thinks)
            if reply.hangs:
                receiver.released.wait(10)
            if reply.hangs or reply.breaks_off:
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks"
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
