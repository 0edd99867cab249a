"""Is every showing of something sealed written down, with who, for what, which thing and which fields (2(1))?

No route is held to this by name. Whatever the demonstration holds sealed is opened, every route is asked, and an answer
that shows a word of it must have left its reading behind; so a route that is added is held to this by itself. POSTs
are held to it in `test_examples`, where each has fresh data.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, NEEDS_STAFF, Role
from app.access.scopes import PURPOSE_OF, Purpose, Scope
from app.core.clock import FrozenClock
from app.core.examples import example_id
from app.main import install
from tests.support.hands import Hand, scope_of
from tests.support.recorded import Sealed, entries_so_far, faults, readings_of
from tests.support.serving import NOON, demo_settings, the_app
from tests.support.shown import DOCUMENT
from tests.support.staff import a_briefed_staff_member

Operation = dict[str, Any]


def purpose_of(operation: Operation) -> Purpose:
    """Return the purpose of the one scope an operation asks for."""
    (scope,) = {scope for held in operation["security"] for scope in held["OAuth2"]}
    return PURPOSE_OF[Scope(scope)]


GETS = [
    (path, operations["get"])
    for path, operations in DOCUMENT["paths"].items()
    if "get" in operations and path.startswith("/v1/") and purpose_of(operations["get"]) is not Purpose.OPERATION
]
"""Operation has no personal data (`app/access/scopes.py`), and its routes name what only a running worker makes."""

SHOWING = {
    "/v1/consents/{consent_id}",
    "/v1/consents/{consent_id}/document",
    "/v1/applicants/{applicant_id}",
    "/v1/matches/{match_id}",
    "/v1/incidents/{incident_id}",
    "/v1/reports/{report_id}",
}
"""Some that are known to show sealed words, so that a test that finds nothing is found out."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The demonstration's data, served, and everything in it that is sealed."""

    client: TestClient
    installation: Installation
    sealed: Sealed
    hands: dict[Role, Hand]


@pytest.fixture(scope="module")
def demonstration(
    seeded: Path,
    sealed: Sealed,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demonstration]:
    """Serve the demonstration to every route of this module; they only read."""
    folder = tmp_path_factory.mktemp("reads") / "var"
    shutil.copytree(seeded, folder)
    installation = install(demo_settings(f"sqlite:///{folder / 'yonsei.db'}", folder), FrozenClock(NOON))
    app = the_app()
    app.state.installation = installation
    staff = example_id("staff", "briefed")
    with TestClient(app) as client:
        hands = {role: Hand(client, installation, role, staff if role in NEEDS_STAFF else None) for role in Role}
        yield Demonstration(client, installation, sealed, hands)
    installation.database.close()


@pytest.fixture(scope="module")
def showing(demonstration: Demonstration) -> dict[str, list[str]]:
    """Ask every route as a role that may, and return what is amiss with each that showed something sealed."""
    demonstration.client.app.state.installation = demonstration.installation  # type: ignore[attr-defined]
    found = {}
    for path, operation in GETS:
        amiss = faults_of(demonstration, filled(path, operation))
        if amiss is not None:
            found[path] = amiss
    return found


def faults_of(demonstration: Demonstration, path: str) -> list[str] | None:
    """Ask a route and return what is amiss with the record of it; None where it shows nothing that is sealed."""
    scope = scope_of(demonstration.client, "GET", path)
    hand = demonstration.hands[holder_of(scope)]
    before = entries_so_far(demonstration.installation)
    answer = hand.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text}"
    places = demonstration.sealed.shown_in(answer)
    if not places:
        return None
    readings = readings_of(demonstration.installation, before)
    strangers = [entry.action for entry in readings if (entry.client_id, entry.staff_id) != whose(hand)]
    return [
        *faults(places, readings, PURPOSE_OF[scope], path),
        *(f"{action} is recorded of somebody else" for action in strangers),
    ]


def holder_of(scope: Scope) -> Role:
    """Return a role that may hold a scope."""
    return next(role for role in Role if scope in MAY_HOLD[role])


def whose(hand: Hand) -> tuple[str, object]:
    """Return by what an entry names whoever asked."""
    return hand.client_id, hand.staff_id


def filled(path: str, operation: Operation) -> str:
    """Fill a path and its query with the examples of its parameters."""
    query = []
    for parameter in operation.get("parameters", []):
        examples = parameter.get("examples") or parameter["schema"].get("examples") or [None]
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", examples[0])
        elif parameter["in"] == "query" and examples[0] is not None:
            query.append(f"{parameter['name']}={examples[0]}")
    return f"{path}?{'&'.join(query)}" if query else path


def test_every_showing_of_something_sealed_is_recorded_whole(showing: dict[str, list[str]]) -> None:
    assert {path: amiss for path, amiss in showing.items() if amiss} == {}


def test_what_is_known_to_show_something_sealed_is_found(showing: dict[str, list[str]]) -> None:
    assert showing.keys() >= SHOWING


def test_case_46_whoever_has_opened_enough_opens_no_other_person_by_any_route(
    demonstration: Demonstration,
    showing: dict[str, list[str]],
) -> None:
    installation = demonstration.installation
    one_an_hour = installation.settings.model_copy(update={"openings_per_hour": 1})
    installation.database.info["settings"] = one_an_hour
    somebody = Hand(demonstration.client, installation, Role.COORDINATOR, a_briefed_staff_member(installation))
    opened = somebody.get(f"/v1/applicants/{example_id('applicants', 'active_2')}").status_code
    of_persons = [
        (path, operation) for path, operation in GETS if path in showing and purpose_of(operation) is Purpose.SUPPORT
    ]

    statuses = {path: somebody.get(filled(path, operation)).status_code for path, operation in of_persons}

    assert opened == 200
    assert statuses == dict.fromkeys(statuses, 429)
    assert len(statuses) >= 4
