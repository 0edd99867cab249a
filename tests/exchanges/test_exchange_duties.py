"""Is an exchange owed by both once the interval has passed, and never outside a term?"""

from datetime import date, timedelta
from typing import Any

from app.core.clock import FrozenClock
from tests.exchanges.test_exchanges import HELD, PATH, led, planned
from tests.support.agreements import an_agreement
from tests.support.consultations import a_proposal, both_appointed
from tests.support.consultations import led as consulted
from tests.support.hands import Hands


def standing(hands: Hands) -> dict[str, Any]:
    """Return how the duty stands, which both parties read alike."""
    read: list[dict[str, Any]] = [
        hand.get(f"{PATH}/duties").json() for hand in (hands.isa_officer, hands.secretary_general)
    ]
    assert read[0] == read[1]
    return read[0]


def audited(hands: Hands) -> list[dict[str, Any]]:
    """Return what is open under clause 4 among all duties."""
    duties = hands.secretary_general.get("/v1/audit/duties").json()["duties"]
    return [one for one in duties if one["clause"] == "4"]


def test_it_is_owed_by_both_from_the_day_the_interval_has_passed_and_late_after_it(
    hands: Hands, clock: FrozenClock
) -> None:
    agreement = an_agreement(hands.installation, starts_on=date(2026, 6, 1), ends_on=date(2028, 5, 31))

    clock.advance(days=182)
    running = standing(hands)
    clock.advance(days=1)
    due = standing(hands)
    clock.advance(days=1)
    late = standing(hands)

    assert (running["interval_days"], running["decided_by"], running["due_on"]) == (183, None, "2026-12-01")
    assert (running["owed_by"], running["items"]) == (["association", "isa"], [])
    assert [one["late"] for one in (*due["items"], *late["items"])] == [False, True]
    [duty] = late["items"]
    assert (duty["clause"], duty["act"], duty["reading"]) == ("4", "exchange-views", "R4-1")
    assert (duty["resource"], duty["resource_id"]) == ("agreements", str(agreement))
    assert audited(hands) == [duty]

    led(hands.isa_officer, planned(hands.isa_officer), "hold", HELD | {"held_on": "2026-12-02"})
    assert (standing(hands)["items"], standing(hands)["due_on"], audited(hands)) == ([], "2027-06-03", [])


def test_a_cancelled_one_does_not_count(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation, starts_on=date(2025, 6, 1), ends_on=date(2026, 6, 1))
    led(sqlite_hands.isa_officer, planned(sqlite_hands.isa_officer), "cancel", {"reason": "None came."})

    assert [one["late"] for one in standing(sqlite_hands)["items"]] == [True]


def test_nothing_is_owed_after_the_term_and_a_later_exchange_is_marked(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation, starts_on=date(2024, 4, 1), ends_on=date(2026, 5, 31))

    made = sqlite_hands.isa_officer.get(f"{PATH}/{planned(sqlite_hands.isa_officer)}").json()
    held = led(sqlite_hands.isa_officer, made["id"], "hold", HELD | {"held_on": "2026-05-31"}).json()

    shown = standing(sqlite_hands)
    assert (shown["due_on"], shown["items"], audited(sqlite_hands)) == (None, [], [])
    assert (made["outside_memorandum"], held["outside_memorandum"]) == (True, False)


def test_a_decided_interval_counts_from_the_next_exchange_on(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation, ends_on=date(2027, 5, 31))
    both_appointed(sqlite_hands)
    hours = timedelta(days=30) // timedelta(hours=1)
    decision = {"decision": "Each month.", "effect": {"word": "regularly", "act": "exchange-views", "hours": hours}}
    decided = a_proposal(sqlite_hands, decision, subject="exchange-interval")
    assert consulted(sqlite_hands.isa_officer, decided, "decide").status_code == 200

    before = standing(sqlite_hands)
    led(sqlite_hands.isa_officer, planned(sqlite_hands.isa_officer), "hold", HELD)
    after = standing(sqlite_hands)
    clock.advance(days=31)

    assert (before["interval_days"], before["decided_by"]) == (183, None)
    assert (after["interval_days"], after["decided_by"], after["due_on"]) == (30, decided, "2026-07-01")
    [duty] = standing(sqlite_hands)["items"]
    assert (duty["late"], duty["decided_by"], duty["resource"]) == (True, decided, "exchanges")
