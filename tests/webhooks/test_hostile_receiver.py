"""What can a receiver do to us that answers slowly, endlessly, wrongly or under a false name? No more than fail."""

import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.webhooks.models import DeliveryStatus
from app.webhooks.sending import LARGEST_ANSWER
from tests.support.receiver import Receiver, Reply, receipt
from tests.support.webhooks import acknowledged, an_endpoint, an_event, deliveries, work
from tests.webhooks.test_sending import send

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n"
HUNDRED_MEGABYTES = 100 * 1024 * 1024
Behaviour = Callable[[socket.socket, Event], object]


def drip_head(visitor: socket.socket, over: Event) -> None:
    """Send a head letter by letter, each in time and the whole never."""
    visitor.sendall(b"HTTP/1.1 200 OK\r\nx-a: ")
    while not over.wait(0.02):
        visitor.sendall(b"a")


def drip_body(visitor: socket.socket, over: Event) -> None:
    """Send a body byte by byte."""
    visitor.sendall(HEAD % 60_000)
    while not over.wait(0.02):
        visitor.sendall(b"a")


def reset(visitor: socket.socket, _over: Event) -> None:
    """End the connection with a reset rather than a farewell."""
    visitor.recv(100)
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless_head(visitor: socket.socket, _over: Event) -> None:
    """Send a head that has no end."""
    visitor.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        visitor.sendall(b"x-a: " + b"a" * 8000 + b"\r\n")


def negative_length(visitor: socket.socket, _over: Event) -> None:
    """Announce a body of less than nothing."""
    visitor.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n")


def two_lengths(visitor: socket.socket, _over: Event) -> None:
    """Announce two lengths."""
    visitor.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok.")


def bad_chunk(visitor: socket.socket, _over: Event) -> None:
    """Send a chunk whose size is no number."""
    visitor.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (drip_head, "timeout"),
        (drip_body, "timeout"),
        (reset, "broken-off"),
        (endless_head, "broken-off"),
        (negative_length, "broken-off"),
        (two_lengths, "broken-off"),
        (bad_chunk, "broken-off"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_whatever_it_does_becomes_a_class_of_error(behaviour: Behaviour, error: str) -> None:
    with behaving(behaviour) as port:
        began = monotonic()
        answer = send(f"http://127.0.0.1:{port}/", timeout=0.5)

    assert answer.error == error
    assert monotonic() - began < 3


def test_of_a_hundred_megabytes_only_the_beginning_is_taken() -> None:
    sent = []

    def pour(visitor: socket.socket, _over: Event) -> None:
        visitor.sendall(HEAD % HUNDRED_MEGABYTES)
        for _ in range(HUNDRED_MEGABYTES // LARGEST_ANSWER):
            visitor.sendall(b"x" * LARGEST_ANSWER)
            sent.append(LARGEST_ANSWER)

    with behaving(pour) as port:
        answer = send(f"http://127.0.0.1:{port}/")

    assert (answer.status, len(answer.body)) == (200, LARGEST_ANSWER)
    assert sum(sent) < HUNDRED_MEGABYTES / 4


@pytest.mark.parametrize("name", ["127.0.0.1", "receiver.example"])
def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(tmp_path: Path, name: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path, name))
    heard = []

    def shake(visitor: socket.socket, _over: Event) -> None:
        with context.wrap_socket(visitor, server_side=True) as tunnel:
            heard.append(tunnel.recv(1000))

    with behaving(shake) as port:
        answer = send(f"https://127.0.0.1:{port}/")

    assert (answer.error, [words for words in heard if words]) == ("tls", [])


@pytest.mark.parametrize(
    ("value", "minutes"), [("1800", 30), ("Mon, 01 Jun 2026 03:45:00 GMT", 45), ("soon", 1), ("1e9", 1)]
)
def test_too_many_requests_are_answered_by_waiting_as_asked(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver, value: str, minutes: int
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.replies.append(Reply(429, {"retry-after": value}))
    receiver.otherwise = receipt()

    work(sqlite_installation)
    clock.advance(minutes=minutes, seconds=-1)
    work(sqlite_installation)
    early = len(receiver.received)
    clock.advance(seconds=1)
    work(sqlite_installation)

    assert (early, len(receiver.received)) == (1, 2)


def test_accepted_without_a_receipt_is_delivered_and_not_acknowledged(
    sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.otherwise = Reply(202, {}, b'{"receiptId": "r-1"}')

    work(sqlite_installation)
    clock.advance(hours=1)
    work(sqlite_installation)

    assert len(receiver.received) == 1
    assert acknowledged(sqlite_installation) == {}
    assert [one.status for one in deliveries(sqlite_installation)] == [DeliveryStatus.DELIVERED]


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_tried_slowly_and_said_aloud(
    sqlite_installation: Installation,
    clock: FrozenClock,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    an_endpoint(sqlite_installation, receiver.url)
    an_event(sqlite_installation)
    receiver.otherwise = Reply(status)

    work(sqlite_installation)
    clock.advance(minutes=14)
    work(sqlite_installation)

    assert len(receiver.received) == 1
    assert "not-let-in" in capsys.readouterr().out


def self_signed(folder: Path, name: str) -> Path:
    """Write a certificate that only its own key vouches for, with that key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    file = folder / "receiver.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return file


@contextmanager
def behaving(behaviour: Behaviour) -> Iterator[int]:
    """Yield the port of a listener that does one thing to whoever comes, until they have gone or the test is over."""
    listener, over = socket.create_server(("127.0.0.1", 0)), Event()

    def serve() -> None:
        with suppress(OSError):
            visitor, _ = listener.accept()
            with visitor:
                behaviour(visitor, over)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
