"""Are agreements drafted, signed once by each party, and is the force of the clauses computed from them?"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.agreements.examples import seed
from app.agreements.queries import channels_at, grants_isa_audit, signed_terms
from app.core.clock import FrozenClock
from app.memorandum.clause_1_2_channel import Channel
from tests.support.agreements import an_agreement, an_end_of_the_matching
from tests.support.clients import an_actor
from tests.support.hands import Hands

DRAFT = {
    "title": "Renewal",
    "starts_on": "2026-04-01",
    "ends_on": "2027-03-31",
    "provision_channels": ["email", "api"],
    "grants_isa_audit": False,
}
FIRST_DAY, LAST_DAY = date(2024, 4, 1), date(2025, 3, 31)
LAST_INSTANT = datetime(2025, 3, 31, 14, 59, 59, tzinfo=UTC)


def test_either_party_may_draft(hands: Hands) -> None:
    drafts = [hand.post("/v1/agreements", DRAFT) for hand in (hands.isa_officer, hands.secretary_general)]

    assert [draft.status_code for draft in drafts] == [201, 201]
    assert {draft.json()["state"] for draft in drafts} == {"drafted"}
    assert drafts[0].json()["provision_channels"] == ["api", "email"]


def test_a_coordinator_may_not_draft(hands: Hands) -> None:
    refused = hands.coordinator.post("/v1/agreements", DRAFT)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/insufficient-scope")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"ends_on": "2026-03-31"}, "/ends_on"),
        ({"starts_on": "2026-04-01T00:00:00Z"}, "/starts_on"),
        ({"starts_on": 1_775_000_000}, "/starts_on"),
        ({"provision_channels": ["fax"]}, "/provision_channels/0"),
        ({"grants_isa_audit": "yes"}, "/grants_isa_audit"),
        ({"title": "two\nlines"}, "/title"),
        ({"state": "signed"}, ""),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(sqlite_hands: Hands, changed: dict[str, Any], pointer: str) -> None:
    refused = sqlite_hands.isa_officer.post("/v1/agreements", DRAFT | changed)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_a_term_of_a_single_day_is_a_term(sqlite_hands: Hands) -> None:
    made = sqlite_hands.isa_officer.post("/v1/agreements", DRAFT | {"ends_on": DRAFT["starts_on"]})

    assert made.status_code == 201


def test_the_second_signature_makes_it_an_agreement(hands: Hands) -> None:
    path = hands.isa_officer.post("/v1/agreements", DRAFT).headers["location"]

    first = hands.secretary_general.post(f"{path}/sign", version=1)
    second = hands.isa_officer.post(f"{path}/sign", version=2)

    assert (first.json()["state"], second.json()["state"]) == ("signed_by_one", "signed")
    assert second.headers["etag"] == '"3"'
    assert second.json()["isa_signed_at"] is not None


def test_a_party_cannot_sign_twice(hands: Hands) -> None:
    agreement_id = an_agreement(hands.installation, signed_by=[Role.ISA_OFFICER])

    again = hands.isa_officer.post(f"/v1/agreements/{agreement_id}/sign", version=2)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")


def test_a_signed_agreement_is_not_signed_again(hands: Hands) -> None:
    agreement_id = an_agreement(hands.installation)

    again = hands.isa_officer.post(f"/v1/agreements/{agreement_id}/sign", version=3)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/wrong-state")


@pytest.mark.parametrize(("version", "status"), [(None, 428), (1, 412)])
def test_a_signature_names_the_version_it_was_put_to(hands: Hands, version: int | None, status: int) -> None:
    agreement_id = an_agreement(hands.installation, signed_by=[Role.ISA_OFFICER])

    refused = hands.secretary_general.post(f"/v1/agreements/{agreement_id}/sign", version=version)

    assert refused.status_code == status


def test_an_agreement_signed_by_one_party_binds_nobody(hands: Hands) -> None:
    an_agreement(hands.installation, signed_by=[Role.ISA_OFFICER])

    effect = hands.isa_officer.get("/v1/agreements/effect")

    assert in_force(effect.json()) == set()


@pytest.mark.parametrize(
    ("at", "clauses"),
    [
        ("2024-03-31T23:59:59+09:00", set()),
        ("2024-04-01T00:00:00+09:00", {"1(1)", "1(2)", "2(1)", "2(2)", "2(3)", "2(4)", "3(1)", "3(2)", "4", "5", "6"}),
        ("2025-03-31T14:59:59Z", {"1(1)", "1(2)", "2(1)", "2(2)", "2(3)", "2(4)", "3(1)", "3(2)", "4", "5", "6"}),
        ("2025-03-31T15:00:00Z", {"2(3)", "2(4)"}),
    ],
)
def test_the_term_ends_with_its_last_day_in_japan(sqlite_hands: Hands, at: str, clauses: set[str]) -> None:
    an_agreement(sqlite_hands.installation, starts_on=FIRST_DAY, ends_on=LAST_DAY)

    effect = sqlite_hands.isa_officer.get("/v1/agreements/effect", params={"at": at})

    assert in_force(effect.json()) == clauses


def test_the_present_instant_is_asked_for_by_naming_none(hands: Hands) -> None:
    an_agreement(hands.installation)

    effect = hands.secretary_general.get("/v1/agreements/effect").json()

    assert len(effect["clauses"]) == len(in_force(effect)) == 11
    assert effect["clauses"][0]["because"].startswith("The term runs until")


def test_the_report_of_a_disposal_ends_2_4_and_nothing_else(hands: Hands) -> None:
    an_agreement(hands.installation)
    before = hands.isa_officer.get("/v1/agreements/effect").json()

    an_end_of_the_matching(hands.installation, reported=True)

    after = hands.isa_officer.get("/v1/agreements/effect").json()
    assert in_force(before) - in_force(after) == {"2(4)"}


def test_an_unreported_end_of_the_matching_keeps_2_4_in_force(hands: Hands) -> None:
    an_agreement(hands.installation)

    an_end_of_the_matching(hands.installation, reported=False)

    assert "2(4)" in in_force(hands.isa_officer.get("/v1/agreements/effect").json())


def test_a_later_end_does_not_undo_an_earlier_report(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    an_end_of_the_matching(hands.installation, reported=True)
    between = clock.now().isoformat()
    clock.advance(days=400)
    an_end_of_the_matching(hands.installation, reported=False)

    effect = hands.isa_officer.get("/v1/agreements/effect", params={"at": between})

    assert "2(4)" not in in_force(effect.json())


@pytest.mark.parametrize(
    "at", ["2025-04-01", "2025-04-01T00:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+09:00"]
)
def test_only_an_instant_that_has_a_day_in_japan_is_asked_for(sqlite_hands: Hands, at: str) -> None:
    refused = sqlite_hands.isa_officer.get("/v1/agreements/effect", params={"at": at})

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["?at"]


def test_overlapping_terms_list_the_channels_of_all(installation: Installation) -> None:
    an_agreement(installation, channels=[Channel.EMAIL, Channel.API])
    an_agreement(installation, channels=[Channel.UPLOAD], grants_isa_audit=True)
    now = installation.clock.now()

    channels = installation.database.run(channels_at, now)
    audited = installation.database.run(grants_isa_audit, now)

    assert channels == set(Channel)
    assert audited


def test_outside_every_term_no_channel_is_listed(installation: Installation) -> None:
    an_agreement(installation, starts_on=FIRST_DAY, ends_on=LAST_DAY)

    channels = installation.database.run(channels_at, installation.clock.now())

    assert channels == set()


def test_agreements_are_shown_to_both_parties(hands: Hands) -> None:
    agreement_id = an_agreement(hands.installation)

    shown = hands.isa_officer.get(f"/v1/agreements/{agreement_id}")
    listed = hands.secretary_general.get("/v1/agreements")

    assert shown.headers["etag"] == '"3"'
    assert listed.json() == {"items": [shown.json()], "next_cursor": None}


def test_an_agreement_that_is_not_there_is_not_found(sqlite_hands: Hands) -> None:
    missed = sqlite_hands.isa_officer.post("/v1/agreements/01900000-0000-7000-8000-000000000000/sign", version=1)

    assert missed.status_code == 404


def test_the_demonstration_seeds_its_agreements_once(installation: Installation) -> None:
    actor = an_actor(installation, Role.SECRETARY_GENERAL)

    installation.database.run(seed, actor)
    installation.database.run(seed, actor)

    assert len(installation.database.run(signed_terms)) == 2
    assert installation.database.run(channels_at, actor.at) == set(Channel)
    assert installation.database.run(channels_at, LAST_INSTANT) == {Channel.EMAIL}


def in_force(effect: dict[str, Any]) -> set[str]:
    """Return the clauses an effect says are in force."""
    return {force["clause"] for force in effect["clauses"] if force["in_force"]}
