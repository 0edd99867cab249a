"""Which access tokens does the door take? Ours, in time and in one spelling; the numbers are those of the attacks."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.access.claims import Claims
from app.access.keys import public_members
from app.access.roles import Role
from app.access.scopes import Purpose, Scope
from app.access.signing_keys import SigningKeys
from app.access.tokens import TokenRefused, Tokens
from tests.access.forging import (
    GONE,
    ISSUER,
    NOW,
    OURS,
    RETIRED,
    SECOND,
    THEIRS,
    a_door,
    a_header,
    a_payload,
    b64,
    forge,
    segment,
    unb64,
)

BOTH = SigningKeys((OURS, RETIRED))
STAFF = "01900000-0000-7000-8000-00000000000a"
PUBLIC = ec.derive_private_key(int.from_bytes(unb64(OURS["d"]), "big"), ec.SECP256R1()).public_key()
SPKI = PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
PUBLIC_FORMS = {
    "pem": PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "der": SPKI,
    "jwk": json.dumps(public_members(OURS)).encode(),
    "spki-base64": b64(SPKI).encode(),
}


def refused(token: str, now: datetime = NOW) -> bool:
    """Tell whether a door that remembers nothing refuses a token."""
    try:
        a_door().check(token, now)
    except TokenRefused:
        return True
    return False


def test_a_token_of_ours_is_taken_and_says_what_was_put_in() -> None:
    tokens = a_door()
    scope = frozenset({Scope.FEEDS_READ, Scope.REPORTS_READ})

    claims = tokens.check(tokens.issue("isa-exchange", Role.ISA_EXCHANGE, scope, None, NOW), NOW)

    assert (claims.client_id, claims.sub, claims.role) == ("isa-exchange", "isa-exchange", Role.ISA_EXCHANGE)
    assert (claims.purpose, claims.scope, claims.staff) == (Purpose.REPORTING, scope, None)
    assert (claims.iss, claims.aud, claims.iat, claims.exp) == (ISSUER, ISSUER, SECOND, SECOND + 900)


def test_a_token_made_elsewhere_with_our_key_is_taken() -> None:
    claims = a_door().check(forge(), NOW)

    assert isinstance(claims, Claims)


def test_the_subject_is_the_staff_member_where_one_stands_behind_the_client() -> None:
    token = forge(payload=a_payload(sub=STAFF, staff=STAFF))

    claims = a_door().check(token, NOW)

    assert str(claims.staff) == claims.sub == STAFF


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", "", "ES384", "RS256", "es256", None, 1, GONE])
def test_a1_another_algorithm_is_refused_with_a_good_signature_and_with_none(algorithm: object) -> None:
    token = forge(a_header(alg=algorithm))

    assert refused(token)
    assert refused(token.rpartition(".")[0] + ".")


@pytest.mark.parametrize("form", PUBLIC_FORMS)
def test_a2_our_public_key_as_an_hmac_secret_is_refused(form: str) -> None:
    signed = f"{segment(a_header(alg='HS256'))}.{segment(a_payload())}"

    mac = hmac.new(PUBLIC_FORMS[form], signed.encode(), hashlib.sha256).digest()

    assert refused(f"{signed}.{b64(mac)}")
    assert refused(f"{signed}.{b64(mac + mac)}")


@pytest.mark.parametrize(
    "kid",
    [
        "../../etc/passwd",
        "' OR 1=1--",
        "k" * 10_000,
        {"a": 1},
        ["a"],
        "\0",
        "unknown",
        pytest.param(THEIRS["kid"], id="theirs"),
        "",
        None,
        7,
        GONE,
    ],
)
def test_a3_a_strange_key_id_is_refused(kid: object) -> None:
    assert refused(forge(a_header(kid=kid)))


@pytest.mark.parametrize(
    "member",
    [
        {"jwk": public_members(THEIRS)},
        {"x5c": ["MIIB"]},
        {"x5u": "https://attacker.example"},
        {"jku": "http://169.254.169.254"},
        {"crit": ["x"], "x": 1},
        {"b64": False},
        {"zip": "DEF"},
        {"cty": "JWT"},
    ],
)
def test_a4_a5_a9_any_further_header_member_is_refused(member: dict[str, object]) -> None:
    assert refused(forge(a_header(**member)))
    assert refused(forge(a_header(**member), key=THEIRS))


@pytest.mark.parametrize("levels", [4, 31, 1_000, 1_500])
def test_a6_a_deeply_nested_header_is_refused(levels: int) -> None:
    header = b'{"alg":"ES256","kid":' + b"[" * levels + b"]" * levels + b',"typ":"at+jwt"}'

    assert refused(forge(header))


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", ["null", "[]", "{}", "true", '"9"', "1e400", "Infinity", "NaN", "-1", "2e9", "1.5"])
def test_a7_a_time_that_is_no_whole_number_is_refused(claim: str, value: str) -> None:
    payload = json.dumps(a_payload(**{claim: "?"})).replace('"?"', value).encode()

    taken_back = value == "-1" and claim == "nbf"

    assert refused(forge(payload=payload)) is not taken_back


@pytest.mark.parametrize("value", [2**63, 2**64, 10**39, SECOND + 301])
def test_a7_a_time_too_far_ahead_is_refused(value: int) -> None:
    assert refused(forge(payload=a_payload(exp=value)))


@pytest.mark.parametrize("claim", a_payload())
def test_a8_a_token_without_any_one_of_its_claims_is_refused(claim: str) -> None:
    assert refused(forge(payload=a_payload(**{claim: GONE})))


@pytest.mark.parametrize("claim", a_payload())
@pytest.mark.parametrize("value", [None, 1, True, [], {}, "", ["matches:read"]])
def test_a8_a_claim_of_another_type_is_refused(claim: str, value: object) -> None:
    assert refused(forge(payload=a_payload(**{claim: value})))


@pytest.mark.parametrize(("claim", "ahead"), [("exp", 1), ("iat", 0), ("iat", 10), ("nbf", 0), ("nbf", 10)])
def test_a10_a_token_in_time_is_taken_with_ten_seconds_for_clocks(claim: str, ahead: int) -> None:
    assert not refused(forge(payload=a_payload(**{claim: SECOND + ahead})))


@pytest.mark.parametrize(("claim", "ahead"), [("exp", 0), ("iat", 11), ("iat", 61), ("nbf", 11), ("nbf", 61)])
def test_a10_a_token_out_of_time_is_refused(claim: str, ahead: int) -> None:
    assert refused(forge(payload=a_payload(**{claim: SECOND + ahead})))


def test_a10_a_token_that_has_expired_is_refused() -> None:
    assert refused(forge(payload=a_payload(exp=SECOND - 1, iat=SECOND - 100)))


@pytest.mark.parametrize("claim", ["aud", "iss"])
@pytest.mark.parametrize(
    "value",
    [
        "https://other.example",
        [ISSUER, "https://other.example"],
        [ISSUER],
        "https://Matching.example",
        f"{ISSUER}/",
        f"{ISSUER} ",
        "https://staging.matching.example",
        "https://matching.exampl",
        7,
    ],
)
def test_a11_a15_a_token_of_or_for_anybody_else_is_refused(claim: str, value: object) -> None:
    assert refused(forge(payload=a_payload(**{claim: value})))


@pytest.mark.parametrize(
    "spelling",
    [
        lambda token: token + "=",
        lambda token: token + "==",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token + "!",
        lambda token: token[:-4] + "!" + token[-4:],
        lambda token: token + ".",
        lambda token: token + ".x.y",
        lambda token: token.replace(".", "..", 1),
        lambda token: token.replace("_", "/").replace("-", "+") + "A",
        lambda token: token[:-1] + {"A": "B", "Q": "R", "g": "h", "w": "x"}[token[-1]],
    ],
)
def test_a13_a_token_has_one_spelling(spelling: Callable[[str], str]) -> None:
    assert refused(spelling(forge()))


def test_a13_signatures_of_another_length_are_refused() -> None:
    head, _, signature = forge().rpartition(".")

    assert refused(f"{head}.{b64(unb64(signature)[:63])}")
    assert refused(f"{head}.{b64(unb64(signature) + b'0')}")


def test_a15_a_token_of_a_key_we_no_longer_stand_by_is_refused() -> None:
    assert refused(forge(a_header(kid=RETIRED["kid"]), key=RETIRED))


def test_a15_both_keys_are_stood_by_while_a_rotation_lasts() -> None:
    tokens = Tokens(ISSUER, lambda: BOTH)

    claims = tokens.check(forge(a_header(kid=RETIRED["kid"]), key=RETIRED), NOW)

    assert claims.client_id == "coordinator-test"


def test_a15_a_signature_of_somebody_else_under_our_key_id_is_refused() -> None:
    assert refused(forge(key=THEIRS))


@pytest.mark.parametrize("length", [4_097, 65_536])
def test_a16_a_token_that_is_too_long_is_refused(length: int) -> None:
    token = forge(payload=a_payload(sub="s" * length))

    assert refused(token)


def test_a18_an_encrypted_token_is_refused() -> None:
    header = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}

    assert refused(f"{segment(header)}..{b64(bytes(12))}.{b64(bytes(1000))}.{b64(bytes(16))}")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b'{"alg":"ES256","alg":"none","kid":"%s","typ":"at+jwt"}' % OURS["kid"].encode(), id="twice"),
        b"[]",
        b"null",
        b'"ES256"',
        b"{",
        b"",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"alg":"\\ud800"}',
        pytest.param(b'{"alg":"ES256","kid":"%s","typ":"at+jwt"%s}' % (OURS["kid"].encode(), b" " * 512), id="long"),
    ],
)
def test_a_header_that_is_no_small_object_is_refused(header: bytes) -> None:
    assert refused(forge(header))


@pytest.mark.parametrize("kind", ["JWT", "AT+JWT", "application/at+jwt", "", None, GONE])
def test_a_token_of_another_type_is_refused(kind: object) -> None:
    assert refused(forge(a_header(typ=kind)))


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "consents:provide"},
        {"scope": "matches:read incidents:report"},
        {"scope": "matches:read  matches:write"},
        {"scope": " matches:read"},
        {"scope": "matches:read matches:read"},
        {"scope": "matches:*"},
        {"scope": "Matches:read"},
        {"purpose": "incident"},
        {"purpose": "supports"},
        {"role": "admin"},
        {"sub": "somebody-else"},
        {"staff": STAFF},
        {"staff": STAFF.upper(), "sub": STAFF.upper()},
        {"staff": f"{{{STAFF}}}", "sub": f"{{{STAFF}}}"},
        {"staff": "nobody", "sub": "nobody"},
        {"jti": "short"},
        {"jti": "x" * 65},
        {"jti": "x" * 15 + "\0"},
        {"jti": "x" * 15 + "é"},
        {"admin": True},
    ],
)
def test_claims_that_contradict_each_other_or_say_more_are_refused(changes: dict[str, object]) -> None:
    assert refused(forge(payload=a_payload(**changes)))


@pytest.mark.parametrize("token", ["", ".", "..", "...", "é", "\ud800", "\0" * 9, "a.b.c", "🙂.🙂.🙂"])
def test_what_is_no_token_at_all_is_refused(token: str) -> None:
    assert refused(token)


def test_a_remembered_token_is_still_asked_for_its_time() -> None:
    tokens, token = a_door(), forge()
    tokens.check(token, NOW)

    with pytest.raises(TokenRefused, match="expired"):
        tokens.check(token, NOW + timedelta(seconds=300))


def test_a_remembered_token_is_refused_by_a_clock_set_back() -> None:
    tokens, token = a_door(), forge()
    tokens.check(token, NOW)

    with pytest.raises(TokenRefused, match="not_yet"):
        tokens.check(token, NOW - timedelta(seconds=11))


def test_no_more_than_so_many_tokens_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.access.tokens.REMEMBERED", 3)
    tokens = a_door()

    for number in range(10):
        tokens.check(forge(payload=a_payload(jti=f"{number:016}")), NOW)

    assert 0 < len(vars(tokens)["_checked"]) <= 3


def test_a_refusal_repeats_nothing_of_the_token() -> None:
    with pytest.raises(TokenRefused) as refusal:
        a_door().check(forge(payload=a_payload(jti="needle-needle-needle" * 9)), NOW)

    assert "needle" not in str(refusal.value)
