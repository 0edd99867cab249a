"""Which role may call which route? Asserted whole: every route with a token of every role."""

import pytest
from fastapi.routing import APIRoute

from app.access.roles import MAY_HOLD, Role
from tests.support.hands import Hand, Hands, scopes_of
from tests.support.serving import the_app

ROUTES = [route for route in the_app().routes if isinstance(route, APIRoute) and scopes_of(route)]


def path_of(route: APIRoute) -> str:
    """Return the route's path with ids that name nothing."""
    parts = ["00000000-0000-7000-8000-000000000000" if part.startswith("{") else part for part in route.path.split("/")]
    return "/".join(parts)


def method_of(route: APIRoute) -> str:
    """Return the one method a route answers."""
    (method,) = route.methods or set()
    return method


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_exactly_the_routes_whose_scope_it_may_hold(role: Role, sqlite_hands: Hands) -> None:
    hand: Hand = getattr(sqlite_hands, role.value)

    refused = set()
    for route in ROUTES:
        (scope,) = scopes_of(route)
        method = method_of(route)
        answer = hand.client.request(
            method,
            path_of(route),
            headers={
                "Authorization": f"Bearer {hand.token(scope)}",
                "Idempotency-Key": "matrix",
                "Content-Type": "message/rfc822" if route.path.endswith("/mail") else "application/json",
            },
        )
        if answer.headers.get("www-authenticate", "").find("insufficient_scope") >= 0:
            refused.add((method, route.path))
            assert answer.status_code == 403

    reached = {(method_of(route), route.path) for route in ROUTES if scopes_of(route)[0] in MAY_HOLD[role]}
    assert refused == {(method_of(route), route.path) for route in ROUTES} - reached
