"""Which fields of which records may an answer carry? Walked through the schemas that OpenAPI publishes."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.serving import the_app

DOCUMENT: Mapping[str, Any] = the_app().openapi()
SCHEMAS: Mapping[str, Any] = DOCUMENT["components"]["schemas"]
_NESTED = ("anyOf", "oneOf", "allOf")


def shown_by(operation: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the records and fields in the successful answers of an operation; `*` stands for a whole file."""
    found: dict[str, set[str]] = {}
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for content in answer.get("content", {}).values():
                _walk(content["schema"], "Document", found)
    return found


def _walk(schema: Mapping[str, Any], place: str, found: dict[str, set[str]]) -> None:
    """Enter what a schema declares, wherever it stands: behind a name, in a list, or as one of several."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        _walk(SCHEMAS[name], _record_of(name), found)
    for part in _parts(schema):
        _walk(part, place, found)
    if "properties" in schema and place not in found:
        found[place] = set(schema["properties"])
        for name, part in schema["properties"].items():
            _walk(part, f"{place}.{name}", found)
    elif schema.get("type") == "object" and "properties" not in schema:
        found[place] = set(_resolved(schema.get("propertyNames", {})).get("enum", ["*"]))
    elif schema.get("format") == "binary":
        found[place] = {"*"}


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for word in _NESTED:
        yield from schema.get(word, ())
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield schema[word]


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _record_of(component: str) -> str:
    """Return the name of a record: `Page` for a page of whatever, and without the module where two share a name."""
    return "Page" if component.startswith("Page_") else component.rpartition("__")[2]
