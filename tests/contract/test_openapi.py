"""Is the OpenAPI document true? Committed as the service has it, with examples that work as they stand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.serving import the_app

DOCUMENT: dict[str, Any] = the_app().openapi()
COMMITTED = Path(__file__).parents[2] / "openapi" / "openapi.json"
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
WITHOUT_KEY = {"/v1/feeds/acknowledgements", "/v1/consents/search", "/v1/applicants/search"}
"""They make nothing, or the same whenever they are repeated."""


def test_the_committed_document_is_the_service() -> None:
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(DOCUMENT))


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_names_its_problems_as_problem_json(path: str, method: str, operation: dict[str, Any]) -> None:
    if not path.startswith("/v1/"):
        return

    errors = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
    assert {"401", "403"} <= errors.keys()
    assert all(set(answer["content"]) == {"application/problem+json"} for answer in errors.values())


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_a_post_asks_for_its_key(path: str, method: str, operation: dict[str, Any]) -> None:
    if method != "post" or not path.startswith("/v1/") or path in WITHOUT_KEY:
        return

    assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"] if parameter["required"]}
