"""What does a body cost that is too large, or built to be costly? No more than its limit, measured on the process."""

import json
import socket

import pytest

from tests.support.process import Running, read_all

KIB = 1024
LIMIT = 1024 * KIB
HUGE = 50 * LIMIT
ONE_READ = 250 * KIB
"""What uvloop reads at once."""
HEAD = b"POST /v1/agreements HTTP/1.1\r\nHost: matching.example\r\nContent-Type: %s\r\n"
JSON = HEAD % b"application/json"
FORM = HEAD.replace(b"/v1/agreements", b"/oauth/token")
PARTS = b"--a\r\nContent-Disposition: form-data; name=grant_type\r\n\r\nclient_credentials\r\n"


def send_until_refused(connection: socket.socket, head: bytes, piece: bytes, size: int) -> bytes:
    """Send a head and up to `size` bytes, until an answer comes."""
    connection.sendall(head)
    connection.settimeout(0.02)
    for _ in range(size // len(piece)):
        try:
            connection.sendall(piece)
        except (TimeoutError, ConnectionError):
            break
    connection.settimeout(10)
    return read_all(connection)


def chunk(size: int) -> bytes:
    """Return a chunk of spaces."""
    return b"%x\r\n%s\r\n" % (size, b" " * size)


LARGE = {
    "length of 50 MB": (JSON + b"Content-Length: %d\r\n\r\n" % HUGE, b" " * 64 * KIB, 64 * KIB),
    "chunks": (JSON + b"Transfer-Encoding: chunked\r\n\r\n", chunk(64 * KIB), LIMIT + 64 * KIB),
    "small chunks": (JSON + b"Transfer-Encoding: chunked\r\n\r\n", chunk(4 * KIB), LIMIT + 64 * KIB),
    "form": (
        FORM % b"application/x-www-form-urlencoded" + b"Transfer-Encoding: chunked\r\n\r\n",
        chunk(KIB),
        128 * KIB,
    ),
}


@pytest.mark.parametrize(("head", "piece", "most"), LARGE.values(), ids=LARGE.keys())
def test_case_54_no_more_is_read_than_the_limit(head: bytes, piece: bytes, most: int, service: Running) -> None:
    before = service.bytes_read()
    with service.connect() as connection:
        answer = send_until_refused(connection, head, piece, HUGE)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer
    assert service.bytes_read() - before < most + ONE_READ


def test_case_54_a_length_that_lies_low_leaves_nothing_that_is_answered(service: Running) -> None:
    answer = service.tell(JSON + b"Content-Length: 2\r\n\r\n{}" + b" " * 64 * KIB)

    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"401", b"414"]


def test_case_54_a_length_that_lies_high_is_closed_in_time(service: Running) -> None:
    assert service.tell(JSON + b"Content-Length: 9\r\n\r\n{}").startswith(b"HTTP/1.1 408 ")


def test_a_body_that_no_route_wants_is_not_read(service: Running) -> None:
    before = service.bytes_read()
    with service.connect() as connection:
        head = JSON.replace(b"agreements", b"nowhere") + b"Content-Length: %d\r\n\r\n" % HUGE
        answer = send_until_refused(connection, head, b" " * 64 * KIB, HUGE)

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert service.bytes_read() - before < 64 * KIB + ONE_READ


COSTLY = {
    "10^6 members": b"{" + b",".join(b'"%d":1' % number for number in range(10**6)) + b"}",
    "10^6 elements": b"[" + b"1," * (10**6 - 1) + b"1]",
    "as many members as fit": b"{" + b",".join(b'"%d":1' % number for number in range(100_000)) + b"}",
    "as many elements as fit": b"[" + b"1," * 500_000 + b"1]",
    "as many brackets as fit": b"[]," * 340_000,
    "as many commas as pass": b"[" + b"1," * 19_000 + b"1]",
    "100 deep": b"[" * 100 + b"]" * 100,
    "1000 deep": b"[" * 1000 + b"]" * 1000,
    "100000 deep": b"[" * 100_000 + b"]" * 100_000,
    "name of 1 MB": json.dumps({"a" * 10**6: 1}).encode(),
    "one long number": b"9" * 10**6,
    "one escaped text": b'"' + b"\\u0041" * 170_000 + b'"',
}


@pytest.mark.parametrize("body", COSTLY.values(), ids=COSTLY.keys())
def test_case_55_and_56_a_costly_body_costs_little(body: bytes, service: Running) -> None:
    before = service.seconds_of_work()
    answer = service.tell(JSON + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    assert answer[9:12] in {b"400", b"401", b"413", b"422"}
    assert service.seconds_of_work() - before < 0.4


BOUNDARY = b"multipart/form-data; boundary=a"
MULTIPART = {
    "10^5 parts": (BOUNDARY, PARTS * 100_000 + b"--a--\r\n"),
    "header of 1 MB": (BOUNDARY, PARTS.replace(b"grant_type", b"a" * LIMIT) + b"--a--\r\n"),
    "no end": (BOUNDARY, PARTS),
    "no boundary": (b"multipart/form-data", PARTS),
    "name by RFC 2231": (BOUNDARY, PARTS.replace(b"name=", b"filename*=utf-8''..%2f; name=") + b"--a--\r\n"),
}


@pytest.mark.parametrize(("media", "body"), MULTIPART.values(), ids=MULTIPART.keys())
def test_case_66_a_form_in_parts_is_refused(media: bytes, body: bytes, service: Running) -> None:
    before = service.bytes_held()

    answer = service.tell(FORM % media + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    assert answer[9:12] in {b"400", b"413", b"415"}
    assert service.bytes_held() - before < 20 * LIMIT


SCANNED = HEAD.replace(b"/v1/agreements", b"/v1/consents")


@pytest.mark.parametrize(("media", "body"), MULTIPART.values(), ids=MULTIPART.keys())
def test_case_66_a_scanned_form_that_is_none_is_refused(media: bytes, body: bytes, service: Running) -> None:
    before = service.bytes_held()

    answer = service.tell(SCANNED % media + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    assert answer[9:12] in {b"400", b"413"}
    assert service.bytes_held() - before < 20 * LIMIT


def test_case_66_a_negative_length_is_refused(service: Running) -> None:
    assert service.tell(FORM % b"multipart/form-data; boundary=a" + b"Content-Length: -1\r\n\r\n")[9:12] == b"400"
