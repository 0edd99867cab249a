"""Do the ids, bodies and answers of every route hold against attack (group E), with real records behind them?"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, NEEDS_STAFF, Role
from app.access.scopes import Scope
from app.core.clock import FrozenClock
from app.core.examples import example_id
from app.main import install
from tests.support.faults import faults_of
from tests.support.hands import Hand
from tests.support.serving import NOON, demo_settings, the_app
from tests.support.shown import DOCUMENT, SCHEMAS

Operation = Mapping[str, Any]
ILL_FORMED = (
    "0",
    "-1",
    "null",
    "1" * 40,
    "01900000-0000-7000-8D70-1FE572884709",
    "{01900000-0000-7000-8d70-1fe572884709}",
    "urn:uuid:01900000-0000-7000-8d70-1fe572884709",
    "01900000000070008d701fe572884709",
)
UNASKED = ("state", "id", "agreement_id", "created_by", "provenance", "disposed_at", "is_admin", "version")
VALUES: Mapping[str, object] = {"null": None, "boolean": False, "integer": 7, "string": "7", "array": [7], "object": {}}


def scope_of(operation: Operation) -> Scope:
    """Return the scope an operation asks for."""
    (scopes,) = operation["security"][0].values()
    return Scope(scopes[0])


OPERATIONS = {
    f"{method} {path}": (method.upper(), path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if path.startswith("/v1/")
}
READS = [name for name, (method, _, _) in OPERATIONS.items() if method == "GET"]
MOVES = [name for name, (_, _, op) in OPERATIONS.items() if "If-Match" in str(op.get("parameters"))]
BODIES = [name for name, (_, _, op) in OPERATIONS.items() if "application/json" in str(op.get("requestBody"))]
WITH_IDS = [name for name, (_, path, _) in OPERATIONS.items() if re.search(r"\{\w+_id\}", path)]
NESTED = [name for name in READS if name.count("_id}") == 2 and not name.endswith("attempts")]


@pytest.fixture(scope="module")
def desk(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Desk"]:
    """Serve the demonstration to all tests of this module; none of them changes anything."""
    folder = tmp_path_factory.mktemp("cases") / "var"
    shutil.copytree(seeded, folder)
    installation = install(demo_settings(f"sqlite:///{folder / 'yonsei.db'}", folder), FrozenClock(NOON))
    the_app().state.installation = installation
    with TestClient(the_app()) as client:
        yield Desk(client, installation)
    installation.database.close()


class Desk:
    """Where each role asks for the demonstration's records."""

    def __init__(self, client: TestClient, installation: Installation) -> None:
        briefed = example_id("staff", "briefed")
        self.client, self.installation = client, installation
        self.hands = {role: Hand(client, installation, role, briefed if role in NEEDS_STAFF else None) for role in Role}
        for role, hand in self.hands.items():
            # The demonstration's own clients: what some of its records need, such as an office, is theirs.
            hand.client_id = f"demo-{role.value.replace('_', '-')}"

    def ask(
        self,
        name: str,
        *,
        role: Role | None = None,
        path: str | None = None,
        version: int | None = None,
        **sent: Any,
    ) -> httpx.Response:
        """Call an operation with its examples, and whatever is to be different."""
        # The module's installation must answer, whichever a test before this one put behind the application.
        the_app().state.installation = self.installation
        method, template, operation = OPERATIONS[name]
        scope = scope_of(operation)
        hand = self.hands[role or next(one for one in Role if scope in MAY_HOLD[one])]
        headers = {"Authorization": f"Bearer {hand.token(scope)}", "Idempotency-Key": str(uuid4())}
        headers |= {} if version is None else {"If-Match": f'"{version}"'}
        target = path or filled(template, operation)
        answer: httpx.Response = self.client.request(method, target, headers=headers, **sent)
        return answer


def filled(template: str, operation: Operation) -> str:
    """Return a path with the examples of its parameters, or an unknown id where there is none."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            examples = parameter.get("examples") or parameter["schema"].get("examples") or [str(uuid4())]
            template = template.replace(f"{{{parameter['name']}}}", examples[0])
    return template


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema itself, where only its name was given."""
    return SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def body_of(name: str) -> Mapping[str, Any]:
    """Return the schema of a JSON body."""
    content = OPERATIONS[name][2]["requestBody"]["content"]
    return resolved(content["application/json"]["schema"])


def types_of(schema: Mapping[str, Any]) -> set[str]:
    """Return which JSON types a schema takes."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return set[str]().union(*map(types_of, schema["anyOf"]))
    return {schema["type"]}


def said(answer: httpx.Response) -> dict[str, Any]:
    """Return a problem without the id of its request."""
    return {**answer.json(), "instance": ""}


@pytest.mark.parametrize("name", WITH_IDS)
def test_e42_an_id_in_another_form_is_not_found(name: str, desk: Desk) -> None:
    _, template, operation = OPERATIONS[name]
    last = re.findall(r"\{\w+_id\}", template)[-1]

    statuses = {
        form: desk.ask(name, path=filled(template.replace(last, form), operation), version=1).status_code
        for form in ILL_FORMED
    }

    assert statuses == dict.fromkeys(ILL_FORMED, 404)


@pytest.mark.parametrize("name", [name for name in WITH_IDS if name in READS])
def test_e41_what_is_absent_is_told_with_the_same_bytes(name: str, desk: Desk) -> None:
    _, template, operation = OPERATIONS[name]
    last = re.findall(r"\{\w+_id\}", template)[-1]

    absent, ill = (
        desk.ask(name, path=filled(template.replace(last, form), operation)) for form in (str(uuid4()), "null")
    )

    assert (absent.status_code, said(absent)) == (404, said(ill))


@pytest.mark.parametrize("name", NESTED)
def test_e43_what_belongs_to_another_is_not_found_through_this_one(name: str, desk: Desk) -> None:
    _, template, operation = OPERATIONS[name]
    other = str(OTHERS[template.split("/")[2]])
    parent = re.findall(r"\{\w+_id\}", template)[0]
    assert desk.ask(name).status_code == 200

    strange = desk.ask(name, path=filled(template.replace(parent, other), operation))
    absent = desk.ask(name, path=f"{filled(template, operation).rpartition('/')[0]}/{uuid4()}")

    assert (strange.status_code, said(strange)) == (404, said(absent))


OTHERS = {
    "disposals": example_id("disposals", "verified"),
    "consents": example_id("consents", "mailed"),
    "staff": example_id("staff", "unbriefed"),
    "reports": example_id("incidents", "trouble_shared"),
    "incidents": example_id("incidents", "trouble_shared"),
}
"""Records that exist beside those of the examples, for which a nested record is another's."""


@pytest.mark.parametrize("name", BODIES)
def test_e48_a_member_that_is_not_declared_is_refused(name: str, desk: Desk) -> None:
    schema = body_of(name)
    asked = [member for member in UNASKED if member not in schema["properties"]]

    answers = [desk.ask(name, json={**schema["examples"][0], member: "x"}, version=1) for member in asked]

    # The name is the caller's own and is not repeated.
    assert {answer.status_code for answer in answers} == {422}
    assert all(("", "extra_forbidden") in faults_of(answer) for answer in answers)


@pytest.mark.parametrize("name", BODIES)
def test_e49_a_value_of_another_type_is_refused(name: str, desk: Desk) -> None:
    schema = body_of(name)

    taken = [
        (member, kind)
        for member, declared in schema["properties"].items()
        for kind, value in VALUES.items()
        if kind not in types_of(declared)
        and desk.ask(name, json={**schema["examples"][0], member: value}, version=1).status_code != 422
    ]

    assert taken == []


@pytest.mark.parametrize("name", READS)
def test_e50_a_real_answer_is_what_the_schema_says_for_every_role(name: str, desk: Desk) -> None:
    operation = OPERATIONS[name][2]
    roles = [role for role in Role if scope_of(operation) in MAY_HOLD[role]]

    for role in roles:
        answer = desk.ask(name, role=role)
        media = answer.headers["content-type"].partition(";")[0]
        content = operation["responses"][str(answer.status_code)]["content"]
        if media.endswith("json") and media in content:
            validator = jsonschema_rs.validator_for({**content[media]["schema"], "components": DOCUMENT["components"]})
            assert [
                error.message for error in validator.iter_errors(answer.json() if "json" in media else answer.text)
            ] == []
        else:
            assert {media, "*/*"} & content.keys()


@pytest.mark.parametrize("name", MOVES)
def test_e52_a_move_without_its_version_or_with_a_stale_one_is_refused(name: str, desk: Desk) -> None:
    sent = {"json": body_of(name)["examples"][0]} if name in BODIES else {}

    statuses = [desk.ask(name, version=version, **sent).status_code for version in (None, 99)]

    assert statuses == [428, 412]
