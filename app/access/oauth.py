"""How does a client get a token, end it, or ask about it? Routes under `/oauth`, for signed-in clients only."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response, Security
from fastapi.openapi.models import HTTPBase
from fastapi.responses import JSONResponse
from fastapi.security.base import SecurityBase
from pydantic import BaseModel, Field

from app.access import grants
from app.access.authentication import authenticate
from app.access.credentials import CLIENT_ASSERTION
from app.access.form import MEDIA, read_form
from app.access.installation import Installation, installation_of
from app.access.oauth_errors import NO_STORE, ErrorCode, OAuthError, OAuthRoute
from app.access.tokens import Claims, TokenRefused
from app.access.vouching import GRANT_TYPES, JWT_BEARER, read_staff_assertion

BEARER = "Bearer"


class TokenAnswer(BaseModel):
    """RFC 6749 section 5.1."""

    access_token: str
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(description="seconds")
    scope: str


class ErrorAnswer(BaseModel):
    """RFC 6749 section 5.2."""

    error: ErrorCode
    error_description: str


class Introspection(BaseModel):
    """RFC 7662 section 2.2; of a token that is not active nothing but that is told."""

    active: bool
    iss: str | None = None
    sub: str | None = None
    client_id: str | None = None
    aud: str | None = None
    exp: int | None = None
    iat: int | None = None
    jti: str | None = None
    scope: str | None = None
    purpose: str | None = None
    role: str | None = None
    staff: str | None = None
    token_type: str | None = None


class ClientBasic(SecurityBase):
    """Says in OpenAPI that a client may sign in over HTTP Basic; the check itself is in `authentication`."""

    def __init__(self) -> None:
        self.model = HTTPBase(scheme="basic", description="client id and secret; or sign in by private_key_jwt")
        self.scheme_name = "ClientBasic"

    async def __call__(self) -> None:
        """Leave the checking to the route."""


def _form(required: list[str], example: Mapping[str, str], *others: str) -> dict[str, Any]:
    """Describe a route's form."""
    proof = {"client_id": "", "client_assertion_type": CLIENT_ASSERTION, "client_assertion": ""}
    names = {name: {"type": "string"} for name in [*example, *proof, *others]}
    names["client_assertion_type"]["const"] = CLIENT_ASSERTION
    schema = {"type": "object", "required": required, "properties": names}
    return {"requestBody": {"required": True, "content": {MEDIA: {"schema": schema, "example": dict(example)}}}}


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "malformed, or more than the client may have"},
    401: {"model": ErrorAnswer, "description": "no client is proven"},
    413: {"model": ErrorAnswer, "description": "too large"},
    429: {"model": ErrorAnswer, "description": "too many; Retry-After says when to come again"},
}
router = APIRouter(tags=["oauth"], route_class=OAuthRoute, responses=_REFUSALS, dependencies=[Security(ClientBasic())])


@router.post(
    "/oauth/token",
    response_model=TokenAnswer,
    openapi_extra=_form(
        ["grant_type", "scope"],
        {"grant_type": "client_credentials", "scope": "matches:read matches:write"},
        "assertion",
    ),
)
async def issue_token(request: Request) -> Response:
    """Get an access token for one purpose: all scopes must be of it and within the client's role.

    A system that vouches for the staff uses the grant type `urn:ietf:params:oauth:grant-type:jwt-bearer` and sends as
    `assertion` a JWT signed by one of its keys: `iss` is its client id, `sub` the id of the staff member, the rest as
    in a client assertion (RFC 7523). The token's `sub` is then the staff member.
    """
    form = await read_form(request)
    if "grant_type" not in form:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "grant_type_missing")
    if form["grant_type"] not in GRANT_TYPES:
        raise OAuthError(ErrorCode.UNSUPPORTED_GRANT_TYPE, "grant_type")
    here, proven = installation_of(request), await authenticate(request, form)
    here.budgets.token(proven.client.client_id, proven.at)
    vouched = None
    if form["grant_type"] == JWT_BEARER:
        vouched = read_staff_assertion(proven, here.settings.issuer, form.get("assertion", ""), proven.at)
    claims = await here.database.transact(grants.grant_token, proven, here.tokens, form.get("scope", ""), vouched)
    answer = TokenAnswer(
        access_token=here.tokens.sign(claims),
        token_type=BEARER,
        expires_in=claims.exp - claims.iat,
        scope=" ".join(sorted(claims.scope)),
    )
    return JSONResponse(answer.model_dump(), headers=NO_STORE)


@router.post("/oauth/revoke", openapi_extra=_form(["token"], {"token": ""}))
async def revoke_token(request: Request) -> Response:
    """End a token of your own (RFC 7009); an operator may end any. The answer is 200 for unknown tokens too."""
    here, form = installation_of(request), await _form_with_token(request)
    proven = await authenticate(request, form)
    await here.database.transact(grants.revoke_token, proven, _claims(here, form["token"]))
    return Response(headers=NO_STORE)


@router.post(
    "/oauth/introspect",
    response_model=Introspection,
    openapi_extra=_form(["token"], {"token": ""}),
)
async def introspect_token(request: Request) -> Response:
    """Ask whether a token of your own still opens anything (RFC 7662); an operator may ask about any."""
    here, form = installation_of(request), await _form_with_token(request)
    proven = await authenticate(request, form)
    claims = _claims(here, form["token"])
    active = await here.database.transact(grants.is_token_active, proven, claims)
    told = {"active": True, **claims.payload(), "token_type": BEARER} if claims and active else {"active": False}
    return JSONResponse(told, headers=NO_STORE)


async def _form_with_token(request: Request) -> Mapping[str, str]:
    form = await read_form(request)
    if "token" not in form:
        raise OAuthError(ErrorCode.INVALID_REQUEST, "token_missing")
    return form


def _claims(here: Installation, token: str) -> Claims | None:
    try:
        return here.tokens.check(token, here.clock.now())
    except TokenRefused:
        return None
