"""Is it looked at, on a day, whether the measures of both sides have prevented a recurrence?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.core.clock import FrozenClock
from app.incidents.models import Incident, IncidentEntry, IncidentKind, IncidentState
from app.incidents.standing import effect_due
from app.memorandum.clause import Party
from tests.support.hands import Hands
from tests.support.incidents import a_trouble, an_incident, step

MEASURES = ("contain", "investigate", "take-measures")
NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
ID = UUID("01900000-0000-7000-8000-000000000003")


def a_trouble_with_nothing() -> Incident:
    """Return a trouble as the service would keep it."""
    return Incident(
        id=ID,
        created_at=NOON,
        kind=IncidentKind.TROUBLE,
        state=IncidentState.CLOSED,
        known_at=NOON,
        information_kinds=[],
        receipt_ids=[],
        sealed=b"",
    )


def an_entry(day: int, action: str, *, prevented: bool | None = None) -> IncidentEntry:
    """Return an entry some days after noon of 2026-06-01."""
    return IncidentEntry(
        incident_id=ID,
        number=day,
        at=NOON + timedelta(days=day),
        party=Party.ASSOCIATION,
        client_id="x",
        action=action,
        state=IncidentState.CLOSED,
        facts=None if prevented is None else {"recurrence_prevented": prevented},
    )


@pytest.mark.parametrize(
    ("entries", "due", "met"),
    [
        ([an_entry(0, "take-measures")], "2026-08-30", False),
        ([an_entry(0, "take-measures"), an_entry(9, "take-measures")], "2026-09-08", False),
        ([an_entry(0, "take-measures"), an_entry(9, "check-effect", prevented=True)], "2026-08-30", True),
        ([an_entry(0, "take-measures"), an_entry(9, "check-effect", prevented=False)], "2026-09-08", False),
        (
            [
                an_entry(0, "take-measures"),
                an_entry(1, "check-effect", prevented=True),
                an_entry(9, "take-measures"),
            ],
            "2026-09-08",
            False,
        ),
    ],
    ids=["measures", "again", "prevented", "not prevented", "measures after the check"],
)
def test_a_check_is_due_after_the_last_measures_until_one_finds_that_they_hold(
    entries: list[IncidentEntry], due: str, *, met: bool
) -> None:
    duty = effect_due(a_trouble_with_nothing(), entries, 90, NOON)

    assert duty is not None
    assert (duty.clause, duty.act, duty.reading) == ("3(2)", "check-effect", "R3.2-8")
    assert duty.due_at is not None
    assert (duty.due_at.date().isoformat(), duty.met_at is not None, duty.late) == (due, met, False)


def test_where_nothing_was_done_there_is_nothing_to_check() -> None:
    assert effect_due(a_trouble_with_nothing(), [], 90, NOON) is None


def the_check(hands: Hands, incident: UUID) -> dict[str, Any]:
    """Return how the check of an incident's measures stands."""
    duties = hands.privacy_officer.get(f"/v1/incidents/{incident}").json()["duties"]
    [found] = [duty for duty in duties if duty["act"] == "check-effect"]
    return dict(found)


def test_a_closed_case_is_checked_late_and_isa_sees_both(hands: Hands, clock: FrozenClock) -> None:
    incident = an_incident(hands.installation, after=(*MEASURES,))
    step(hands.privacy_officer, incident, "close")
    clock.advance(days=91)

    waiting = the_check(hands, incident)
    checked = step(hands.privacy_officer, incident, "check-effect", recurrence_prevented=True)

    report = hands.isa_officer.get(f"/v1/reports/{incident}").json()
    assert (waiting["late"], waiting["met_at"], checked.json()["state"]) == (True, None, "closed")
    assert report["entries"][-1]["facts"] == {"recurrence_prevented": True}
    assert [duty["late"] for duty in report["duties"] if duty["act"] == "check-effect"] == [True]


def test_without_measures_there_is_no_effect(sqlite_hands: Hands) -> None:
    incident = a_trouble(sqlite_hands.installation, after=("handle", "resolve"))

    refused = step(sqlite_hands.privacy_officer, incident, "check-effect", recurrence_prevented=True)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
