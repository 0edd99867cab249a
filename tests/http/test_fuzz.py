"""Does anything that comes over the wire make the service fail or wait? Requests with bytes changed, cut and moved."""

import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.depth import DEEP
from tests.support.process import Running

ROUNDS = 10_000 if DEEP else 300
AT_ONCE = 32
SEED = 20240401
WHOLE = [
    b"GET /healthz HTTP/1.1\r\nHost: matching.example\r\nConnection: close\r\n\r\n",
    b"GET /v1/consents?limit=5&cursor=AAAA HTTP/1.1\r\nHost: matching.example\r\nAuthorization: Bearer a.b.c\r\n\r\n",
    (
        b"POST /oauth/token HTTP/1.1\r\nHost: matching.example\r\nAuthorization: Basic YTpi\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 29\r\n\r\ngrant_type=client_credentials"
    ),
    (
        b"POST /v1/agreements HTTP/1.1\r\nHost: matching.example\r\nContent-Type: application/json\r\n"
        b'Transfer-Encoding: chunked\r\n\r\n8\r\n{"title"\r\n5\r\n:"T"}\r\n0\r\n\r\n'
    ),
]
PIECES = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\x00",
    b" ",
    b":",
    b"\xff",
    b"%00",
    b"%ff",
    b"0\r\n\r\n",
    b"Host: a\r\n",
    b"\r\n ",
    b"*",
]
PIECES += [
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Length: 9\r\n",
    b"HTTP/1.0",
    b"Upgrade: h2c\r\n",
    b"%",
    b"?",
    b"//",
]
PIECES += [
    b"Expect: 100-continue\r\n",
    b"Accept-Language: ja;q=x\r\n",
    b"Connection: upgrade\r\n",
    b"{" * 40,
    b"a" * 9000,
]


def a_mutant(chance: random.Random) -> bytes:
    """Return a request with one to five changes, and perhaps another behind it."""
    sent = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(sent) + 1)
        match chance.randrange(4):
            case 0:
                sent[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                sent[at:at] = chance.choice(PIECES)
            case 2:
                del sent[at : at + chance.randint(1, 20)]
            case _:
                start = chance.randrange(len(sent) + 1)
                sent[at:at] = sent[start : start + chance.randint(1, 40)]
    return bytes(sent) + chance.choice([b"", b"", WHOLE[0]])


@pytest.fixture(scope="module")
def answers(service: Running) -> list[bytes]:
    """Return what the service says to each; what would make it wait for more is ended by its own deadlines."""
    chance = random.Random(SEED)
    mutants = [a_mutant(chance) for _ in range(ROUNDS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(service.tell, mutants))


def test_no_request_however_mutated_makes_the_service_fail(answers: list[bytes], service: Running) -> None:
    statuses = {status for answer in answers for status in re.findall(rb"^HTTP/1\.1 (\d+)", answer, re.MULTILINE)}

    assert {status for status in statuses if status >= b"500"} == set()
    assert "internal-error" not in service.log


def test_every_mutant_is_answered(answers: list[bytes]) -> None:
    assert sum(answer.startswith(b"HTTP/1.1 ") for answer in answers) >= 0.99 * len(answers)


def test_the_service_answers_after_them(answers: list[bytes], service: Running) -> None:
    assert service.ask("GET", "/healthz").is_success
