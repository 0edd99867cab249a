"""Does every example in OpenAPI work when it is sent as it stands, against the demonstration's data?"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, NEEDS_STAFF, Role
from app.access.scopes import PURPOSE_OF, Scope
from app.core.clock import FrozenClock
from app.core.examples import example_id
from app.main import install
from tests.support.hands import Hand, scope_of
from tests.support.papers import two_parts
from tests.support.recorded import Sealed, entries_so_far, faults, readings_of
from tests.support.serving import NOON, demo_settings, the_app

DOCUMENT: dict[str, Any] = the_app().openapi()
POSTS = [
    pytest.param(path, operations["post"], media, id=f"{path} {media}".removesuffix(" application/json").strip())
    for path, operations in DOCUMENT["paths"].items()
    if "post" in operations and path.startswith("/v1/")
    for media in operations["post"].get("requestBody", {"content": {"": {}}})["content"]
    if not media.startswith("image/")
]
"""Each with each media type that it takes; of an image there is no example, for it would not be text."""

PREFERRED = {"/v1/consents/mail": Role.MAIL_INTAKE}


@pytest.fixture
def demonstration(seeded: Path, tmp_path: Path) -> Iterator[tuple[TestClient, Installation]]:
    """Yield the demonstration, fresh for each example."""
    folder = tmp_path / "var"
    shutil.copytree(seeded, folder)
    installation = install(demo_settings(f"sqlite:///{folder / 'yonsei.db'}", folder), FrozenClock(NOON))
    app = the_app()
    app.state.installation = installation
    with TestClient(app) as client:
        yield client, installation
    installation.database.close()


def hand_for(client: TestClient, installation: Installation, scope: Scope, preferred: Role | None = None) -> Hand:
    """Return a hand that may hold a scope, as the demonstration's own client, for whom some of its records are made."""
    role = preferred or next(role for role in Role if scope in MAY_HOLD[role] and role is not Role.AUDITOR)
    staff = example_id("staff", "briefed") if role in NEEDS_STAFF else None
    hand = Hand(client, installation, role, staff)
    hand.client_id = f"demo-{role.value.replace('_', '-')}"
    return hand


def with_examples(path: str, operation: dict[str, Any]) -> str:
    """Fill a path with the examples of its parameters."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(
                f"{{{parameter['name']}}}", (parameter.get("examples") or parameter["schema"]["examples"])[0]
            )
    return path


def example_of(operation: dict[str, Any], media: str) -> Any:
    """Return the example of a body."""
    if not media:
        return None
    schema = operation["requestBody"]["content"][media].get("schema", {})
    named = DOCUMENT["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return named["examples"][0]


def sent_as(media: str, body: Any) -> dict[str, Any]:
    """Return how the example of a media type is sent."""
    if media == "multipart/form-data":
        content = two_parts(body["form"], body["file"].encode())
        return {"content": content, "headers": {"Content-Type": f"{media}; boundary=one"}}
    if media in {"", "application/json"}:
        return {"body": body}
    return {"content": body.encode(), "headers": {"Content-Type": media}}


@pytest.mark.parametrize(("path", "operation", "media"), POSTS)
def test_the_example_works_as_it_stands(
    path: str,
    operation: dict[str, Any],
    media: str,
    demonstration: tuple[TestClient, Installation],
    sealed: Sealed,
) -> None:
    client, installation = demonstration
    filled = with_examples(path, operation)
    hand = hand_for(client, installation, scope_of(client, "POST", filled), PREFERRED.get(path))
    body = example_of(operation, media)
    version = None
    if "If-Match" in {parameter["name"] for parameter in operation.get("parameters", [])}:
        thing = filled.rpartition("/")[0]
        seen = hand_for(client, installation, scope_of(client, "GET", thing)).get(thing)
        version = int(seen.headers["etag"].strip('"'))

    before = entries_so_far(installation)
    answer = hand.post(filled, version=version, **sent_as(media, body))

    assert answer.status_code in {200, 201}, answer.text
    places, purpose = sealed.shown_in(answer, said=body), PURPOSE_OF[scope_of(client, "POST", filled)]
    assert not places or faults(places, readings_of(installation, before), purpose, filled) == []
