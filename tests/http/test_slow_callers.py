"""Can somebody hold the service by being slow? Each phase of a request has its time; others are served meanwhile."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.http.conftest import IMPATIENT
from tests.support.process import Running, read_all

HALF_OPEN = 600
SECONDS = {name.removeprefix("YONSEI_").lower(): float(value) for name, value in IMPATIENT.items()}
SLACK = 3.0
"""Seconds that a machine busy with other tests may add; a deadline that did not hold would add ten."""
HEAD = b"GET /healthz HTTP/1.1\r\nHost: matching.example\r\n"
BODY = b"POST /oauth/token HTTP/1.1\r\nHost: matching.example\r\nContent-Length: 1000\r\n\r\n"
DOCUMENT = b"GET /openapi.json HTTP/1.1\r\nHost: matching.example\r\n\r\n"


def seconds_until_closed(connection: socket.socket, trickle: bytes = b"") -> tuple[float, bytes]:
    """Send a byte now and then until the service hangs up; return how long that took, and what it said."""
    started = time.monotonic()
    connection.settimeout(0.2)
    while time.monotonic() - started < 10:
        try:
            connection.send(trickle)
            return time.monotonic() - started, connection.recv(65536)
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return time.monotonic() - started, b""


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.monotonic()
    call()
    return time.monotonic() - started


def test_case_74_600_half_open_heads_keep_nobody_waiting_and_are_closed_in_time(service: Running) -> None:
    with ExitStack() as stack:
        half_open = [stack.enter_context(service.connect()) for _ in range(HALF_OPEN)]
        for connection in half_open:
            connection.sendall(HEAD)
        started = time.monotonic()
        waits = [seconds_of(lambda: service.ask("GET", "/healthz")) for _ in range(20)]
        answers = [read_all(connection) for connection in half_open]

    assert sorted(waits)[len(waits) // 2] < 0.2
    assert time.monotonic() - started < SECONDS["header_seconds"] + 2 * SLACK
    assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)


def test_case_74_a_head_that_trickles_is_closed_in_time(service: Running) -> None:
    with service.connect() as connection:
        connection.sendall(HEAD + b"X-Slow: ")

        seconds, answer = seconds_until_closed(connection, trickle=b"a")

    assert SECONDS["header_seconds"] - 0.2 < seconds < SECONDS["header_seconds"] + SLACK
    assert b"/problems/request-timeout" in answer


def test_case_74_a_body_that_trickles_is_closed_in_time(service: Running) -> None:
    with service.connect() as connection:
        connection.sendall(BODY)

        seconds, answer = seconds_until_closed(connection, trickle=b"a")

    assert SECONDS["body_seconds"] - 0.2 < seconds < SECONDS["body_seconds"] + SLACK
    assert b"/problems/request-timeout" in answer


def test_case_74_chunks_that_trickle_are_closed_in_time(service: Running) -> None:
    with service.connect() as connection:
        connection.sendall(BODY.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked"))

        seconds, answer = seconds_until_closed(connection, trickle=b"1\r\na\r\n")

    assert seconds < SECONDS["body_seconds"] + SLACK
    assert b"/problems/request-timeout" in answer


@pytest.mark.parametrize("first", [b"", HEAD + b"\r\n"], ids=["silent", "idle"])
def test_case_74_a_connection_without_requests_is_closed_without_a_word(first: bytes, service: Running) -> None:
    with service.connect() as connection:
        connection.sendall(first)

        seconds = seconds_of(lambda: read_all(connection))

    assert seconds < SECONDS["idle_seconds"] + SLACK


def test_case_74_who_does_not_read_is_closed_in_time(service: Running) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", service.port))
        connection.sendall(DOCUMENT * 100)

        seconds = seconds_of(lambda: wait_until_dropped(service, connection))

    assert seconds < SECONDS["answer_seconds"] + 2 * SLACK


def wait_until_dropped(service: Running, connection: socket.socket) -> None:
    """Wait, reading nothing, until the service no longer has the connection."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and service.holds(connection):
        time.sleep(0.05)


def test_case_74_the_security_log_counts_them(service: Running) -> None:
    before = service.log.count('"slug": "request-timeout"')

    with service.connect() as connection:
        connection.sendall(HEAD)
        read_all(connection)

    assert service.log.count('"slug": "request-timeout"') == before + 1


def test_a_caller_who_hangs_up_in_the_middle_of_a_body_is_no_fault_of_ours(service: Running) -> None:
    with service.connect() as connection:
        connection.sendall(BODY)

    service.ask("GET", "/healthz")

    assert "internal-error" not in service.log
