"""How does a client say who it is? By a signed assertion or a secret over HTTP Basic, never both (RFC 6749 2.3)."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote_plus

from fastapi import Request

from app.access.assertions import read_assertion
from app.access.compact import Compact, TokenRefused
from app.access.oauth_errors import ErrorCode, OAuthError

CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Method(StrEnum):
    """The ways to sign in, named as in RFC 8414."""

    BASIC = "client_secret_basic"
    PRIVATE_KEY_JWT = "private_key_jwt"


@dataclass(frozen=True, slots=True)
class BySecret:
    """A client's id and secret."""

    client_id: str
    secret: str
    method: Method = Method.BASIC


@dataclass(frozen=True, slots=True)
class ByAssertion:
    """An assertion that claims to come from a client."""

    client_id: str
    assertion: Compact
    method: Method = Method.PRIVATE_KEY_JWT


def read_credentials(request: Request, form: Mapping[str, str]) -> BySecret | ByAssertion:
    """Return what the client presents; nothing of it has been checked yet.

    Raises:
        OAuthError: there is nothing, too much, or something not taken here.

    """
    headers = request.headers.getlist("authorization")
    in_form = "client_assertion" in form or "client_assertion_type" in form
    if len(headers) + in_form + ("client_secret" in form) > 1:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "several_credentials")
    presented = _assertion(form) if in_form else _basic(headers[0] if headers else "")
    if form.get("client_id", presented.client_id) != presented.client_id:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "another_client_id")
    return presented


def _assertion(form: Mapping[str, str]) -> ByAssertion:
    if form.get("client_assertion_type") != CLIENT_ASSERTION or "client_assertion" not in form:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "assertion_type")
    try:
        compact, client_id = read_assertion(form["client_assertion"])
    except TokenRefused as refusal:
        raise OAuthError(ErrorCode.INVALID_CLIENT, refusal.reason) from None
    return ByAssertion(client_id, compact)


def _basic(header: str) -> BySecret:
    """Read id and secret, each form-urlencoded before they were joined (RFC 6749 section 2.3.1)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise OAuthError(ErrorCode.INVALID_CLIENT, "no_credentials")
    try:
        client_id, colon, secret = base64.b64decode(encoded.encode("ascii"), validate=True).decode().partition(":")
        presented = BySecret(unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict"))
    except (binascii.Error, ValueError):
        raise OAuthError(ErrorCode.INVALID_CLIENT, "basic") from None
    if not colon:
        raise OAuthError(ErrorCode.INVALID_CLIENT, "basic")
    return presented
