"""Can bytes be sent that somebody else would take for another request? Each such spelling ends the connection."""

import pytest

from tests.support.process import Running, read_all

NEEDLE = b"Zqxjkvbw"
LINE = b"POST /oauth/token HTTP/1.1"
HOST = b"Host: matching.example"
LENGTH = b"Content-Length: 5"
CHUNKED = b"Transfer-Encoding: chunked"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: matching.example\r\n\r\n"


def a_request(*fields: bytes, line: bytes = LINE, body: bytes = b"") -> bytes:
    """Return a request with a needle in a header."""
    return b"\r\n".join([line, *fields, b"X-Needle: " + NEEDLE, b"", body])


CASES = {
    "length and coding": a_request(HOST, LENGTH, CHUNKED, body=b"0\r\n\r\n"),
    "coding and length": a_request(HOST, CHUNKED, LENGTH, body=b"0\r\n\r\n"),
    "two lengths": a_request(HOST, LENGTH, b"Content-Length: 6", body=b"grant"),
    "two equal lengths": a_request(HOST, LENGTH, LENGTH, body=b"grant"),
    "list of lengths": a_request(HOST, b"Content-Length: 5, 5", body=b"grant"),
    "length with plus": a_request(HOST, b"Content-Length: +5", body=b"grant"),
    "negative length": a_request(HOST, b"Content-Length: -5", body=b"grant"),
    "hexadecimal length": a_request(HOST, b"Content-Length: 0x5", body=b"grant"),
    "length with underscore": a_request(HOST, b"Content-Length: 1_0", body=b"grant"),
    "empty length": a_request(HOST, b"Content-Length: ", body=b"grant"),
    "length of 30 digits": a_request(HOST, b"Content-Length: " + b"9" * 30, body=b"grant"),
    "xchunked": a_request(HOST, b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
    "chunked identity": a_request(HOST, b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
    "gzip chunked": a_request(HOST, b"Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
    "identity": a_request(HOST, b"Transfer-Encoding: identity", body=b"0\r\n\r\n"),
    "upper-case coding": a_request(HOST, b"Transfer-Encoding: CHUNKED", body=b"0\r\n\r\n"),
    "coding with vertical tab": a_request(HOST, b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n"),
    "coding twice": a_request(HOST, CHUNKED, CHUNKED, body=b"0\r\n\r\n"),
    "two codings": a_request(HOST, b"Transfer-Encoding: identity", CHUNKED, body=b"0\r\n\r\n"),
    "folded header": a_request(HOST, b"X-A: 1\r\n 2"),
    "folded coding": a_request(HOST, b"Transfer-Encoding:\r\n chunked", body=b"0\r\n\r\n"),
    "folded first header": a_request(b" X-A: 1", HOST),
    "bare LF in a header": a_request(HOST, b"X-A: 1\nX-B: 2"),
    "bare LF everywhere": a_request(HOST).replace(b"\r\n", b"\n"),
    "bare LF before the end": a_request(HOST)[:-2] + b"\n",
    "bare CR in a header": a_request(HOST, b"X-A: 1\rX-B: 2"),
    "bare CR everywhere": a_request(HOST).replace(b"\r\n", b"\r"),
    "space before colon": a_request(HOST, b"Content-Length : 5", body=b"grant"),
    "tab before colon": a_request(HOST, b"Transfer-Encoding\t: chunked", body=b"0\r\n\r\n"),
    "space in a name": a_request(HOST, b"X A: 1"),
    "no name": a_request(HOST, b": 1"),
    "no colon": a_request(HOST, b"chunked"),
    "NUL in a value": a_request(HOST, b"X-A: 1\x002"),
    "NUL in a name": a_request(HOST, b"X\x00A: 1"),
    "control in a value": a_request(HOST, b"X-A: \x1b[2J"),
    "DEL in a value": a_request(HOST, b"X-A: \x7f"),
    "NUL in the target": a_request(HOST, line=b"GET /healthz\x00 HTTP/1.1"),
    "control in the target": a_request(HOST, line=b"GET /health\x01z HTTP/1.1"),
    "fragment in the target": a_request(HOST, line=b"GET /healthz#a HTTP/1.1"),
    "byte beyond ASCII in the target": a_request(HOST, line=b"GET /\xff HTTP/1.1"),
    "another server's target": a_request(HOST, line=b"GET http://other.example/healthz HTTP/1.1"),
    "relative target": a_request(HOST, line=b"GET healthz HTTP/1.1"),
    "two spaces": a_request(HOST, line=b"GET  /healthz HTTP/1.1"),
    "tab for space": a_request(HOST, line=b"GET\t/healthz HTTP/1.1"),
    "empty line first": b"\r\n" + a_request(HOST),
    "space first": b" " + a_request(HOST),
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/1.2": a_request(HOST, line=b"GET /healthz HTTP/1.2"),
    "HTTP/2.0": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "lower-case http": a_request(HOST, line=b"GET /healthz http/1.1"),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/1.0 with a coding": a_request(HOST, CHUNKED, line=b"POST /oauth/token HTTP/1.0", body=b"0\r\n\r\n"),
    "no host": a_request(line=b"GET /healthz HTTP/1.1"),
    "two hosts": a_request(HOST, HOST, line=b"GET /healthz HTTP/1.1"),
    "empty host": a_request(b"Host:", line=b"GET /healthz HTTP/1.1"),
    "host with a path": a_request(b"Host: a/b", line=b"GET /healthz HTTP/1.1"),
}
CHUNKS = {
    "size beyond 32 bits": b"1ffffffff\r\n",
    "size beyond 64 bits": b"10000000000000005\r\ngrant\r\n0\r\n\r\n",
    "negative size": b"-5\r\ngrant\r\n0\r\n\r\n",
    "size with prefix": b"0x5\r\ngrant\r\n0\r\n\r\n",
    "size with plus": b"+5\r\ngrant\r\n0\r\n\r\n",
    "space before size": b" 5\r\ngrant\r\n0\r\n\r\n",
    "space after size": b"5 \r\ngrant\r\n0\r\n\r\n",
    "no size": b"\r\ngrant\r\n0\r\n\r\n",
    "extension": b"5;a=" + NEEDLE + b"\r\ngrant\r\n0\r\n\r\n",
    "extension with LF": b"5;\ngrant\r\n0\r\n\r\n",
    "bare LF after size": b"5\ngrant\r\n0\r\n\r\n",
    "bare CR after size": b"5\rgrant\r\n0\r\n\r\n",
    "no end of line after data": b"5\r\ngrant0\r\n\r\n",
    "bare LF after data": b"5\r\ngrant\n0\r\n\r\n",
    "too much data": b"5\r\ngrants\r\n0\r\n\r\n",
    "trailer": b"5\r\ngrant\r\n0\r\nContent-Length: 5\r\n\r\n",
}


def assert_refused(answer: bytes, status: int = 400) -> None:
    """See that one problem came, says that the connection ends, and repeats nothing."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close" in head.lower()
    assert b"application/problem+json" in head
    assert body.endswith(b"}")
    assert NEEDLE not in answer


@pytest.mark.parametrize("sent", CASES.values(), ids=CASES.keys())
def test_case_73_an_ambiguous_head_ends_the_connection(sent: bytes, service: Running) -> None:
    assert_refused(service.tell(sent + SECOND))


@pytest.mark.parametrize("chunks", CHUNKS.values(), ids=CHUNKS.keys())
def test_case_73_what_is_no_chunk_ends_the_connection(chunks: bytes, service: Running) -> None:
    assert_refused(service.tell(a_request(HOST, CHUNKED, body=chunks) + SECOND))


@pytest.mark.parametrize("sent", [CASES["two lengths"], CASES["bare LF everywhere"]], ids=["two lengths", "bare LF"])
def test_case_73_it_is_refused_alike_byte_by_byte(sent: bytes, service: Running) -> None:
    with service.connect() as connection:
        for byte in sent[: sent.find(b"\n") + 40]:
            connection.send(bytes([byte]))
        connection.send(sent[sent.find(b"\n") + 40 :])

        assert_refused(connection.recv(65536))


def test_case_73_what_is_refused_is_in_the_security_log_and_nothing_of_it(service: Running) -> None:
    before = service.log.count('"slug": "malformed"')

    service.tell(CASES["two lengths"] + SECOND)

    assert service.log.count('"slug": "malformed"') == before + 1
    assert NEEDLE.decode() not in service.log


def test_a_bad_request_behind_a_good_one_is_refused_after_the_good_one_is_answered(service: Running) -> None:
    answer = service.tell(SECOND + CASES["two lengths"] + SECOND)

    statuses = [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"400"]


def test_requests_that_follow_each_other_are_answered_in_turn(service: Running) -> None:
    chunked = a_request(HOST, CHUNKED, body=b"3\r\ngra\r\n2\r\nnt\r\n0\r\n\r\n")
    with_length = a_request(HOST, LENGTH, body=b"grant")

    answer = service.tell(SECOND + chunked + with_length + SECOND)

    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400", b"400", b"200"]


def test_a_request_in_single_bytes_is_taken(service: Running) -> None:
    with service.connect() as connection:
        for byte in a_request(HOST, CHUNKED, b"Connection: close", body=b"5\r\ngrant\r\n0\r\n\r\n"):
            connection.send(bytes([byte]))

        assert b"invalid_request" in read_all(connection)


def test_an_upgrade_is_ignored_and_ends_the_connection(service: Running) -> None:
    upgrade = a_request(HOST, b"Connection: Upgrade", b"Upgrade: websocket", line=b"GET /healthz HTTP/1.1")

    answer = service.tell(upgrade + SECOND)

    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"connection: close" in answer
