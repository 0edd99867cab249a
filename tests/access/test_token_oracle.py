"""Does the door take anything that another library refuses, or raise anything but its own error?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from app.access.keys import public_members
from app.access.tokens import TokenRefused
from tests.access.forging import GONE, ISSUER, NOW, OURS, SECOND, a_door, a_header, a_payload, forge
from tests.access.mutating import Dice, mutated
from tests.support.depth import DEEP

TOKENS = 25_000 if DEEP else 500
ORACLE_KEY = ECKey.import_key({**public_members(OURS)})
CLAIMS = jwt.JWTClaimsRegistry(
    now=SECOND,
    leeway=10,
    iss={"essential": True, "value": ISSUER},
    aud={"essential": True, "value": ISSUER},
    jti={"essential": True},
    sub={"essential": True},
)
EXPIRY = jwt.JWTClaimsRegistry(now=SECOND, leeway=0, exp={"essential": True})
json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)


def door_takes(token: str) -> bool:
    """Ask the door."""
    try:
        a_door().check(token, NOW)
    except TokenRefused:
        return False
    return True


def oracle_takes(token: str) -> bool:
    """Ask joserfc."""
    try:
        decoded = jwt.decode(token, ORACLE_KEY, algorithms=["ES256"], registry=JWSRegistry(algorithms=["ES256"]))
        CLAIMS.validate({name: value for name, value in decoded.claims.items() if name != "exp"})
        EXPIRY.validate({name: value for name, value in decoded.claims.items() if name == "exp"})
    except (JoseError, ValueError):
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_the_door_takes_no_mutated_token_that_joserfc_refuses(seed: int) -> None:
    dice = Dice(seed)

    taken = [token for token in (mutated(dice) for _ in range(TOKENS)) if door_takes(token)]

    assert [token for token in taken if not oracle_takes(token)] == []
    assert TOKENS / 50 < len(taken) < TOKENS / 2


@given(some.text())
def test_any_text_is_refused(text: str) -> None:
    assert not door_takes(text)


@given(some.binary(), some.binary())
def test_any_bytes_signed_by_us_are_refused(header: bytes, payload: bytes) -> None:
    assert not door_takes(forge(header, payload))


@given(some.sampled_from(sorted(a_payload())) | some.text(), json_values)
def test_any_value_of_any_claim_is_an_answer_and_no_fault(claim: str, value: object) -> None:
    taken = door_takes(forge(payload=a_payload(**{claim: value})))

    assert taken in {True, False}


@given(some.sampled_from(["alg", "kid", "typ"]) | some.text(), json_values)
def test_any_other_value_in_the_header_is_refused(member: str, value: object) -> None:
    changed = a_header(**{member: value})

    assert door_takes(forge(changed)) is (changed == a_header())


@pytest.mark.parametrize("changes", [{}, {"exp": SECOND - 1}, {"aud": "https://other.example"}, {"jti": GONE}])
def test_the_oracle_itself_can_tell_good_from_bad(changes: dict[str, object]) -> None:
    assert oracle_takes(forge(payload=a_payload(**changes))) is (not changes)
