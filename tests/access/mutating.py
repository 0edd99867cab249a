"""How does somebody change a token who hopes that it is still taken? At random, from a seed."""

import json
from random import Random

from tests.access.forging import GONE, ISSUER, OURS, RETIRED, SECOND, THEIRS, a_header, a_payload, forge, without_gone


class Dice(Random):
    """Chooses the same again from the same seed."""


VALUES: tuple[object, ...] = (
    *(GONE, None, True, False, 0, 1, -1, 1.5, 2**31, 2**53, 2**63, 10**30, "", "x", "9", "é", "\0", [], {}, [[]], [{}]),
    *(SECOND, SECOND + 5, SECOND + 299, SECOND - 5, str(SECOND), float(SECOND + 60)),
    *(ISSUER, [ISSUER], [ISSUER, "https://other.example"], f"{ISSUER}/", "coordinator-test", "operator", "support"),
    *("ES256", "none", "HS256", "ES384", "at+jwt", "JWT", OURS["kid"], THEIRS["kid"], "matches:read", "audit:read"),
)
CHARACTERS = "abcXYZ019-_=.+/ \n\0é🙂"
RAW = ("NaN", "Infinity", "-Infinity", "1e400", "1E9", "0x1", "01", "'a'", "[" * 40, '"\\ud800"', "{", "")


def mutated(dice: Dice) -> str:
    """Return a token made from a good one by one to three changes, most often signed again with our key."""
    header, payload = a_header(), a_payload()
    for _ in range(dice.randint(0, 2)):
        part = dice.choice([header, payload, payload])
        part[dice.choice([*part, "nbf", "staff", "crit", "b64", "jwk", "x"])] = dice.choice(VALUES)
    key = dice.choice([OURS, OURS, OURS, OURS, RETIRED, THEIRS])
    token = forge(_written(dice, header), _written(dice, payload), key)
    return dice.choice([_unchanged, _unchanged, _respelled, _rearranged])(dice, token)


def _written(dice: Dice, members: dict[str, object]) -> bytes:
    """Write JSON, now and then with a duplicate member, another encoding or a value that is no JSON."""
    text = json.dumps(without_gone(members), ensure_ascii=dice.random() < 0.8)
    change = dice.random()
    if change < 0.03:
        text = text[:-1] + ',"' + dice.choice(list(members)) + '":' + json.dumps(dice.choice(VALUES[1:])) + "}"
    elif change < 0.06:
        text = text.replace(json.dumps(dice.choice(list(members.values()))), dice.choice(RAW), 1)
    return text.encode(dice.choice(["utf-8"] * 20 + ["utf-16", "utf-8-sig"]))


def _unchanged(_dice: Dice, token: str) -> str:
    return token


def _respelled(dice: Dice, token: str) -> str:
    place = dice.randrange(len(token))
    added = dice.choice(["", dice.choice(CHARACTERS), dice.choice(CHARACTERS) * 2])
    return token[:place] + added + token[place + dice.randint(0, 1) :]


def _rearranged(dice: Dice, token: str) -> str:
    segments = token.split(".")
    dice.shuffle(segments)
    return ".".join(segments[: dice.randint(1, 3)] + dice.choice([[], [""], segments[:1]]))
