"""Can a hostile mail hold the service up, or make it fail? Bounded in time and memory, and refused, never a 5xx."""

import random
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consents.mail import LARGEST, MOST_FORMS, Letter, read_mail
from app.core.errors import Malformed, TooLarge
from tests.support.agreements import an_agreement
from tests.support.depth import DEEP
from tests.support.hands import Hands

FROM = b"From: exchange@isa.example\r\nMIME-Version: 1.0\r\n"
MIXED = FROM + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
LONGEST_SECONDS, MOST_MEMORY_PER_BYTE = 20, 20
PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"Content-Type: multipart/mixed\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: message/partial; number=1\r\n",
        b"Content-Type: text/plain; charset=idna\r\n",
        b"Content-Type: text/plain; charset*=zip''%00\r\n",
        b"Content-Type: ;;;=\r\n",
        b"Content-Disposition: attachment; filename*0*=x'y'%; filename*2=z\r\n",
        b"Content-Disposition: attachment; filename*=idna''%ff\r\n",
        b'Content-Disposition: attachment; filename="=?x?B?%?="\r\n',
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: uuencode\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Subject: =?iso-2022-jp?B?GyRC?=\r\n",
        b"From: other@isa.example\r\n",
        b"From nobody\r\n",
        b"\r\n",
        b"--x\r\n",
        b"--x--\r\n",
        b"begin 666 x\n!!!!!\nend\n",
        b"=3D=\r\n=",
        b"\x00\xff\x1b$B\x1b",
        b" folded\r\n",
    ]
)


@pytest.mark.parametrize(
    "raw",
    [
        MIXED + b"--x\r\nX: y\r\n" + b"a:b\r\n" * 4_000_000,
        FROM + b"\r\n" + b"\n" * (LARGEST - 200),
        FROM + b"\r\n" + b"\r" * (LARGEST - 200),
        FROM + b"Content-Type: text/plain" + b'; a=";"' * 100_000 + b"\r\n\r\ntext",
        FROM + b"Subject: " + b"=?utf-8?Q?" * 100_000 + b"\r\n\r\ntext",
        FROM + b"Subject: x\r\n" + b" y\r\n" * 100_000 + b"\r\ntext",
        FROM + b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"x" * 5_000_000,
        FROM + b"\r\n" + b"x" * (LARGEST + 1),
        MIXED + b"--x\r\nContent-Type: text/plain\r\n\r\n" + (b"y" * 70 + b"\r\n") * 200_000 + b"--x--\r\n",
    ],
    ids=["headers", "lines", "returns", "parameters", "words", "folds", "charset", "bytes", "letter"],
)
def test_what_would_take_long_is_refused_before_it_does(raw: bytes) -> None:
    started = time.monotonic()

    with pytest.raises((TooLarge, Malformed)):
        read_mail(raw)

    assert time.monotonic() - started < LONGEST_SECONDS


def test_of_headers_without_end_the_letter_shows_the_first() -> None:
    letter = read_mail(FROM + b"Subject: one\r\n" + b"Subject: more\r\n" * 40_000 + b"\r\ntext")

    assert letter.text.decode().splitlines() == ["From: exchange@isa.example", "Subject: one", "", "text"]


def test_the_largest_mail_is_taken_apart_within_bounds() -> None:
    line = b"QUJD" * 19 + b"\r\n"
    head = b"--x\r\nContent-Type: application/pdf; name=form.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    size = LARGEST if DEEP else LARGEST // 5
    raw = MIXED + head + line * ((size - 1000) // len(line)) + b"--x--\r\n"
    started = time.monotonic()
    tracemalloc.start()

    letter = read_mail(raw)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(letter.enclosures[0].content) > size // 2
    assert (time.monotonic() - started < LONGEST_SECONDS, most < MOST_MEMORY_PER_BYTE * size) == (True, True)


@settings(max_examples=5000 if DEEP else 150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=40), within=st.booleans())
def test_any_pile_of_pieces_is_a_letter_or_is_refused(pieces: list[bytes], *, within: bool) -> None:
    letter = read_or_refuse((MIXED if within else FROM) + b"".join(pieces))

    assert letter is None or ("@" in letter.sender and len(letter.enclosures) <= MOST_FORMS)


@pytest.mark.deep
def test_no_mutant_of_a_mail_makes_the_service_fail(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    statuses = {
        sqlite_hands.mail_intake.post(
            "/v1/consents/mail", content=raw, headers={"Content-Type": "message/rfc822"}
        ).status_code
        for raw in mutants(2000)
    }

    assert statuses <= {200, 201, 400, 413, 422}


def mutants(number: int) -> Iterator[bytes]:
    """Yield mails with bytes changed, cut out, repeated and exchanged, always the same ones."""
    chance = random.Random(4)
    parent = MIXED + b"".join(
        b"--x\r\nContent-Type: a/b; name=%d.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n" % n
        for n in range(3)
    )
    for _ in range(number):
        mail = bytearray(parent + b"--x--\r\n")
        for _ in range(chance.randint(1, 8)):
            place, length = chance.randrange(len(mail)), chance.randint(1, 40)
            change = chance.choice([b"", bytes(mail[place : place + length]) * 2, chance.randbytes(length), b"\r\n"])
            mail[place : place + length] = change
        yield bytes(mail)


def read_or_refuse(raw: bytes) -> Letter | None:
    """Return a letter, or nothing where the mail is refused as it may be."""
    try:
        return read_mail(raw)
    except (Malformed, TooLarge):
        return None
