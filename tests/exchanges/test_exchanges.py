"""Do both parties exchange views, and does each read what the other wrote, with the same figures?"""

from typing import Any

import httpx2 as httpx
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from app.access.roles import MAY_HOLD
from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.exchanges.figures import suppressed
from app.memorandum.clause import Source
from tests.support.agreements import an_agreement
from tests.support.consents import a_consent
from tests.support.hands import Hand, Hands
from tests.support.incidents import a_trouble, an_incident
from tests.support.matching import led as led_match

PATH = "/v1/exchanges"
NEEDLE = "Hanako Example of 1-2-3 Reidai"
PLAN: dict[str, Any] = {"occasion": "meeting", "planned_on": "2026-06-01", "topics": "Waiting times."}
HELD: dict[str, Any] = {
    "held_on": "2026-06-01",
    "figures_from": "2026-05-01",
    "figures_until": "2026-06-01",
    "shared": "They wait for a month.",
    "agreed": "We look again.",
    "actions": [{"text": "Send the forms.", "owed_by": "isa", "due_on": "2026-06-10"}],
}
POSTPONE = {"planned_on": "2026-07-01", "reason": "A typhoon."}
CANCEL = {"reason": "It is joined with the next."}


def planned(hand: Hand, **changed: Any) -> str:
    """Return the id of an exchange that a hand has planned."""
    made = hand.post(PATH, PLAN | changed)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def led(hand: Hand, exchange_id: str, action: str, body: object) -> httpx.Response:
    """Take a step with the version as it stands, and return the answer."""
    version = hand.get(f"{PATH}/{exchange_id}").json()["version"]
    return hand.post(f"{PATH}/{exchange_id}/{action}", body, version=version)


def test_either_party_opens_both_write_and_both_read_the_same(hands: Hands) -> None:
    an_agreement(hands.installation)
    ids = [planned(hands.isa_officer), planned(hands.secretary_general)]

    led(hands.secretary_general, ids[0], "note", {"note": "We come."})
    held = led(hands.secretary_general, ids[0], "hold", HELD)
    led(hands.isa_officer, ids[0], "note", {"note": "It was useful."})

    assert held.status_code == 200, held.text
    read = [hand.get(f"{PATH}/{ids[0]}").json() for hand in (hands.isa_officer, hands.secretary_general)]
    assert read[0] == read[1]
    assert (read[0]["state"], read[0]["opened_by"], read[0]["outside_memorandum"]) == ("held", "isa", False)
    assert (read[0]["topics"], read[0]["agreed"]) == (PLAN["topics"], HELD["agreed"])
    assert [(said["party"], said["action"], said["text"]) for said in read[0]["entries"]] == [
        ("isa", "plan", None),
        ("association", "note", "We come."),
        ("association", "hold", None),
        ("isa", "note", "It was useful."),
    ]
    listed = hands.isa_officer.get(PATH)
    assert [one["id"] for one in listed.json()["items"]] == ids
    assert PLAN["topics"] not in listed.text


def test_others_have_no_part_in_it(sqlite_hands: Hands) -> None:
    made = planned(sqlite_hands.isa_officer)

    for role in ("coordinator", "privacy_officer", "isa_exchange", "auditor"):
        hand: Hand = getattr(sqlite_hands, role)
        headers = {"Authorization": f"Bearer {hand.token_with(frozenset({min(MAY_HOLD[hand.role])}))}"}
        assert sqlite_hands.client.get(f"{PATH}/{made}", headers=headers).status_code == 403


def test_a_postponed_one_waits_for_a_later_day_and_may_be_held_or_cancelled(sqlite_hands: Hands) -> None:
    first, second = planned(sqlite_hands.isa_officer), planned(sqlite_hands.isa_officer)

    same_day = led(sqlite_hands.secretary_general, first, "postpone", POSTPONE | {"planned_on": "2026-06-01"})
    postponed = led(sqlite_hands.secretary_general, first, "postpone", POSTPONE).json()
    led(sqlite_hands.secretary_general, second, "postpone", POSTPONE)
    cancelled = led(sqlite_hands.isa_officer, first, "cancel", CANCEL).json()
    held = led(sqlite_hands.isa_officer, second, "hold", HELD).json()

    assert [(one["pointer"], one["code"]) for one in same_day.json()["errors"]] == [("/planned_on", "not_later")]
    assert (postponed["state"], postponed["planned_on"]) == ("postponed", "2026-07-01")
    assert [said["text"] for said in cancelled["entries"]] == [None, POSTPONE["reason"], CANCEL["reason"]]
    assert (cancelled["state"], held["state"]) == ("cancelled", "held")
    for ended in (first, second):
        for action, body in (("postpone", POSTPONE), ("cancel", CANCEL), ("hold", HELD)):
            refused = led(sqlite_hands.isa_officer, ended, action, body)
            assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("postpone", {"planned_on": "2026-07-01"}, "/reason"),
        ("postpone", {"reason": "A typhoon."}, "/planned_on"),
        ("cancel", {}, "/reason"),
        ("hold", HELD | {"held_on": "2026-06-02"}, "/held_on"),
        ("hold", HELD | {"figures_until": "2026-06-02"}, "/figures_until"),
        ("hold", HELD | {"figures_until": "2026-04-30"}, "/figures_until"),
    ],
)
def test_a_step_needs_its_reason_and_days_that_can_be(
    sqlite_hands: Hands, action: str, body: dict[str, Any], pointer: str
) -> None:
    refused = led(sqlite_hands.isa_officer, planned(sqlite_hands.isa_officer), action, body)

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]


def test_only_who_owes_an_action_says_that_it_is_done(hands: Hands, clock: FrozenClock) -> None:
    made = planned(hands.isa_officer)
    both = {"text": "Meet.", "owed_by": "both", "due_on": "2026-06-20"}
    [of_isa, of_both] = led(hands.isa_officer, made, "hold", HELD | {"actions": [*HELD["actions"], both]}).json()[
        "actions"
    ]
    clock.advance(days=10)

    other = led(hands.secretary_general, made, "finish-action", {"action_id": of_isa["id"]})
    own = led(hands.isa_officer, made, "finish-action", {"action_id": of_isa["id"]}).json()["actions"]
    either = led(hands.secretary_general, made, "finish-action", {"action_id": of_both["id"]}).json()["actions"]
    again = led(hands.isa_officer, made, "finish-action", {"action_id": of_both["id"]})
    elsewhere = led(hands.isa_officer, made, "finish-action", {"action_id": made})

    assert (other.status_code, again.status_code, elsewhere.status_code) == (403, 409, 404)
    assert [(one["text"], one["late"], one["done_at"] is None) for one in own] == [
        ("Send the forms.", True, False),
        ("Meet.", False, True),
    ]
    assert [one["done_at"] is None for one in either] == [False, False]


def test_the_figures_are_right_and_stay_as_they_were(hands: Hands) -> None:
    an_agreement(hands.installation)
    for steps in (0, 0, 0, 1, 1, 1, 6, 1):
        led_match(hands, steps)
    a_consent(hands.installation, state=ConsentState.RETURNED)
    a_consent(hands.installation, source=Source.DIRECT)
    a_trouble(hands.installation)
    an_incident(hands.installation)
    an_incident(hands.installation, also_trouble=True)
    made = planned(hands.isa_officer)

    figures = led(hands.isa_officer, made, "hold", HELD).json()["figures"]
    a_trouble(hands.installation)

    counted = {name: figures[name] for name in figures if name.startswith(("forms", "app", "mat", "con", "tro", "pro"))}
    assert counted == {
        "forms_provided": 9,
        "forms_held": 8,
        "forms_direct": 1,
        "applicants": 8,
        "matches": 8,
        "matches_by_state": [
            {"name": "in_contact", "count": None},
            {"name": "offered_to_supporter", "count": 4},
            {"name": "proposed", "count": None},
        ],
        "contacts": 1,
        "troubles": 2,
        "problems": 2,
    }
    assert figures["median_days_to_contact"] is None
    assert hands.secretary_general.get(f"{PATH}/{made}").json()["figures"] == figures


def test_what_lies_outside_the_period_is_not_counted(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    matches = [led_match(sqlite_hands, 5) for _ in range(3)]
    a_trouble(sqlite_hands.installation)
    clock.advance(days=2)
    for match in matches:
        sqlite_hands.coordinator.post(f"/v1/matches/{match['id']}/record-contact", version=match["version"])
    period = {"figures_from": "2026-06-02", "figures_until": "2026-06-03"}

    figures = led(sqlite_hands.isa_officer, planned(sqlite_hands.isa_officer), "hold", HELD | period).json()["figures"]

    assert (figures["matches"], figures["forms_provided"], figures["troubles"]) == (0, 0, 0)
    assert (figures["contacts"], figures["median_days_to_contact"]) == (3, 2.0)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({}, {}),
        ({"a": 3, "b": 9}, {"a": 3, "b": 9}),
        ({"a": 2, "b": 4, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 5, "d": 9}, {"a": None, "b": None, "c": None, "d": 9}),
        ({"a": 1, "b": 2, "c": 5}, {"a": None, "b": None, "c": 5}),
        ({"a": 1}, {"a": None}),
    ],
)
def test_the_total_never_tells_a_cell_that_is_not_shown(cells: dict[str, int], shown: dict[str, int | None]) -> None:
    assert {cell.name: cell.count for cell in suppressed(cells, 3)} == shown


def test_incidents_are_taken_to_an_exchange(sqlite_hands: Hands) -> None:
    first, second = a_trouble(sqlite_hands.installation), a_trouble(sqlite_hands.installation)
    made = planned(sqlite_hands.isa_officer, incident_ids=[str(first)])

    held = led(sqlite_hands.secretary_general, made, "hold", HELD | {"incident_ids": [str(second)]}).json()
    unknown = sqlite_hands.isa_officer.post(PATH, PLAN | {"incident_ids": [made]})

    assert held["incident_ids"] == sorted(map(str, [first, second]))
    assert unknown.status_code == 404
    for view in (
        sqlite_hands.isa_officer.get(f"/v1/reports/{first}").json(),
        sqlite_hands.privacy_officer.get(f"/v1/incidents/{first}").json(),
    ):
        assert [(link["resource"], link["resource_id"]) for link in view["links"]] == [("exchanges", made)]


def test_what_is_said_stands_nowhere_in_clear(hands: Hands) -> None:
    made = planned(hands.isa_officer, topics=NEEDLE)
    led(hands.isa_officer, made, "note", {"note": NEEDLE})
    led(hands.isa_officer, made, "postpone", POSTPONE | {"reason": NEEDLE})
    action = HELD["actions"][0] | {"text": NEEDLE}
    led(hands.isa_officer, made, "hold", HELD | {"shared": NEEDLE, "agreed": NEEDLE, "actions": [action]})

    with hands.installation.database.engine.connect() as connection:
        names = ("exchanges", "exchange_entries", "exchange_actions", "audit_entries")
        stored = str([connection.execute(sa.select(SQLModel.metadata.tables[name])).all() for name in names])
    with hands.installation.database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql("UPDATE exchange_entries SET number = 9")

    assert stored.count("exchange.moved") == 3
    assert "exchange.read" in stored
    assert NEEDLE not in stored
    assert NEEDLE in hands.secretary_general.get(f"{PATH}/{made}").text
