"""How does an exception become an answer? Each kind once, and every refusal leaves its audit entry."""

import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from app.access.actor import Actor
from app.access.caller import Caller
from app.access.installation import installation_of
from app.access.roles import PARTY_OF
from app.audit.trail import record
from app.core.errors import (
    Failure,
    FieldError,
    InsufficientScope,
    Invalid,
    NotYours,
    TooManyOpenings,
    TooManyRequests,
    Unauthenticated,
)
from app.http.problems import problem
from app.incidents.drafts import note_suspicion
from app.memorandum.clause import Refusal

log = structlog.get_logger("security")
_HTTP_SLUGS = {404: "not-found", 405: "method-not-allowed"}
_PLAIN_MEMBER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def answer_failures(app: FastAPI) -> None:
    """Give every kind of exception its one answer."""
    app.add_exception_handler(Failure, _failure)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DBAPIError, _database)


async def _failure(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, Failure)
    if isinstance(failure, InsufficientScope | NotYours | TooManyOpenings):
        await _record(request, failure.slug, **failure.context)
    log.info("refused", slug=failure.slug, request_id=request.state.request_id, **failure.context)
    errors = failure.errors if isinstance(failure, Invalid) else ()
    return _problem(request, failure.slug, failure.context, errors, _headers(request, failure))


async def _refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    named = {"clause": refusal.clause, "basis": refusal.basis.value, "reading": refusal.reading}
    await _record(request, refusal.slug, **named)
    log.info("refused", slug=refusal.slug, request_id=request.state.request_id, **named)
    return _problem(request, refusal.slug, members=named)


async def _invalid(request: Request, invalid: Exception) -> Response:
    assert isinstance(invalid, RequestValidationError)
    faults = invalid.errors()
    log.info("refused", slug="invalid-body", request_id=request.state.request_id)
    if any(fault["loc"][0] == "path" for fault in faults):
        return _no_such_address(request)
    return _problem(request, "invalid-body", errors=[_fault(fault) for fault in faults])


def _no_such_address(request: Request) -> Response:
    """Answer 404, or 405 where the very address is there for another method (`POST` beside `GET …/{parameter}`)."""
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    methods = [route.methods or set() for route in routes if route.path == request.url.path]
    if not methods:
        return _problem(request, "not-found")
    return _problem(request, "method-not-allowed", headers={"allow": ", ".join(sorted(set().union(*methods)))})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    slug = _HTTP_SLUGS.get(error.status_code, "malformed")
    log.info("refused", slug=slug, request_id=request.state.request_id)
    headers = {"allow": ", ".join(_allowed(request))} if slug == "method-not-allowed" else {}
    return _problem(request, slug, {"reason": "body"}, headers=headers)


async def _database(request: Request, error: Exception) -> Response:
    log.error("database", error=type(error).__name__, request_id=request.state.request_id)
    return _problem(request, "unavailable", headers={"retry-after": "1"})


async def unexpected(request: Request, error: Exception) -> Response:
    """Answer a fault of ours; the log names the place of it, never its message, which may hold anything."""
    frames = [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    log.error("internal-error", error=type(error).__name__, at=frames[-3:], request_id=request.state.request_id)
    return _problem(request, "internal-error")


def _problem(
    request: Request,
    slug: str,
    context: Mapping[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, str | None] | None = None,
) -> Response:
    return problem(
        slug,
        accept_language=request.headers.get("accept-language"),
        instance=f"urn:uuid:{request.state.request_id}",
        context=context,
        errors=errors,
        headers=headers,
        **(members or {}),
    )


def _headers(request: Request, failure: Failure) -> dict[str, str]:
    if isinstance(failure, TooManyRequests):
        return {"retry-after": str(failure.retry_after)}
    if failure.slug == "unavailable":
        return {"retry-after": "1"}
    if not isinstance(failure, Unauthenticated | InsufficientScope):
        return {}
    issuer = installation_of(request).settings.issuer
    parts = [f'resource_metadata="{issuer}/.well-known/oauth-protected-resource"']
    if isinstance(failure, InsufficientScope):
        parts += ['error="insufficient_scope"', f'scope="{failure.context["scope"]}"']
    elif failure.context["reason"] != "no_token":
        parts.append('error="invalid_token"')
    return {"www-authenticate": f"Bearer {', '.join(parts)}"}


def _fault(fault: Mapping[str, Any]) -> FieldError:
    """Name a fault by place and code; a member's name that came from the caller is not repeated."""
    place, *path = fault["loc"]
    if place == "query":
        return FieldError(f"?{path[0]}", fault["type"])
    if fault["type"] == "extra_forbidden":
        path = path[:-1]
    steps = [str(step) for step in path if isinstance(step, int) or _PLAIN_MEMBER.fullmatch(str(step))]
    return FieldError("".join(f"/{step}" for step in steps), fault["type"])


def _allowed(request: Request) -> list[str]:
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    matching = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted(set().union(*(route.methods or set() for route in matching)))


async def _record(request: Request, slug: str, **facts: str | None) -> None:
    """Write the refusal's audit entry in a transaction of its own; if that fails, the log says so loudly."""
    caller: Caller | None = getattr(request.state, "caller", None)
    if caller is None:
        return
    try:
        suspected = await caller.installation.database.transact(_refused, caller, slug, facts)
    except Exception as error:
        log.critical("refusal-not-audited", error=type(error).__name__, request_id=caller.request_id)
        return
    if suspected:
        log.critical(
            "harvest-suspected",
            client_id=caller.claims.client_id,
            staff_id=str(caller.claims.staff or ""),
            request_id=caller.request_id,
        )


def _refused(session: Session, caller: Caller, slug: str, facts: Mapping[str, str | None]) -> bool:
    """Write the entry, and tell whether the refusal is the first of a suspected harvest."""
    claims = caller.claims
    actor = Actor(
        client_id=claims.client_id,
        role=claims.role,
        party=PARTY_OF[claims.role],
        purpose=claims.purpose,
        scope=claims.scope,
        staff_id=claims.staff,
        jti=claims.jti,
        at=caller.at,
        request_id=caller.request_id,
    )
    path = caller.request.scope.get("route")
    record(session, actor, f"refused.{slug}", "routes", None, route=getattr(path, "path", ""), **facts)
    return slug == TooManyOpenings.slug and note_suspicion(session, actor)
