"""What becomes of a request to a receiver that means harm, is slow, or is not where its name says?"""

import asyncio
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from app.core.clock import FrozenClock
from app.core.settings import Settings
from app.webhooks.claiming import LEASE
from app.webhooks.exchange import Answer, Lease
from app.webhooks.models import Trigger
from app.webhooks.sending import LARGEST_ANSWER, Sender
from app.webhooks.transport import Clients
from tests.support.receiver import Receiver, Reply
from tests.support.serving import NOON

BODY = b'{"specversion":"1.0"}'
SETTINGS = Settings(database_url="sqlite://", state_dir=Path(), issuer="http://matching.example", demo=True)
NOBODY = UUID(int=0)


def test_the_answer_is_kept_with_who_gave_it(receiver: Receiver) -> None:
    receiver.otherwise = Reply(503, {"retry-after": "7"}, b"later")

    answer = send(receiver.url)

    assert (answer.status, answer.body, answer.retry_after) == (503, b"later", "7")
    assert answer.remote_ip == "127.0.0.1"


def test_the_body_arrives_byte_by_byte_as_it_is(receiver: Receiver) -> None:
    send(receiver.url)

    assert receiver.received[0].body == BODY
    assert receiver.received[0].headers["content-type"].startswith("application/cloudevents+json")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.otherwise = Reply(status, {"location": receiver.url})

    answer = send(receiver.url)

    assert (answer.status, len(receiver.received)) == (status, 1)


def test_nobody_is_waited_for_without_end(receiver: Receiver) -> None:
    receiver.otherwise = Reply(hangs=True)

    assert send(receiver.url, timeout=0.2).error == "timeout"


def test_a_broken_connection_is_a_failure(receiver: Receiver) -> None:
    receiver.otherwise = Reply(breaks_off=True)

    assert send(receiver.url).error == "broken-off"


def test_only_the_beginning_of_a_huge_answer_is_read(receiver: Receiver) -> None:
    receiver.otherwise = Reply(200, {}, b"x" * (LARGEST_ANSWER * 4))

    assert len(send(receiver.url).body) == LARGEST_ANSWER


def test_an_answer_that_promises_more_than_it_gives_is_a_failure(receiver: Receiver) -> None:
    receiver.otherwise = Reply(200, {"content-length": "1000"}, b"short")

    assert send(receiver.url).error == "broken-off"


def test_what_does_not_speak_http_is_a_failure() -> None:
    with a_listener(b"220 mail.example ready\r\n") as port:
        answer = send(f"http://127.0.0.1:{port}/")

    assert answer.error == "broken-off"


def test_a_receiver_without_tls_is_none_for_https(receiver: Receiver) -> None:
    answer = send(receiver.url.replace("http:", "https:"))

    assert answer.error == "tls"


def test_a_closed_door_is_a_failure() -> None:
    with a_listener(b"") as port:
        pass

    assert send(f"http://127.0.0.1:{port}/").error == "not-connected"


def test_an_unknown_name_is_a_failure() -> None:
    assert send("http://nobody.invalid/").error == "name-unknown"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_internal_address_is_refused_when_it_is_connected_to(receiver: Receiver, host: str) -> None:
    answer = send(receiver.url.replace("127.0.0.1", host), allow_private=False)

    assert (answer.error, receiver.received) == ("address-denied", [])


def test_one_internal_address_among_public_ones_is_enough(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("1.1.1.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)

    answer = send(receiver.url.replace("127.0.0.1", "rebinding.example"), allow_private=False)

    assert (answer.error, receiver.received) == ("address-denied", [])


def test_a_name_is_asked_once_so_that_it_cannot_change_its_mind(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(receiver.url.rpartition(":")[2].partition("/")[0])
    asked: list[str] = []

    def resolve(host: str, *_args: object, **_options: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    send(receiver.url.replace("127.0.0.1", "receiver.example"))

    assert asked.count("receiver.example") == 1
    assert receiver.received[0].headers["host"] == f"receiver.example:{port}"


def test_a_url_that_would_not_be_taken_today_is_not_sent_to(receiver: Receiver) -> None:
    strict = SETTINGS.model_copy(update={"demo": False})

    answer = send(receiver.url, settings=strict)

    assert (answer.error, receiver.received) == ("url_scheme", [])


def send(url: str, *, allow_private: bool = True, timeout: float = 5.0, settings: Settings = SETTINGS) -> Answer:
    """Send one event there and return what came of it."""

    async def once() -> Answer:
        async with Clients() as clients:
            return await Sender(FrozenClock(NOON), settings, clients, timeout).send(
                a_lease(url, allow_private=allow_private)
            )

    return asyncio.run(once())


def a_lease(url: str, *, allow_private: bool) -> Lease:
    return Lease(
        delivery_id=NOBODY,
        endpoint_id=NOBODY,
        event_id=UUID(int=1),
        url=url,
        allow_private=allow_private,
        body=BODY,
        body_sha256=hashlib.sha256(BODY).digest(),
        secrets=(),
        keys=(),
        token=NOBODY,
        until=NOON + LEASE,
        n=1,
        trigger=Trigger.AUTO,
    )


@contextmanager
def a_listener(words: bytes) -> Iterator[int]:
    """Listen on a free port and say these words to whoever comes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def say() -> None:
        try:
            visitor, _ = listener.accept()
        except OSError:
            return
        with visitor:
            visitor.sendall(words)

    thread = Thread(target=say, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
