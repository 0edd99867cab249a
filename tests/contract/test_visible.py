"""Does an answer carry exactly the fields that the table of purposes grants, whatever route it comes from?"""

from typing import Any

import pytest

from app.access.scopes import PURPOSE_OF, Purpose, Scope
from app.access.visible import VISIBLE
from tests.support.shown import DOCUMENT, SCHEMAS, shown_by

GUARDED: list[tuple[str, dict[str, Any], Purpose]] = [
    (f"{method} {path}", operation, PURPOSE_OF[Scope(scope)])
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    for security in operation.get("security", ())
    for scopes in security.values()
    for scope in scopes
]
OPEN = {"AuditEntryView": {"facts"}}
"""Members whose names are not listed: codes, counts and names of fields, which the trail alone writes."""


@pytest.mark.parametrize(("name", "operation", "purpose"), GUARDED, ids=[name for name, _, _ in GUARDED])
def test_an_answer_carries_what_its_purpose_may_show(name: str, operation: dict[str, Any], purpose: Purpose) -> None:
    for record, fields in shown_by(operation).items():
        granted = VISIBLE.get(purpose, {}).get(record, frozenset())

        assert fields == granted, (
            f"{name}: app/access/visible.py, under Purpose.{purpose.name}: {record} shows {sorted(fields - granted)} "
            f"that is not granted, and {sorted(granted - fields)} is granted and not there. If the clauses of this "
            f'purpose need it, write {record}="{" ".join(sorted(fields))}" and run `python -m app access`.'
        )


@pytest.mark.parametrize("purpose", list(VISIBLE))
def test_nothing_is_granted_that_no_route_shows(purpose: Purpose) -> None:
    shown = set[str]().union(*(shown_by(operation) for _, operation, of in GUARDED if of is purpose))

    assert VISIBLE[purpose].keys() - shown == set()


def test_a_field_behind_a_list_a_choice_and_a_name_is_found() -> None:
    inner = {"type": "object", "properties": {"deep": {"format": "binary"}}}
    schema = {"properties": {"list": {"type": "array", "items": {"anyOf": [{"type": "null"}, inner]}}}}

    found = shown_by({"responses": {"200": {"content": {"application/json": {"schema": schema}}}}})

    assert found == {"Document": {"list"}, "Document.list": {"deep"}, "Document.list.deep": {"*"}}


@pytest.mark.parametrize("name", [name for name, schema in SCHEMAS.items() if name.endswith(("View", "View_"))])
def test_e50_a_view_is_closed(name: str) -> None:
    schema = SCHEMAS[name]
    maps = {
        member
        for member, part in schema["properties"].items()
        for one in (part, *part.get("anyOf", ()))
        if one.get("type") == "object" and "propertyNames" not in one
    }

    assert schema["additionalProperties"] is False
    assert maps == OPEN.get(name, set())
