"""What does the OpenAPI document say beyond what FastAPI sees? Clauses, problems, and the headers a POST needs."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI, Path
from fastapi.openapi.utils import get_openapi

from app.http.problems import MEDIA_TYPE, PROBLEMS, Problem
from app.memorandum.clause import Clause

_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "new for each intent; the same key and body again gives the same outcome for 24 hours",
}
_VERSION_HEADER = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    "description": "the ETag last seen",
}


def reads(*clauses: Clause) -> dict[str, Any]:
    """Describe a GET: the clauses it rests on."""
    return {"x-memorandum-clauses": [clause.number for clause in clauses]}


def creates(*clauses: Clause) -> dict[str, Any]:
    """Describe a POST that makes something: its clauses and its key."""
    return {**reads(*clauses), "parameters": [_KEY_HEADER]}


def moves(*clauses: Clause) -> dict[str, Any]:
    """Describe a POST that moves something on: its clauses, key and version."""
    return {**reads(*clauses), "parameters": [_KEY_HEADER, _VERSION_HEADER]}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of an app, with its problems as `application/problem+json`."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    document["components"]["schemas"]["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}",
    )
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _add_problems(path, operation, names_others=_names_others(operation, document["components"]["schemas"]))
    document["components"]["schemas"].update(document["components"]["schemas"]["Problem"].pop("$defs", {}))
    app.openapi_schema = document
    return document


def _add_problems(path: str, operation: dict[str, Any], *, names_others: bool) -> None:
    """Say which problems an operation may answer with, by what it takes and who may call it."""
    if not path.startswith("/v1/"):
        return
    named = {parameter["name"] for parameter in operation.get("parameters", [])}
    statuses = {400, 401, 403, 429, 503}
    statuses |= {404, 410} if "{" in path or names_others else set()
    statuses |= {409, 413, 415, 422} if "Idempotency-Key" in named or "requestBody" in operation else set()
    statuses |= {412, 428} if "If-Match" in named else set()
    statuses |= {422} if operation.get("parameters") else set()
    operation["responses"].pop("422", None)
    statuses |= {int(status) for status in operation["responses"] if status.startswith("4")}
    for status in sorted(statuses):
        operation["responses"][str(status)] = {
            "description": "; ".join(sorted(slug for slug, kind in PROBLEMS.items() if kind.status == status)),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _names_others(operation: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Tell whether a body holds ids of other things, which may be absent or disposed of."""
    content = operation.get("requestBody", {}).get("content", {}).values()
    names = [media["schema"].get("$ref", "").rpartition("/")[2] for media in content]
    members = [member for name in names for member in schemas.get(name, {}).get("properties", {}).values()]
    return any("'uuid'" in str(member) for member in members)


def example_path(record_id: UUID) -> Any:
    """Describe a path parameter by the demonstration's seed record that its route works on."""
    return Path(examples=[str(record_id)])
