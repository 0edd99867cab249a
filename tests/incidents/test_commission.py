"""Is what goes to the Commission and to the persons kept, counted and shown with its days?"""

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from app.core.clock import FrozenClock
from app.incidents.models import CommissionReport
from tests.support.hands import Hands
from tests.support.incidents import REPORT, a_trouble, step

NEEDLE = "Hanako Example of 1-2-3 Reidai"
SENSITIVE = {**REPORT, "information_kinds": ["name", "lineage"], "persons": 3}
ITEMS = {
    "overview": "A list went to a wrong address.",
    "data_items": "Names.",
    "persons": "Three.",
    "cause": "The address was completed from a list.",
    "secondary_damage": "None is known.",
    "response_to_persons": "They were told.",
    "publication": "Not planned.",
    "prevention_done": "A second person looks.",
    "prevention_planned": "None.",
    "other": "Nothing.",
}
PRELIMINARY = {"stage": "preliminary", "overview": "A list went to a wrong address."}
FINAL = {"stage": "final", **ITEMS}
NOTICE = {"means": "email", "persons": 2, "overview": "It went astray.", "data_items": "Your name."}


def a_case(hands: Hands, body: dict[str, Any] = SENSITIVE) -> str:
    """Report an incident and return its path."""
    return f"/v1/incidents/{hands.operator.post('/v1/incidents', body).json()['id']}"


def track(hands: Hands, path: str) -> dict[str, Any]:
    """Return how far article 26 has been kept."""
    found: dict[str, Any] = hands.privacy_officer.get(path).json()["commission"]
    return found


def test_an_incident_with_sensitive_data_shows_what_is_due(hands: Hands) -> None:
    path = a_case(hands)

    assert track(hands, path) == {
        "classes": ["7(1)"],
        "reportable_at": "2026-06-01T03:00:00Z",
        "due": {"preliminary_from": "2026-06-03", "preliminary_by": "2026-06-05", "final_by": "2026-06-30"},
        "preliminary_on": None,
        "final_on": None,
        "is_late": False,
        "notice_owed": True,
        "persons_told": 0,
        "report_ids": [],
        "notice_ids": [],
    }


def test_nothing_is_due_where_rule_7_asks_nothing(sqlite_hands: Hands) -> None:
    found = track(sqlite_hands, a_case(sqlite_hands, REPORT))

    assert (found["classes"], found["due"], found["notice_owed"], found["is_late"]) == ([], None, False, False)


def test_a_trouble_has_nothing_to_do_with_article_26(sqlite_hands: Hands) -> None:
    path = f"/v1/incidents/{a_trouble(sqlite_hands.installation)}"

    refused = sqlite_hands.privacy_officer.post(f"{path}/commission-reports", PRELIMINARY)

    assert sqlite_hands.privacy_officer.get(path).json()["commission"] is None
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_reports_and_notices_are_shown_with_their_days(hands: Hands, clock: FrozenClock) -> None:
    path, officer = a_case(hands), hands.privacy_officer
    clock.advance(days=2)
    first = officer.post(f"{path}/commission-reports", {**PRELIMINARY, "submitted_on": "2026-06-02"})
    clock.advance(days=20)
    last = officer.post(f"{path}/commission-reports", FINAL)
    told = officer.post(f"{path}/notices", NOTICE)

    found = track(hands, path)

    assert [answer.status_code for answer in (first, last, told)] == [201, 201, 201]
    assert (found["preliminary_on"], found["final_on"]) == ("2026-06-02", "2026-06-23")
    assert found["report_ids"] == [first.json()["id"], last.json()["id"]]
    assert (found["persons_told"], found["notice_ids"]) == (2, [told.json()["id"]])
    assert not found["is_late"]


@pytest.mark.parametrize("kind", ["commission-reports", "notices"])
def test_what_was_told_is_read_where_its_location_says(hands: Hands, kind: str) -> None:
    body = FINAL if kind == "commission-reports" else NOTICE
    made = hands.privacy_officer.post(f"{a_case(hands)}/{kind}", body)

    read = hands.secretary_general.get(made.headers["location"])

    assert (read.status_code, read.json()) == (200, made.json())
    assert read.json()["items"]["data_items"] == body["data_items"]


@pytest.mark.parametrize("kind", ["commission-reports", "notices"])
def test_what_was_told_in_one_case_is_not_found_in_another(sqlite_hands: Hands, kind: str) -> None:
    body = FINAL if kind == "commission-reports" else NOTICE
    made = sqlite_hands.privacy_officer.post(f"{a_case(sqlite_hands)}/{kind}", body).json()["id"]

    read = sqlite_hands.privacy_officer.get(f"{a_case(sqlite_hands)}/{kind}/{made}")

    assert read.status_code == 404


@pytest.mark.parametrize(("days", "late"), [(4, False), (5, True)])
def test_a_preliminary_report_is_late_after_the_fifth_day(
    *, days: int, late: bool, sqlite_hands: Hands, clock: FrozenClock
) -> None:
    path = a_case(sqlite_hands)

    clock.advance(days=days)

    assert track(sqlite_hands, path)["is_late"] is late


def test_a_complete_report_may_be_the_first(sqlite_hands: Hands, clock: FrozenClock) -> None:
    path = a_case(sqlite_hands)
    sqlite_hands.privacy_officer.post(f"{path}/commission-reports", FINAL)

    clock.advance(days=90)

    assert not track(sqlite_hands, path)["is_late"]


@pytest.mark.parametrize(
    ("before", "body", "pointers"),
    [
        ([], {"stage": "supplement", "overview": "More."}, ["/stage"]),
        ([PRELIMINARY], PRELIMINARY, ["/stage"]),
        ([FINAL], PRELIMINARY, ["/stage"]),
        ([FINAL], FINAL, ["/stage"]),
        ([], {**FINAL, "cause": None, "other": None}, ["/cause", "/other"]),
        ([], {**PRELIMINARY, "submitted_on": "2026-05-31"}, ["/submitted_on"]),
        ([], {**PRELIMINARY, "submitted_on": "2026-06-02"}, ["/submitted_on"]),
    ],
)
def test_a_report_out_of_turn_or_incomplete_is_refused(
    sqlite_hands: Hands,
    before: list[dict[str, Any]],
    body: dict[str, Any],
    pointers: list[str],
) -> None:
    path = f"{a_case(sqlite_hands)}/commission-reports"
    for earlier in before:
        sqlite_hands.privacy_officer.post(path, earlier)

    refused = sqlite_hands.privacy_officer.post(path, body)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == pointers


def test_a_supplement_follows_a_final_report(sqlite_hands: Hands) -> None:
    path = f"{a_case(sqlite_hands)}/commission-reports"
    sqlite_hands.privacy_officer.post(path, FINAL)

    added = sqlite_hands.privacy_officer.post(path, {"stage": "supplement", "overview": "A fourth person."})

    assert added.status_code == 201


def test_what_was_told_stands_sealed(hands: Hands) -> None:
    made = hands.privacy_officer.post(f"{a_case(hands)}/commission-reports", {**PRELIMINARY, "overview": NEEDLE})

    def look(session: Session) -> CommissionReport | None:
        return session.get(CommissionReport, UUID(made.json()["id"]))

    row = hands.installation.database.run(look)
    assert row is not None
    assert NEEDLE.encode() not in row.sealed


def test_more_persons_make_an_incident_reportable_from_that_moment(hands: Hands, clock: FrozenClock) -> None:
    path = a_case(hands, {**REPORT, "persons": 1000})
    before = track(hands, path)["due"]
    clock.advance(days=3)

    step(hands.privacy_officer, UUID(path[-36:]), "amend", persons=1001)

    found = track(hands, path)
    assert before is None
    assert (found["classes"], found["reportable_at"]) == (["7(4)"], "2026-06-04T03:00:00Z")
    assert found["due"]["preliminary_by"] == "2026-06-08"


def test_a_wrongful_purpose_found_later_moves_the_final_day_and_not_the_first(
    sqlite_hands: Hands, clock: FrozenClock
) -> None:
    path = a_case(sqlite_hands)
    clock.advance(days=3)

    step(sqlite_hands.privacy_officer, UUID(path[-36:]), "amend", wrongful_purpose=True)

    due = track(sqlite_hands, path)["due"]
    assert (due["preliminary_by"], due["final_by"]) == ("2026-06-05", "2026-07-30")


def test_encryption_that_proves_broken_makes_it_reportable(sqlite_hands: Hands) -> None:
    path = a_case(sqlite_hands, {**SENSITIVE, "strongly_encrypted": True})
    before = track(sqlite_hands, path)["classes"]

    step(sqlite_hands.privacy_officer, UUID(path[-36:]), "amend", not_encrypted=True)

    assert (before, track(sqlite_hands, path)["classes"]) == ([], ["7(1)"])
