"""Does the receiver we give away take what is ours, once, and nothing else?"""

import http.client
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.access.installation import Installation
from app.core.clock import FrozenClock
from app.webhooks.keys import public_jwks, signing_keys
from app.webhooks.models import DeliveryStatus
from app.webhooks.signing import SigningKey, sign
from examples.isa_receiver.inbox import Inbox
from examples.isa_receiver.receiver import make_server
from tests.support.webhooks import acknowledged, an_endpoint, an_event, deliveries, keyed, work

BODY = b'{"id":"e"}'
EVENT = "01900000-0000-7000-8000-000000000001"
SECRET = b"s" * 32


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """Yield an empty inbox."""
    made = Inbox(":memory:")
    yield made
    made.close()


@pytest.fixture
def server(sqlite_installation: Installation, clock: FrozenClock, inbox: Inbox) -> Iterator[ThreadingHTTPServer]:
    """Yield the example receiver, running, with our keys pinned."""
    keyed(sqlite_installation)
    keys = sqlite_installation.database.run(public_jwks, clock.now())
    running = make_server(0, inbox, keys, SECRET, lambda: clock.now().timestamp())
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def test_an_event_reaches_isa_and_its_receipt_reaches_us(
    sqlite_installation: Installation, server: ThreadingHTTPServer, inbox: Inbox
) -> None:
    an_endpoint(sqlite_installation, f"http://127.0.0.1:{server.server_port}/")
    event_id = an_event(sqlite_installation)

    work(sqlite_installation)

    assert [json.loads(body)["id"] for body in inbox.bodies()] == [event_id]
    assert acknowledged(sqlite_installation) == {event_id: "webhook"}
    assert deliveries(sqlite_installation)[0].status is DeliveryStatus.ACKED


def test_the_same_event_again_gets_the_same_receipt(
    sqlite_installation: Installation, server: ThreadingHTTPServer, inbox: Inbox
) -> None:
    headers = signed(sqlite_installation)

    first, second = post(server, headers), post(server, headers)

    assert first == second
    assert len(inbox.bodies()) == 1


def test_v1_is_taken_too(sqlite_installation: Installation, server: ThreadingHTTPServer) -> None:
    headers = sign(EVENT, sqlite_installation.clock.now(), BODY, [], SECRET)

    assert post(server, headers)[0] == 200


def test_one_right_signature_among_wrong_ones_is_enough(
    sqlite_installation: Installation, server: ThreadingHTTPServer
) -> None:
    headers = signed(sqlite_installation)
    headers["webhook-signature"] = f"v1a,AAAA v9,x nonsense {headers['webhook-signature']}"

    assert post(server, headers)[0] == 200


@pytest.mark.parametrize("age", [-301, 301])
def test_an_old_or_early_event_is_refused(
    sqlite_installation: Installation, server: ThreadingHTTPServer, age: int
) -> None:
    at = sqlite_installation.clock.now() - timedelta(seconds=age)

    assert post(server, sign(EVENT, at, BODY, keys(sqlite_installation), None))[0] == 400


def test_an_altered_body_is_refused(
    sqlite_installation: Installation, server: ThreadingHTTPServer, inbox: Inbox
) -> None:
    assert post(server, signed(sqlite_installation), BODY + b" ")[0] == 400
    assert inbox.bodies() == []


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", ["", "x", "v1a", "v1a,", "v1a,!!!", ",", "１７８０２８２８００", "9" * 400])
def test_garbage_in_a_header_is_refused_and_breaks_nothing(
    sqlite_installation: Installation, server: ThreadingHTTPServer, name: str, value: str
) -> None:
    headers = signed(sqlite_installation) | {name: value}

    assert post(server, headers)[0] == 400


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_header_that_stands_there_twice_is_refused(
    sqlite_installation: Installation, server: ThreadingHTTPServer, name: str
) -> None:
    headers = signed(sqlite_installation)

    assert post_twice(server, headers, name) == 400


def test_more_signatures_than_anybody_needs_are_not_tried(
    sqlite_installation: Installation, server: ThreadingHTTPServer
) -> None:
    headers = signed(sqlite_installation)
    headers["webhook-signature"] = "v1a,AAAA " * 10 + headers["webhook-signature"]

    assert post(server, headers)[0] == 400


@pytest.mark.parametrize("length", [str(10**9), "9" * 5000, "-1", "x"])
def test_a_huge_body_is_refused(sqlite_installation: Installation, server: ThreadingHTTPServer, length: str) -> None:
    headers = signed(sqlite_installation) | {"content-length": length}

    assert post(server, headers)[0] == 413


def test_a_restart_keeps_what_was_stored_and_its_receipt(tmp_path: Path) -> None:
    before = Inbox(str(tmp_path / "inbox.db"))
    receipt = before.take(EVENT, BODY, "2026-06-01T03:00:00Z")
    before.close()

    after = Inbox(str(tmp_path / "inbox.db"))

    assert after.take(EVENT, BODY, "2026-06-02T03:00:00Z") == receipt
    assert after.bodies() == [BODY]
    after.close()


def keys(installation: Installation) -> list[SigningKey]:
    return installation.database.run(signing_keys, installation.clock.now())


def signed(installation: Installation) -> dict[str, str]:
    """Return the headers of a webhook with the body of this module."""
    return sign(EVENT, installation.clock.now(), BODY, keys(installation), None)


def post(server: ThreadingHTTPServer, headers: dict[str, str], body: bytes = BODY) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.request("POST", "/", body, {name: value.encode() for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def post_twice(server: ThreadingHTTPServer, headers: dict[str, str], twice: str) -> int:
    """Send a request with one header repeated, and return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest("POST", "/")
    for name, value in [*headers.items(), (twice, headers[twice]), ("content-length", str(len(BODY)))]:
        connection.putheader(name, value)
    connection.endheaders(BODY)
    status = connection.getresponse().status
    connection.close()
    return status
