"""Is staff kept by code alone, briefed by the server's clock, and asked of clause 3(1)?"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.core.clock import FrozenClock
from app.core.examples import example_id
from app.memorandum.clause import Basis, Refusal
from app.memorandum.clause_3_1_briefing import Topic
from app.staff.examples import seed
from app.staff.queries import require_briefed_staff, require_country
from tests.support.clients import an_actor
from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.staff import a_briefed_staff_member, a_staff_member

BOTH = {"topics": ["scheme", "supporters"], "material_version": 1}


def test_a_staff_member_begins_unbriefed_and_knows_no_country(hands: Hands) -> None:
    added = hands.staff_administrator.post("/v1/staff", {"reference": "S-103"})

    assert added.status_code == 201
    assert added.headers["location"] == f"/v1/staff/{added.json()['id']}"
    assert added.json() | {"id": ""} == {
        "id": "",
        "version": 1,
        "reference": "S-103",
        "state": "unbriefed",
        "countries": [],
        "left_at": None,
    }


def test_a_code_stands_for_one_person(hands: Hands) -> None:
    hands.staff_administrator.post("/v1/staff", {"reference": "S-103"})

    again = hands.staff_administrator.post("/v1/staff", {"reference": "S-103"})

    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")


@pytest.mark.parametrize("reference", ["Hanako Example", "hanako", "S-103\n", "Ｓ-103", "", 103])
def test_a_name_is_not_taken_for_a_code(sqlite_hands: Hands, reference: object) -> None:
    refused = sqlite_hands.staff_administrator.post("/v1/staff", {"reference": reference})

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/reference"]


def test_both_topics_make_a_staff_member_briefed_from_the_next_instant(hands: Hands, clock: FrozenClock) -> None:
    staff_id = a_staff_member(hands.installation)

    briefed = hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", BOTH)
    at_once = state_of(hands, staff_id)
    clock.advance(seconds=1)

    assert briefed.status_code == 201
    assert (at_once, state_of(hands, staff_id)) == ("unbriefed", "briefed")


def test_one_topic_alone_is_not_the_explanation(hands: Hands, clock: FrozenClock) -> None:
    staff_id = a_staff_member(hands.installation)

    hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", BOTH | {"topics": ["scheme"]})
    clock.advance(seconds=1)

    assert state_of(hands, staff_id) == "unbriefed"


def test_a_briefing_bears_the_instant_of_the_server_and_who_gave_it(hands: Hands) -> None:
    staff_id = a_staff_member(hands.installation)

    made = hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", BOTH)
    shown = hands.staff_administrator.get(made.headers["location"])

    assert datetime.fromisoformat(made.json()["explained_at"]) == hands.installation.clock.now()
    assert made.json()["given_by"] == hands.staff_administrator.client_id
    assert shown.json() == made.json()


def test_a_briefing_sent_again_with_its_key_is_recorded_once(hands: Hands) -> None:
    path = f"/v1/staff/{a_staff_member(hands.installation)}/briefings"

    first = hands.staff_administrator.post(path, BOTH, key="once")
    again = hands.staff_administrator.post(path, BOTH, key="once")

    assert (again.status_code, again.json()) == (201, first.json())


@pytest.mark.parametrize("member", ["explained_at", "briefed_at", "created_at", "given_by"])
def test_a_briefing_cannot_be_dated_or_signed_by_its_sender(sqlite_hands: Hands, member: str) -> None:
    staff_id = a_staff_member(sqlite_hands.installation)
    body = BOTH | {member: "2024-04-01T00:00:00+09:00"}

    refused = sqlite_hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", body)

    assert refused.status_code == 422
    assert faults_of(refused) == [("", "extra_forbidden")]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"topics": []}, "/topics"),
        ({"topics": ["religion"]}, "/topics/0"),
        ({"material_version": True}, "/material_version"),
        ({"material_version": 0}, "/material_version"),
    ],
)
def test_a_briefing_says_what_was_explained(sqlite_hands: Hands, changed: dict[str, Any], pointer: str) -> None:
    staff_id = a_staff_member(sqlite_hands.installation)

    refused = sqlite_hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", BOTH | changed)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_nobody_unknown_is_briefed(hands: Hands) -> None:
    refused = hands.staff_administrator.post(f"/v1/staff/{uuid4()}/briefings", BOTH)

    assert refused.status_code == 404


def test_a_briefing_is_not_found_through_another_person(hands: Hands) -> None:
    staff_id, other = a_staff_member(hands.installation), a_staff_member(hands.installation)
    made = hands.staff_administrator.post(f"/v1/staff/{staff_id}/briefings", BOTH).json()

    missed = hands.staff_administrator.get(f"/v1/staff/{other}/briefings/{made['id']}")

    assert missed.status_code == 404


def test_a_colleague_attests_knowledge_of_a_country(hands: Hands) -> None:
    staff_id, colleague = a_staff_member(hands.installation), a_staff_member(hands.installation)
    word = {"country": "BRA", "attested_by": str(colleague)}

    made = hands.staff_administrator.post(f"/v1/staff/{staff_id}/country-knowledge", word)
    shown = hands.staff_administrator.get(made.headers["location"])
    member = hands.staff_administrator.get(f"/v1/staff/{staff_id}")

    assert made.status_code == 201
    assert shown.json() == made.json()
    assert member.json()["countries"] == ["BRA"]


def test_nobody_attests_their_own_knowledge(hands: Hands) -> None:
    staff_id = a_staff_member(hands.installation)
    word = {"country": "BRA", "attested_by": str(staff_id)}

    refused = hands.staff_administrator.post(f"/v1/staff/{staff_id}/country-knowledge", word)

    assert faults_of(refused) == [("/attested_by", "oneself")]


def test_only_a_member_of_the_staff_attests(hands: Hands) -> None:
    staff_id = a_staff_member(hands.installation)
    word = {"country": "BRA", "attested_by": str(uuid4())}

    refused = hands.staff_administrator.post(f"/v1/staff/{staff_id}/country-knowledge", word)

    assert faults_of(refused) == [("/attested_by", "unknown_staff_member")]


def test_a_coordinator_cannot_brief(hands: Hands) -> None:
    staff_id = a_staff_member(hands.installation)

    refused = hands.coordinator.post(f"/v1/staff/{staff_id}/briefings", BOTH)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


def test_the_list_shows_everyone_in_the_order_of_entry(hands: Hands) -> None:
    entered = [str(a_staff_member(hands.installation)) for _ in range(3)]

    first = hands.staff_administrator.get("/v1/staff?limit=2").json()
    rest = hands.staff_administrator.get(f"/v1/staff?limit=2&cursor={first['next_cursor']}").json()

    assert [one["id"] for one in first["items"] + rest["items"]] == entered
    assert rest["next_cursor"] is None


def test_who_was_told_both_topics_may_do_matching_work(installation: Installation) -> None:
    staff_id = a_briefed_staff_member(installation)

    behind = installation.database.run(require_briefed_staff, somebody(installation, staff_id))

    assert behind == staff_id


def test_who_was_not_told_is_refused_by_the_text(installation: Installation) -> None:
    staff_id = a_briefed_staff_member(installation, topics={Topic.SUPPORTERS})

    with pytest.raises(Refusal) as refused:
        installation.database.run(require_briefed_staff, somebody(installation, staff_id))

    assert (refused.value.slug, refused.value.basis) == ("not-briefed", Basis.TEXT)


def test_older_material_closes_the_gate_by_a_reading(sqlite_installation: Installation) -> None:
    staff_id = a_briefed_staff_member(sqlite_installation)
    newer = sqlite_installation.settings.model_copy(update={"explanation_version": 2})
    sqlite_installation.database.info["settings"] = newer

    with pytest.raises(Refusal) as refused:
        sqlite_installation.database.run(require_briefed_staff, somebody(sqlite_installation, staff_id))

    assert (refused.value.slug, refused.value.reading) == ("briefing-lapsed", "R3.1-2")


def test_matching_work_needs_a_person_behind_it(sqlite_installation: Installation) -> None:
    with pytest.raises(Refusal) as refused:
        sqlite_installation.database.run(require_briefed_staff, somebody(sqlite_installation, None))

    assert (refused.value.slug, refused.value.reading) == ("no-staff-member", "R3.1-4")


def test_the_country_of_the_person_matched_must_be_known(installation: Installation) -> None:
    staff_id = a_briefed_staff_member(installation, countries=["BRA"])
    actor = somebody(installation, staff_id)
    installation.database.run(require_country, actor, "BRA")

    with pytest.raises(Refusal) as refused:
        installation.database.run(require_country, actor, "PER")

    assert (refused.value.slug, refused.value.reading) == ("country-not-known", "R3.1-3")


def test_the_demonstration_seeds_its_staff_once(installation: Installation) -> None:
    actor = somebody(installation, example_id("staff", "briefed"))

    installation.database.run(seed, actor)
    installation.database.run(seed, actor)

    assert installation.database.run(require_briefed_staff, actor) == example_id("staff", "briefed")


def somebody(installation: Installation, staff_id: UUID | None) -> Actor:
    """Return a coordinator, now, with this staff member behind them."""
    return an_actor(installation, Role.COORDINATOR, staff_id)


def state_of(hands: Hands, staff_id: UUID) -> str:
    """Return how a staff member now stands towards the explanation."""
    state: str = hands.staff_administrator.get(f"/v1/staff/{staff_id}").json()["state"]
    return state
