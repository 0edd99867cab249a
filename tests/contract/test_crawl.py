"""Are the routes, the OpenAPI document and the registry of scopes one set, and does nothing else answer?"""

import pytest
from fastapi.routing import APIRoute

from app.access.scopes import Scope
from tests.support.hands import Hands, scopes_of
from tests.support.shown import DOCUMENT

DESCRIBED = {
    (method.upper(), path): {scope for held in operation.get("security", ()) for scope in held.get("OAuth2", ())}
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def test_i117_routes_openapi_and_guards_are_one_set(routes: list[APIRoute]) -> None:
    crawled = {(method, route.path): set(scopes_of(route)) for route in routes for method in route.methods or ()}

    assert crawled == DESCRIBED


def test_i117_the_document_offers_the_registry_of_scopes() -> None:
    flow = DOCUMENT["components"]["securitySchemes"]["OAuth2"]["flows"]["clientCredentials"]

    assert set(flow["scopes"]) == set(Scope)


@pytest.mark.parametrize(
    "path", ["/metrics", "/debug", "/.git", "/.git/config", "/v0", "/v1", "/v0/consents", "/admin"]
)
def test_g79_nothing_else_is_answered_without_a_token(path: str, sqlite_hands: Hands) -> None:
    assert sqlite_hands.client.get(path).status_code in {401, 404}


def test_g79_every_guarded_route_asks_for_a_token(sqlite_hands: Hands) -> None:
    guarded = [cell for cell, scopes in DESCRIBED.items() if scopes]
    kinds = {"Content-Type": "application/json"}

    statuses = {sqlite_hands.client.request(*cell, headers=kinds).status_code for cell in guarded}

    assert statuses <= {401}
