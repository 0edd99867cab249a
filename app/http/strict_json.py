"""What JSON is taken? RFC 8259 in UTF-8 without duplicate members, NaN, lone surrogates or deep nesting."""

import json
from typing import NoReturn

from app.core.errors import Malformed

DEPTH = 32
MOST_VALUES = 20_000
"""Commas and brackets beyond which a body is refused unread; what it may say takes a few hundred."""
LARGEST_NUMBER = 40
"""Digits beyond which a number is refused rather than computed with."""


def parse(body: bytes) -> object:
    """Parse a body strictly.

    Raises:
        Malformed: with a word that says what is wrong, never with the input.

    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not_utf8") from None
    if text.startswith("\ufeff"):
        raise Malformed("byte_order_mark")
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise Malformed("too_many_values")
    _require_shallow(text)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_decimal,
        )
    except (json.JSONDecodeError, RecursionError):
        raise Malformed("not_json") from None
    if "\\u" in text:
        _require_scalar_values(value)
    return value


def _require_shallow(text: str) -> None:
    depth, quoted, escaped = 0, False, False
    if text.count("{") + text.count("[") <= DEPTH:
        return
    for character in text:
        if quoted:
            quoted, escaped = character != '"' or escaped, character == "\\" and not escaped
        elif character == '"':
            quoted = True
        elif character in "{[":
            depth += 1
            if depth > DEPTH:
                raise Malformed("too_deep")
        elif character in "}]":
            depth -= 1


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("duplicate_member")
    return members


def _no_constant(_name: str) -> NoReturn:
    raise Malformed("not_a_number")


def _integer(digits: str) -> int:
    if len(digits) > LARGEST_NUMBER:
        raise Malformed("number_too_long")
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits) if len(digits) <= LARGEST_NUMBER else float("inf")
    if value in {float("inf"), float("-inf")}:
        raise Malformed("number_too_long")
    return value


def _require_scalar_values(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Malformed("lone_surrogate") from None
