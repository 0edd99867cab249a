"""Is every route guarded, and does each say on which clauses it rests?"""

from inspect import iscoroutinefunction

from fastapi.routing import APIRoute

from app.access.scopes import PURPOSE_OF, Purpose
from app.memorandum.register import BY_NUMBER
from tests.support.hands import scopes_of

PUBLIC = {
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/introspect",
    "/.well-known/oauth-authorization-server",
    "/.well-known/oauth-protected-resource",
    "/.well-known/jwks.json",
    "/schemas/events.json",
    "/healthz",
    "/readyz",
}


def test_every_route_has_one_scope_or_is_public_by_name(routes: list[APIRoute]) -> None:
    unguarded = {route.path for route in routes if len(scopes_of(route)) != 1}

    assert unguarded == PUBLIC


def test_every_guarded_route_is_under_v1_but_for_the_one_that_prometheus_knows(routes: list[APIRoute]) -> None:
    elsewhere = {route.path for route in routes if route.path not in PUBLIC and not route.path.startswith("/v1/")}

    assert elsewhere == {"/metrics"}


def test_every_guarded_route_names_clauses_of_the_register(routes: list[APIRoute]) -> None:
    silent = set()
    for route in routes:
        named = (route.openapi_extra or {}).get("x-memorandum-clauses", [])
        operation = any(PURPOSE_OF[scope] is Purpose.OPERATION for scope in scopes_of(route))
        if route.path.startswith("/v1/") and not operation and not (named and set(named) <= BY_NUMBER.keys()):
            silent.add(route.path)

    assert silent == set()


def test_every_route_tells_callers_what_it_does(routes: list[APIRoute]) -> None:
    assert [route.path for route in routes if not route.description] == []


def test_no_function_that_a_route_depends_on_waits_for_a_thread(routes: list[APIRoute]) -> None:
    parts = [part.call for route in routes for part in route.dependant.dependencies if not isinstance(part.call, type)]

    synchronous = {
        part for part in parts if not (iscoroutinefunction(part) or iscoroutinefunction(type(part).__call__))
    }

    assert synchronous == set()
