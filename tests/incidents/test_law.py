"""Is everything that article 26 asks shown as a duty with its day, and counted as late after it?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.clock import FrozenClock
from app.core.ids import new_id
from app.core.settings import Settings
from app.incidents.commission_schemas import ReportToCommission
from app.incidents.law import duties_by_law, told_on
from app.incidents.models import (
    CommissionReport,
    Incident,
    IncidentKind,
    IncidentState,
    NoticeMeans,
    PersonNotice,
    Stage,
)
from app.limits.queries import Limits, ours
from tests.support.hands import Hands
from tests.support.incidents import REPORT, an_incident, step

KNOWN = datetime(2024, 4, 1, 1, 0, tzinfo=UTC)
LIMITS = Limits(ours(Settings()))
MEASURES = ("contain", "investigate", "take-measures")
ITEMS = ReportToCommission.model_fields.keys() - {"stage", "submitted_on", "named"}
FINAL = {"stage": "final"} | dict.fromkeys(ITEMS, "As found.")


def a_leak(
    *, persons: int | None = 3, recorded_in_error: bool = False, kinds: tuple[str, ...] = ("lineage",)
) -> Incident:
    """Return an incident known since 2024-04-01."""
    return Incident(
        id=new_id(),
        created_at=KNOWN,
        kind=IncidentKind.DATA_PROTECTION,
        state=IncidentState.SHARED,
        known_at=KNOWN,
        reportable_at=KNOWN,
        persons=persons,
        information_kinds=list(kinds),
        receipt_ids=[],
        recorded_in_error=recorded_in_error,
        sealed=b"",
    )


def a_report(stage: Stage, day: date) -> CommissionReport:
    """Return a report to the Commission."""
    return CommissionReport(created_at=KNOWN, incident_id=new_id(), stage=stage, submitted_on=day, sealed=b"")


def a_notice(persons: int, day: date, means: NoticeMeans = NoticeMeans.EMAIL) -> PersonNotice:
    """Return a notice to persons."""
    return PersonNotice(created_at=KNOWN, incident_id=new_id(), means=means, persons=persons, told_on=day, sealed=b"")


def test_three_duties_arise_with_their_days() -> None:
    duties = list(duties_by_law(LIMITS, a_leak(), [], [], KNOWN))

    assert [(duty.clause, duty.act, duty.due_at and duty.due_at.date().isoformat()) for duty in duties] == [
        ("APPI 26(1)", "report-preliminary", "2024-04-05"),
        ("APPI 26(1)", "report-final", "2024-04-30"),
        ("APPI 26(2)", "tell-persons", "2024-04-04"),
    ]


@pytest.mark.parametrize(
    ("incident", "why"),
    [(a_leak(kinds=()), "rule 7 asks nothing"), (a_leak(recorded_in_error=True), "it never happened")],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_nothing_arises_where_the_law_asks_nothing(incident: Incident, why: str) -> None:
    assert list(duties_by_law(LIMITS, incident, [], [], KNOWN)) == [], why


@pytest.mark.parametrize(
    ("day", "late"), [(date(2024, 4, 30), False), (date(2024, 5, 1), True)], ids=["in time", "a day after"]
)
def test_a_final_report_is_late_by_the_day_it_was_sent(day: date, *, late: bool) -> None:
    reports = [a_report(Stage.PRELIMINARY, date(2024, 4, 5)), a_report(Stage.FINAL, day)]

    first, final, _ = duties_by_law(LIMITS, a_leak(), reports, [], KNOWN + timedelta(days=99))

    assert (first.late, final.late, final.is_open) == (False, late, False)


def test_a_complete_report_is_the_first_one_too() -> None:
    first, _, _ = duties_by_law(LIMITS, a_leak(), [a_report(Stage.FINAL, date(2024, 4, 3))], [], KNOWN)

    assert first.met_at is not None


@pytest.mark.parametrize(
    ("notices", "day"),
    [
        ([], None),
        ([a_notice(2, date(2024, 4, 2))], None),
        ([a_notice(2, date(2024, 4, 2)), a_notice(1, date(2024, 4, 9))], date(2024, 4, 9)),
        ([a_notice(1, date(2024, 4, 3), NoticeMeans.PUBLICATION)], date(2024, 4, 3)),
        ([a_notice(1, date(2024, 4, 3), NoticeMeans.CONTACT_POINT)], date(2024, 4, 3)),
    ],
    ids=["nobody", "some", "all in the end", "published", "a contact point"],
)
def test_persons_are_told_once_all_are_or_a_substitute_was_made(notices: list[PersonNotice], day: date | None) -> None:
    assert told_on(a_leak(), notices) == day


def test_where_their_number_is_unknown_one_told_is_enough_to_have_begun() -> None:
    assert told_on(a_leak(persons=None), [a_notice(1, date(2024, 4, 2))]) == date(2024, 4, 2)


def test_a_case_is_not_closed_while_the_final_report_is_owed(hands: Hands) -> None:
    made = hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    for action in MEASURES:
        step(hands.privacy_officer, made, action)

    refused = step(hands.privacy_officer, made, "close")
    hands.privacy_officer.post(f"/v1/incidents/{made}/commission-reports", FINAL)
    closed = step(hands.privacy_officer, made, "close")

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert closed.json()["state"] == "closed"


def test_an_entry_made_by_mistake_is_closed_without_one(sqlite_hands: Hands) -> None:
    made = sqlite_hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    for action in MEASURES:
        step(sqlite_hands.privacy_officer, made, action)
    step(sqlite_hands.privacy_officer, made, "amend", recorded_in_error=True)

    assert step(sqlite_hands.privacy_officer, made, "close").status_code == 200


def test_lateness_by_law_is_among_the_duties_of_the_incident(sqlite_hands: Hands, clock: FrozenClock) -> None:
    made = sqlite_hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    clock.advance(days=5)

    duties = sqlite_hands.isa_officer.get(f"/v1/reports/{made}").json()["duties"]

    assert {duty["act"]: duty["late"] for duty in duties} == {
        "report": False,
        "report-preliminary": True,
        "report-final": False,
        "tell-persons": True,
    }


def test_what_needs_no_report_to_the_commission_closes_as_before(sqlite_hands: Hands) -> None:
    incident = an_incident(sqlite_hands.installation, after=MEASURES)

    assert step(sqlite_hands.privacy_officer, incident, "close").json()["state"] == "closed"
