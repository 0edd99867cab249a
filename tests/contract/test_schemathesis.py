"""Does every answer to whatever the contract allows, and to much that it does not, keep to the contract?"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, NEEDS_STAFF, Role
from app.access.scopes import Scope
from app.core.clock import FrozenClock
from app.core.examples import example_id
from app.main import install
from tests.support.depth import DEEP
from tests.support.hands import Hand
from tests.support.serving import NOON, demo_settings, the_app

CASES = int(os.environ.get("YONSEI_TEST_CASES", "100")) if DEEP else 3
HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    negative_data_rejection,
]
BRIEFED = example_id("staff", "briefed")
HANDS: dict[Role, Hand] = {}
SHADOWED = ("GET", "/v1/feeds/acknowledgements")
"""To a GET this is a feed of that name, and there is none: 404, where 405 would be looked for."""
schema = schemathesis.openapi.from_asgi("/openapi.json", the_app())


@pytest.fixture(scope="module")
def demonstration(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Serve the demonstration to all cases of this module: what one leaves behind, the next may meet."""
    folder = tmp_path_factory.mktemp("cases") / "var"
    shutil.copytree(seeded, folder)
    installation = install(demo_settings(f"sqlite:///{folder / 'yonsei.db'}", folder), FrozenClock(NOON))
    the_app().state.installation = installation
    for role in Role:
        HANDS[role] = Hand(TestClient(the_app()), installation, role, BRIEFED if role in NEEDS_STAFF else None)
    yield installation
    installation.database.close()


@schemathesis.serializer("message/rfc822", "application/pdf", "image/jpeg", "image/png")
def as_bytes(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Send a mail or a file as it is, whatever it is made of."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


def token_for(case: schemathesis.Case[Any], installation: Installation) -> dict[str, str]:
    """Return the header with a token that fits the route: all that a role may hold of its purpose."""
    raw = case.operation.definition.raw
    scopes = [scope for security in raw.get("security", ()) for held in security.values() for scope in held]
    if not scopes:
        return {}
    scope = Scope(scopes[0])
    role = next(role for role in Role if scope in MAY_HOLD[role])
    return {"Authorization": f"Bearer {HANDS[role].token(scope)}"}


@schema.parametrize()
@settings(
    max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=not DEEP
)
def test_d118_an_answer_keeps_to_the_contract(case: schemathesis.Case[Any], demonstration: Installation) -> None:
    the_app().state.installation = demonstration

    answer = case.call(headers=token_for(case, demonstration))

    if (case.method, case.path) != SHADOWED:
        case.validate_response(answer, checks=HELD)
