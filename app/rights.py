"""Who may call what, for which purpose, and what is shown? Drawn as `docs/access.md`, so that a change shows as one."""

from collections.abc import Callable, Iterable, Sequence

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from app.access.roles import MAY_HOLD, PARTY_OF, Role
from app.access.scopes import CLAUSES_OF, PURPOSE_OF, Scope
from app.access.visible import VISIBLE
from app.memorandum.clause_2_2_purpose import Step, disclosed_to_applicant, disclosed_to_supporter

PREFACE = """# Access

Drawn by `python -m app access` from the routes, clause 2(2) and `app/access`; a test compares them, and another asks
every route as every role. A token has one purpose, and scopes match exactly: whoever asks for anything that is not in
these tables gets 403 `insufficient_scope`. `*` is the whole of a file, or of an audit entry's codes and counts."""


def page_of_rights(routes: Iterable[BaseRoute]) -> str:
    """Return the whole page for these routes."""
    guarded = [(route, scope_of(route)) for route in routes if isinstance(route, APIRoute)]
    rows = [_route(route, scope) for route, scope in guarded if scope]
    head = ("method", "path", "scope", "purpose", "clauses", "roles")
    parts = [PREFACE, _table("Routes", head, rows), _scopes(), _fields(), _steps()]
    return "\n\n".join(parts) + "\n"


def scope_of(route: APIRoute) -> Scope | None:
    """Return the one scope that guards a route; None where no token is asked for."""
    wanted = [scope for part in route.dependant.dependencies for scope in part.own_oauth_scopes or ()]
    return Scope(wanted[0]) if wanted else None


def _route(route: APIRoute, scope: Scope) -> Sequence[str]:
    clauses = (route.openapi_extra or {}).get("x-memorandum-clauses", ())
    holders = (role.value for role in Role if scope in MAY_HOLD[role])
    return (
        *sorted(route.methods or ()),
        f"`{route.path}`",
        scope,
        PURPOSE_OF[scope],
        ", ".join(clauses),
        ", ".join(holders),
    )


def _scopes() -> str:
    rows = ((scope, PURPOSE_OF[scope], *map(_mark(scope), Role)) for scope in Scope)
    return _table("Scopes", ("scope", "purpose", *(f"{role} ({PARTY_OF[role]})" for role in Role)), rows)


def _mark(scope: Scope) -> Callable[[Role], str]:
    return lambda role: "x" if scope in MAY_HOLD[role] else ""


def _fields() -> str:
    rows = (
        (purpose, ", ".join(CLAUSES_OF[purpose]), record, " ".join(sorted(fields)))
        for purpose, records in sorted(VISIBLE.items())
        for record, fields in sorted(records.items())
    )
    return _table("Fields", ("purpose", "clauses", "record", "fields"), rows)


def _steps() -> str:
    rows = ((step, _words(disclosed_to_supporter(step)), _words(disclosed_to_applicant(step))) for step in Step)
    return _table("Steps of a match", ("step", "the supporter knows of the applicant", "the other way round"), rows)


def _words(fields: Iterable[str]) -> str:
    return " ".join(sorted(fields))


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"## {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)
