"""How does a problem reach the caller? As RFC 9457 problem details, in English or Japanese, echoing no input."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.core.errors import FieldError
from app.http.fault_words import CONFLICTS, words_for
from app.http.problem_kinds import BASES, FAILURES, Kind
from app.http.refusal_kinds import REFUSALS

PROBLEMS: Mapping[str, Kind] = {**FAILURES, **REFUSALS}
MEDIA_TYPE = "application/problem+json"


class ProblemError(BaseModel):
    """One fault of a body or a parameter."""

    model_config = ConfigDict(extra="forbid")

    pointer: str = Field(description="JSON pointer (RFC 6901) into the body, or ?name for a query parameter")
    code: str = Field(description="compare this one")
    message: str = Field(description="the code in words, in the language of the problem")


class Problem(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"required": ["type", "title", "status", "detail", "instance"]},
    )

    type: str = Field(description="compare this one")
    title: str
    status: int
    detail: str
    instance: str
    clause: str | None = Field(None, description="the clause that refused, such as 3(1)")
    basis: str | None = Field(None, description="text of the memorandum, or our reading of it")
    reading: str | None = Field(None, description="id of the reading")
    reason: str | None = Field(None, description="with what a conflict is; compare this one")
    errors: list[ProblemError] | None = None


def language_of(accept_language: str | None) -> int:
    """Return 1 where the caller prefers Japanese to English (RFC 9110), else 0."""
    best = {"en": 0.0, "ja": 0.0}
    for part in (accept_language or "")[:200].split(","):
        tag, _, quality = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in best:
            best[primary] = max(best[primary], _quality(quality))
    return int(best["ja"] > best["en"])


def _quality(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def problem(
    slug: str,
    *,
    accept_language: str | None,
    instance: str,
    context: Mapping[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    **members: str | None,
) -> Response:
    """Return the problem document of a slug; `context` fills the words of its detail."""
    kind, language = PROBLEMS[slug], language_of(accept_language)
    document: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "title": kind.title[language],
        "status": kind.status,
        "detail": " ".join([_detail(kind, context or {}, language), *_claim(members, language)]),
        "instance": instance,
        **{name: value for name, value in members.items() if value is not None},
    }
    if slug == "conflict" and context:
        document["reason"] = context["reason"]
    if errors:
        document["errors"] = [_said(error, language) for error in errors]
    return Response(
        json.dumps(document, ensure_ascii=False).encode(),
        kind.status,
        {"Content-Language": ("en", "ja")[language], "Vary": "Accept-Language", **(headers or {})},
        MEDIA_TYPE,
    )


def _detail(kind: Kind, context: Mapping[str, str], language: int) -> str:
    """Fill a detail; a reason that has words is said in them."""
    said = {name: CONFLICTS[word][language] if word in CONFLICTS else word for name, word in context.items()}
    return kind.detail[language].format_map(said)


def _said(error: FieldError, language: int) -> dict[str, str]:
    return {"pointer": error.pointer, "code": error.code, "message": words_for(error.code)[language]}


def _claim(members: Mapping[str, str | None], language: int) -> list[str]:
    basis = members.get("basis")
    return [BASES[basis][language]] if basis else []
