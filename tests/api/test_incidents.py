"""Is every incident recorded and shared at once, at any date, and is nothing of it lowered, lost or told too widely?"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from app.access.installation import Installation
from app.access.roles import Role
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.core.errors import Unavailable
from app.events.models import OutboxEvent
from app.incidents import examples
from app.incidents.lifecycle import LIFE_OF
from app.incidents.models import Incident, IncidentEntry, IncidentKind, IncidentState
from app.memorandum.clause import Source
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.hands import Hands
from tests.support.incidents import NOTE, REPORT, SUMMARY, TROUBLE, a_trouble, an_incident, step

NEEDLE = "Hanako Example of 1-2-3 Reidai"
PATH = "/v1/incidents"
SINCE_YESTERDAY = timedelta(hours=25)
REPORTERS = ["coordinator", "operator", "privacy_officer", "secretary_general", "staff_administrator"]
Agree = Callable[[Installation], object]


@pytest.mark.parametrize("role", REPORTERS)
def test_everyone_at_the_association_reports_with_one_sentence(sqlite_hands: Hands, role: str) -> None:
    answer = getattr(sqlite_hands, role).post(PATH, {"kind": "trouble", "summary": "They quarrelled."})

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PATH}/{answer.json()['id']}"
    assert answer.json()["state"] == "shared"


@pytest.mark.parametrize("role", ["isa_officer", "isa_exchange", "auditor", "mail_intake"])
def test_nobody_else_reports(sqlite_hands: Hands, role: str) -> None:
    answer = getattr(sqlite_hands, role).post(PATH, REPORT)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")


@pytest.mark.parametrize("role", ["coordinator", "operator", "staff_administrator"])
def test_who_may_only_report_cannot_read(sqlite_hands: Hands, role: str) -> None:
    reported = getattr(sqlite_hands, role).post(PATH, REPORT)

    assert SUMMARY not in reported.text
    assert getattr(sqlite_hands, role).get(f"{PATH}/{reported.json()['id']}").status_code == 403


def nothing(_installation: Installation) -> object:
    """Agree on nothing."""
    return None


def an_expired_one(installation: Installation) -> object:
    """Agree on the memorandum of 2024."""
    return an_agreement(installation, starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31))


def one_before_and_one_to_come(installation: Installation) -> object:
    """Agree on two terms with a gap around the present."""
    an_expired_one(installation)
    return an_agreement(installation, starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))


@pytest.mark.parametrize("agree", [nothing, an_expired_one, one_before_and_one_to_come])
@pytest.mark.parametrize("body", [REPORT, TROUBLE])
def test_isa_reads_a_report_at_once_whatever_is_agreed(hands: Hands, agree: Agree, body: dict[str, Any]) -> None:
    agree(hands.installation)

    made = hands.operator.post(PATH, body)

    report = hands.isa_officer.get(f"/v1/reports/{made.json()['id']}")
    assert (made.status_code, report.status_code) == (201, 200)
    assert report.json()["summary"] == body["summary"]


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"known_at": "2026-06-01T12:00:01+09:00"}, "/known_at"),
        ({"known_at": "2018-06-30T23:59:59Z"}, "/known_at"),
        ({"known_at": "0001-01-01T00:00:00+14:00"}, "/known_at"),
        ({"known_at": "2026-05-01T00:00:00"}, "/known_at"),
        ({"known_at": "2026-05-01T00:00:00Z", "occurred_at": "2026-05-01T00:00:01Z"}, "/occurred_at"),
        ({"persons": 0}, "/persons"),
        ({"persons": -1}, "/persons"),
        ({"persons": "3"}, "/persons"),
        ({"persons": True}, "/persons"),
        ({"kind": "trouble", "also_trouble": True}, ""),
        ({"source": "newspaper"}, "/source"),
        ({"information_kinds": ["gossip"]}, "/information_kinds/0"),
        ({"receipt_ids": ["1"]}, "/receipt_ids/0"),
        ({"summary": " "}, "/summary"),
        ({"state": "closed"}, ""),
        ({"shared_at": "2026-05-01T00:00:00Z"}, ""),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(sqlite_hands: Hands, changed: dict[str, Any], pointer: str) -> None:
    refused = sqlite_hands.operator.post(PATH, REPORT | changed)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_a_report_sent_twice_is_one_incident(sqlite_hands: Hands) -> None:
    first, second = (sqlite_hands.operator.post(PATH, REPORT, key="the-same") for _ in range(2))

    assert second.json() == first.json()
    assert len(sqlite_hands.privacy_officer.get(PATH).json()["items"]) == 1


def test_the_event_comes_with_the_incident_and_says_ids_and_states_only(hands: Hands) -> None:
    made = hands.operator.post(PATH, REPORT | {"summary": NEEDLE, "persons": 3}).json()

    [event] = hands.isa_exchange.get("/v1/feeds/incidents").json()
    assert event["id"] == made["event_id"]
    assert event["subject"] == f"incidents/{made['id']}"
    assert event["data"] == {
        "id": made["id"],
        "kind": "data_protection",
        "action": "share",
        "state": "shared",
        "also_trouble": False,
        "urgency": "immediately",
        "owed_under_2_3": True,
        "persons": 3,
    }


def test_a_failed_commit_leaves_neither_incident_nor_event(hands: Hands) -> None:
    operator, hooks = hands.operator, hands.installation.database.before_commit
    hooks.append(fail)

    answer = operator.post(PATH, REPORT)

    hooks.remove(fail)
    assert answer.status_code == 503
    assert hands.installation.database.run(count, Incident, IncidentEntry, OutboxEvent) == [0, 0, 0]


def test_what_is_written_stands_nowhere_in_clear(hands: Hands) -> None:
    incident_id = an_incident(hands.installation, summary=NEEDLE)
    step(hands.privacy_officer, incident_id, "contain", note=NEEDLE)
    step(hands.privacy_officer, incident_id, "amend", note=NEEDLE)

    stored = hands.installation.database.run(everything)

    assert "incident.amended" in stored
    assert NEEDLE not in stored
    assert NEEDLE not in hands.isa_exchange.get("/v1/feeds/incidents").text


def test_what_is_written_stands_nowhere_in_the_file(sqlite_hands: Hands, tmp_path: Path) -> None:
    incident_id = an_incident(sqlite_hands.installation, summary=NEEDLE)
    sqlite_hands.isa_officer.post(f"/v1/reports/{incident_id}/contributions", {"kind": "question", "text": NEEDLE})

    files = [file.read_bytes() for file in tmp_path.iterdir() if file.is_file()]

    assert any(incident_id.hex.encode() in content for content in files)
    assert not any(NEEDLE.encode() in content for content in files)


@pytest.mark.parametrize(
    ("kind", "actions", "states"),
    [
        (
            IncidentKind.DATA_PROTECTION,
            ["contain", "investigate", "take-measures", "close"],
            ["contained", "investigated", "measures_taken", "closed"],
        ),
        (IncidentKind.TROUBLE, ["handle", "resolve", "close"], ["handling", "resolved", "closed"]),
    ],
)
def test_each_kind_lives_its_life(hands: Hands, kind: IncidentKind, actions: list[str], states: list[str]) -> None:
    incident_id = an_incident(hands.installation, kind=kind)

    answers = [step(hands.privacy_officer, incident_id, action) for action in actions]

    assert [answer.json()["state"] for answer in answers] == states
    assert [entry["action"] for entry in answers[-1].json()["entries"]] == ["record", "share", *actions]
    assert [event["data"]["state"] for event in feed(hands)] == ["shared", *states]


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (IncidentKind.TROUBLE, "contain"),
        (IncidentKind.TROUBLE, "take-measures"),
        (IncidentKind.TROUBLE, "close"),
        (IncidentKind.DATA_PROTECTION, "handle"),
        (IncidentKind.DATA_PROTECTION, "close"),
    ],
)
def test_a_step_out_of_turn_is_refused(sqlite_hands: Hands, kind: IncidentKind, action: str) -> None:
    incident_id = an_incident(sqlite_hands.installation, kind=kind)

    refused = step(sqlite_hands.privacy_officer, incident_id, action)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-state")


def test_of_two_steps_from_one_version_the_second_is_stale(hands: Hands) -> None:
    incident_id = a_trouble(hands.installation)
    hands.privacy_officer.post(f"{PATH}/{incident_id}/amend", NOTE, version=2)

    refused = hands.privacy_officer.post(f"{PATH}/{incident_id}/amend", NOTE, version=2)

    assert (refused.status_code, refused.json()["type"]) == (412, "/problems/stale-version")


def test_who_may_read_may_not_move(sqlite_hands: Hands) -> None:
    incident_id = a_trouble(sqlite_hands.installation)

    refused = sqlite_hands.secretary_general.post(f"{PATH}/{incident_id}/handle", NOTE, version=2)

    assert refused.status_code == 403


def test_only_a_trouble_of_operation_is_handled_jointly(sqlite_hands: Hands) -> None:
    incident_id = a_trouble(sqlite_hands.installation)

    refused = step(sqlite_hands.privacy_officer, incident_id, "escalate", operational=False)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/operational"


@pytest.mark.parametrize(
    ("measures_of_ours", "contributed"),
    [(False, []), (False, ["measure"]), (True, []), (True, ["question"])],
)
def test_joint_handling_does_not_close_on_one_side_alone(
    sqlite_hands: Hands,
    *,
    measures_of_ours: bool,
    contributed: list[str],
) -> None:
    taken = ("take-measures",) if measures_of_ours else ()
    incident_id = a_trouble(sqlite_hands.installation, after=("handle", "escalate", *taken, "resolve"))
    contribute(sqlite_hands, incident_id, contributed)

    refused = step(sqlite_hands.privacy_officer, incident_id, "close")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/close-before-measures")
    assert (refused.json()["clause"], refused.json()["reading"]) == ("3(2)", "R3.2-4")


@pytest.mark.parametrize("kind", ["measure", "no_need"])
def test_joint_handling_closes_once_both_sides_are_done(hands: Hands, kind: str) -> None:
    incident_id = a_trouble(hands.installation, after=("escalate", "take-measures", "resolve"))
    contribute(hands, incident_id, [kind])

    closed = step(hands.privacy_officer, incident_id, "close")

    assert closed.json()["state"] == "closed"
    assert closed.json()["isa_sees_no_need"] is (kind == "no_need")


def test_a_mistake_is_marked_and_nothing_is_taken_back(hands: Hands) -> None:
    incident_id = an_incident(hands.installation)

    step(hands.privacy_officer, incident_id, "amend", note="It was a test.", recorded_in_error=True)
    step(hands.privacy_officer, incident_id, "amend", note="It was not.", recorded_in_error=False)

    report = hands.isa_officer.get(f"/v1/reports/{incident_id}").json()
    assert (report["summary"], report["state"], report["recorded_in_error"]) == (SUMMARY, "shared", True)
    assert [entry["text"] for entry in report["entries"]] == [None, None, "It was a test.", "It was not."]


def test_a_closed_incident_can_be_amended(sqlite_hands: Hands) -> None:
    incident_id = a_trouble(sqlite_hands.installation, after=("handle", "resolve"))
    step(sqlite_hands.privacy_officer, incident_id, "close")

    amended = step(sqlite_hands.privacy_officer, incident_id, "amend")

    assert (amended.status_code, amended.json()["state"]) == (200, "closed")


@pytest.mark.parametrize("change", ["UPDATE {} SET client_id = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["incident_entries", "contributions"])
def test_the_database_refuses_to_rewrite_what_was_said(hands: Hands, table: str, change: str) -> None:
    contribute(hands, a_trouble(hands.installation), ["question"])

    with hands.installation.database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql(change.format(table))


@pytest.mark.parametrize(
    ("source", "owed", "basis", "reading"),
    [(Source.ISA, True, "text", None), (None, True, "reading", "R2.3-1"), (Source.DIRECT, False, None, None)],
)
def test_a_problem_is_owed_by_where_the_information_came_from(
    sqlite_hands: Hands,
    source: Source | None,
    *,
    owed: bool,
    basis: str | None,
    reading: str | None,
) -> None:
    incident_id = an_incident(sqlite_hands.installation, source=source)

    [duty] = sqlite_hands.privacy_officer.get(f"{PATH}/{incident_id}").json()["duties"]

    assert (duty["clause"], duty["urgency"]) == ("2(3)", "immediately")
    assert (duty["owed"], duty["basis"], duty["reading"]) == (owed, basis, reading)


def test_lateness_is_counted_from_when_it_was_known(sqlite_hands: Hands) -> None:
    incident_id = an_incident(sqlite_hands.installation, known=SINCE_YESTERDAY)

    shown = sqlite_hands.privacy_officer.get(f"{PATH}/{incident_id}").json()

    assert shown["seconds_since_known"] == SINCE_YESTERDAY.total_seconds()
    assert (shown["duties"][0]["late"], shown["duties"][0]["met_at"]) == (True, shown["shared_at"])


@pytest.mark.parametrize("in_term", [True, False])
def test_a_trouble_is_owed_if_it_arose_in_a_term(sqlite_hands: Hands, *, in_term: bool) -> None:
    agree: Agree = an_agreement if in_term else an_expired_one
    agree(sqlite_hands.installation)
    incident_id = a_trouble(sqlite_hands.installation)

    [duty] = sqlite_hands.privacy_officer.get(f"{PATH}/{incident_id}").json()["duties"]

    assert (duty["clause"], duty["urgency"], duty["owed"]) == ("3(2)", "promptly", in_term)


def test_an_event_of_both_kinds_is_owed_under_both_clauses_with_the_stronger_word(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    incident_id = an_incident(sqlite_hands.installation, also_trouble=True, known=SINCE_YESTERDAY)

    duties = sqlite_hands.privacy_officer.get(f"{PATH}/{incident_id}").json()["duties"]

    assert [(duty["clause"], duty["urgency"], duty["late"]) for duty in duties] == [
        ("2(3)", "immediately", True),
        ("3(2)", "immediately", True),
    ]


def test_the_acknowledgement_is_shown_beside_the_duty(hands: Hands, clock: FrozenClock) -> None:
    made = hands.operator.post(PATH, REPORT).json()
    clock.advance(minutes=5)
    hands.isa_exchange.post("/v1/feeds/acknowledgements", {"ack": [made["event_id"]]})

    shown = hands.privacy_officer.get(f"{PATH}/{made['id']}").json()

    assert shown["duties"][0]["met_at"] == made["shared_at"]
    assert shown["acknowledged_at"] > made["shared_at"]


def test_reading_the_words_is_recorded_and_listing_shows_none(hands: Hands) -> None:
    incident_id = an_incident(hands.installation)

    listed = hands.secretary_general.get(PATH)
    hands.secretary_general.get(f"{PATH}/{incident_id}")

    assert SUMMARY not in listed.text
    assert hands.installation.database.run(readers, "incident.read") == [hands.secretary_general.client_id]


def test_an_unknown_incident_is_not_found(sqlite_hands: Hands) -> None:
    assert sqlite_hands.privacy_officer.get(f"{PATH}/01900000-0000-7000-8000-000000000000").status_code == 404


def test_the_examples_stand_where_their_routes_take_over(sqlite_installation: Installation) -> None:
    actor = an_actor(sqlite_installation, Role.PRIVACY_OFFICER)

    for _ in range(2):
        sqlite_installation.database.run(examples.seed, actor)

    assert sqlite_installation.database.run(states) == [
        "contained",
        "handling",
        "investigated",
        "joint_handling",
        "measures_taken",
        "resolved",
        "shared",
        "shared",
    ]


def test_every_state_belongs_to_a_life() -> None:
    spoken_of = set().union(*(life.states() for life in LIFE_OF.values()))

    assert spoken_of == set(IncidentState)


def contribute(hands: Hands, incident_id: object, kinds: list[str]) -> None:
    """Let ISA write to a report."""
    for kind in kinds:
        hands.isa_officer.post(f"/v1/reports/{incident_id}/contributions", {"kind": kind, "text": "We think so."})


def feed(hands: Hands) -> list[dict[str, Any]]:
    """Return what stands in the feed of incidents."""
    events: list[dict[str, Any]] = hands.isa_exchange.get("/v1/feeds/incidents").json()
    return events


def fail(_session: Session) -> None:
    """Fail as a commit may."""
    raise Unavailable


def count(session: Session, *tables: type[SQLModel]) -> list[int]:
    """Return how many rows some tables hold."""
    return [len(session.exec(select(table)).all()) for table in tables]


def everything(session: Session) -> str:
    """Return the clear content of all rows that an incident makes."""
    tables: tuple[type[SQLModel], ...] = (Incident, IncidentEntry, OutboxEvent, AuditEntry)
    rows = [row.model_dump() for table in tables for row in session.exec(select(table))]
    return repr(rows)


def readers(session: Session, action: str) -> list[str]:
    """Return who did something, by the audit."""
    return [entry.client_id for entry in session.exec(select(AuditEntry).where(AuditEntry.action == action))]


def states(session: Session) -> list[str]:
    """Return the states of all incidents."""
    return sorted(incident.state.value for incident in session.exec(select(Incident)))
