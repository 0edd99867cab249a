"""Does our own reading of a head stand without the parser behind it?"""

import pytest

from app.core.settings import Settings
from app.http.protocol_head import END, Refused, check_beginning, read_head
from tests.http.test_smuggling import CASES

LIMITS = Settings()
WHOLE = {name: sent[: sent.index(END) + len(END)] for name, sent in CASES.items() if END in sent}


@pytest.mark.parametrize("raw", WHOLE.values(), ids=WHOLE.keys())
def test_case_73_an_ambiguous_head_is_refused_before_it_is_parsed(raw: bytes) -> None:
    with pytest.raises(Refused):
        read_head(raw, LIMITS)


@pytest.mark.parametrize("raw", [b"GET /healthz\r\n", b"GET / HTTP/1.1\n", b"\x16\x03\x01", b"GET /" + b"a" * 9000])
def test_a_beginning_of_no_head_is_refused_at_once(raw: bytes) -> None:
    with pytest.raises(Refused):
        check_beginning(raw, len(raw), LIMITS)


def test_a_head_in_order_is_taken_as_it_is() -> None:
    raw = b"GET /healthz?a=%20 HTTP/1.1\r\nHost: [::1]:8000\r\nX-A: \xe5 b\t\r\n\r\n"

    assert read_head(raw, LIMITS).raw == raw
