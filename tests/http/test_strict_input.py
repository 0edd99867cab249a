"""Is a body taken only as strict UTF-8 JSON of known members, and is nothing of it ever echoed?"""

import pytest

from tests.support.hands import Hands

PATH = "/v1/agreements"
NEEDLE = "Zqxjkvbw"
GOOD = b'{"title": "T", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "provision_channels": []}'
MALFORMED = {
    "nan": b'{"title": NaN}',
    "infinity": b'{"title": -Infinity}',
    "too great": b'{"title": 1e999}',
    "long number": b'{"title": ' + b"9" * 5000 + b"}",
    "lone surrogate": b'{"title": "\\ud800"}',
    "duplicate member": b'{"title": "a", "title": "b"}',
    "not utf-8": b'{"title": "\xff"}',
    "overlong": b'{"title": "\xc0\xaf"}',
    "utf-16": '{"title": "a"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "truncated": b'{"title": ',
    "33 deep": b'{"title": ' + b"[" * 33 + b"]" * 33 + b"}",
    "20001 values": b"[" + b"1," * 20_000 + b"1]",
    "100000 deep": b"[" * 100_000,
}
INVALID = {
    "extra member": b'{"title": "T", "is_admin": true}',
    "number for text": b'{"title": 1}',
    "text for bool": GOOD[:-1] + b', "grants_isa_audit": "yes"}',
    "zero for a date": GOOD.replace(b'"2027-01-01"', b"0"),
    "impossible date": GOOD.replace(b"2027-01-01", b"2027-02-30"),
    "array for object": b"[1]",
    "null": b"null",
    "control character": GOOD.replace(b'"T"', b'"a\\u0000b"'),
    "bidi mark": GOOD.replace(b'"T"', b'"a\\u202eb"'),
    "only spaces": GOOD.replace(b'"T"', b'"   "'),
}


def status_of(hands: Hands, body: bytes, media: str = "application/json", **headers: str) -> int:
    """Send a body and return the status, having looked that it is answered with a problem."""
    answer = hands.isa_officer.post(PATH, content=body, headers={"Content-Type": media, **headers})
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert NEEDLE not in answer.text
    return int(answer.status_code)


def test_a_good_body_is_taken(sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, GOOD) == 201


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_f57_f62_what_is_not_strict_json_is_malformed(body: bytes, sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, body) == 400


@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID.keys())
def test_e48_e49_what_does_not_fit_is_invalid(body: bytes, sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, body) == 422


def test_f58_an_invalid_body_is_not_echoed(sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, b'{"title": ["%s"], "%s": 1}' % (NEEDLE.encode(), NEEDLE.encode())) == 422


@pytest.mark.parametrize("media", ["text/plain", "application/json; charset=shift_jis", "multipart/form-data", ""])
def test_f64_another_media_type_is_not_taken(media: str, sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, GOOD, media) == 415


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_f65_an_encoded_body_is_not_taken(coding: str, sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, GOOD, **{"Content-Encoding": coding}) == 415


def test_f54_a_body_beyond_its_limit_is_too_large(sqlite_hands: Hands) -> None:
    assert status_of(sqlite_hands, b" " * (1024 * 1024 + 1)) == 413


def test_a_token_in_the_query_is_refused(sqlite_hands: Hands) -> None:
    answer = sqlite_hands.client.get(f"{PATH}?access_token={NEEDLE}")

    assert answer.status_code == 400
    assert NEEDLE not in answer.text


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_g77_another_method_is_told_all_that_are_allowed(method: str, sqlite_hands: Hands) -> None:
    answer = sqlite_hands.client.request(method, PATH)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


@pytest.mark.parametrize("identifier", ["0", "-1", "null", "01900000000070008000000000000000", "{01900000}", "A" * 36])
def test_e42_an_id_that_is_none_is_not_found(identifier: str, sqlite_hands: Hands) -> None:
    assert sqlite_hands.isa_officer.get(f"{PATH}/{identifier}").status_code == 404


def test_problems_speak_japanese_when_asked(sqlite_hands: Hands) -> None:
    answer = sqlite_hands.client.get(PATH, headers={"Accept-Language": "ja, en;q=0.5"})

    assert answer.headers["content-language"] == "ja"
    assert answer.json()["title"] == "アクセストークンが必要です"


def test_every_answer_forbids_caching_and_sniffing(sqlite_hands: Hands) -> None:
    headers = sqlite_hands.isa_officer.get(PATH).headers

    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "server" not in headers
