"""Where are the endpoints and keys, and what is supported? Documents that programs read before they ask for a token."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.access.compact import ALGORITHM
from app.access.credentials import Method
from app.access.installation import installation_of
from app.access.scopes import Scope
from app.access.vouching import GRANT_TYPES

KEYS_LIVE_SECONDS = 300
_SCOPES = [scope.value for scope in Scope]
_METHODS = [Method.PRIVATE_KEY_JWT.value, Method.BASIC.value]
router = APIRouter(prefix="/.well-known", tags=["oauth"])


@router.get("/oauth-authorization-server", response_model=dict[str, Any])
async def show_authorization_server(request: Request) -> JSONResponse:
    """Describe the authorization server (RFC 8414)."""
    issuer = installation_of(request).settings.issuer
    document: dict[str, Any] = {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/.well-known/jwks.json",
        "scopes_supported": _SCOPES,
        "response_types_supported": [],
        "grant_types_supported": list(GRANT_TYPES),
        "service_documentation": f"{issuer}/docs",
    }
    for endpoint, path in (("token", "token"), ("revocation", "revoke"), ("introspection", "introspect")):
        document[f"{endpoint}_endpoint"] = f"{issuer}/oauth/{path}"
        document[f"{endpoint}_endpoint_auth_methods_supported"] = _METHODS
        document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = [ALGORITHM]
    return JSONResponse(document)


@router.get("/oauth-protected-resource", response_model=dict[str, Any])
async def show_protected_resource(request: Request) -> JSONResponse:
    """Describe the protected resource (RFC 9728)."""
    issuer = installation_of(request).settings.issuer
    return JSONResponse(
        {
            "resource": issuer,
            "authorization_servers": [issuer],
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "scopes_supported": _SCOPES,
            "bearer_methods_supported": ["header"],
            "resource_name": "yonsei-matching",
            "resource_documentation": f"{issuer}/docs",
        },
    )


@router.get("/jwks.json", response_model=dict[str, Any])
async def show_public_keys(request: Request) -> JSONResponse:
    """Show the public keys of this service (RFC 7517); look again when an unknown `kid` turns up."""
    here = installation_of(request)
    keys = [*here.tokens.public(), *await here.database.read(here.further_keys, here.clock.now())]
    return JSONResponse({"keys": keys}, headers={"cache-control": f"public, max-age={KEYS_LIVE_SECONDS}"})
