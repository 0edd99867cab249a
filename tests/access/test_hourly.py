"""Does a harvest stop at so many records an hour, for one person and across processes and restarts?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx2 as httpx
import pytest
import sqlalchemy as sa

from app.access import hourly
from app.access.installation import Installation
from app.access.roles import Role
from app.core.clock import FrozenClock
from app.main import install
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hand, Hands
from tests.support.matching import led
from tests.support.serving import the_app
from tests.support.staff import a_briefed_staff_member

MOST = 3


@pytest.fixture
def limited(sqlite_hands: Hands) -> Hands:
    """Return hands of an installation in which one person opens three records an hour."""
    return with_few_openings(sqlite_hands)


def with_few_openings(hands: Hands) -> Hands:
    """Let one person open three records an hour."""
    few = hands.installation.settings.model_copy(update={"openings_per_hour": MOST})
    hands.installation.database.info["settings"] = few
    the_app().state.installation = replace(hands.installation, settings=few)
    return hands


def some_consents(installation: Installation, number: int) -> list[UUID]:
    """Return consents of as many persons."""
    return [a_consent(installation) for _ in range(number)]


def opened(hands: Hands, consent: UUID) -> httpx.Response:
    """Open a consent as the coordinator."""
    return hands.coordinator.get(f"/v1/consents/{consent}")


def test_case_46_a_walk_over_all_supporters_stops_at_the_hours_limit(hands: Hands, clock: FrozenClock) -> None:
    limited, answers = with_few_openings(hands), []
    for consent in some_consents(limited.installation, MOST + 1):
        answers.append(opened(limited, consent))
        clock.advance(seconds=1)

    assert [answer.status_code for answer in answers] == [200] * MOST + [429]
    assert answers[-1].json()["type"] == "/problems/too-many-openings"
    assert answers[-1].headers["retry-after"] == str(3600 - MOST)
    assert "form" not in answers[-1].json()


def test_an_hour_after_the_first_opening_there_is_room_for_one(limited: Hands, clock: FrozenClock) -> None:
    consents = some_consents(limited.installation, MOST + 2)
    for consent in consents[:MOST]:
        opened(limited, consent)
        clock.advance(minutes=10)
    clock.advance(minutes=60 - MOST * 10)

    answers = [opened(limited, consent).status_code for consent in consents[MOST:]]

    assert answers == [200, 429]


def test_what_was_opened_within_the_hour_may_be_opened_again(limited: Hands) -> None:
    consents = some_consents(limited.installation, MOST)

    answers = [opened(limited, consent).status_code for consent in consents * 3]

    assert set(answers) == {200}


def test_consents_applicants_matches_and_documents_count_together(limited: Hands) -> None:
    an_agreement(limited.installation)
    match = led(limited, 1)
    consent = str(a_consent(limited.installation))
    applicants = [an_applicant(limited.installation) for _ in range(2)]

    answers = [
        limited.coordinator.get(path).status_code
        for path in (f"/v1/consents/{consent}", *(f"/v1/applicants/{one}" for one in applicants))
    ]

    assert answers == [200, 200, 429]
    assert limited.coordinator.get(f"/v1/matches/{match['id']}").status_code == 200


def test_a_match_goes_on_and_is_stopped_whatever_was_opened(limited: Hands) -> None:
    an_agreement(limited.installation)
    for consent in some_consents(limited.installation, MOST):
        opened(limited, consent)

    match = led(limited, 8)

    assert match["state"] == "supporting"
    assert limited.coordinator.get(f"/v1/consents/{match['consent_id']}").status_code == 429


def test_a_colleague_has_an_hour_of_their_own(limited: Hands) -> None:
    installation = limited.installation
    colleague = Hand(limited.client, installation, Role.COORDINATOR, a_briefed_staff_member(installation))
    *consents, last = some_consents(installation, MOST + 1)
    for consent in consents:
        opened(limited, consent)

    assert opened(limited, last).status_code == 429
    assert colleague.get(f"/v1/consents/{last}").status_code == 200


def test_another_process_or_a_restart_forgets_nothing(limited: Hands, clock: FrozenClock) -> None:
    *consents, last = some_consents(limited.installation, MOST + 1)
    for consent in consents:
        opened(limited, consent)
    settings = limited.installation.settings.model_copy(update={"openings_per_hour": MOST})
    restarted = install(settings, clock)
    the_app().state.installation = restarted

    answer = opened(limited, last)

    assert answer.status_code == 429
    restarted.database.close()


def test_whoever_is_refused_is_a_suspicion_of_the_privacy_officers_and_no_report_to_isa(
    limited: Hands,
    capsys: pytest.CaptureFixture[str],
) -> None:
    walked(limited)

    (draft,) = limited.privacy_officer.get("/v1/incident-drafts").json()["items"]

    assert (draft["state"], draft["staff_id"]) == ("open", str(limited.coordinator.staff_id))
    assert capsys.readouterr().out.count("harvest-suspected") == 1
    assert limited.isa_officer.get("/v1/reports").json()["items"] == []


def walked(hands: Hands) -> None:
    """Open more consents than an hour allows, and then try once more."""
    answers = [opened(hands, consent).status_code for consent in some_consents(hands.installation, MOST + 2)]
    assert answers == [200] * MOST + [429, 429]


def test_a_suspicion_without_a_word_is_late_like_a_report(limited: Hands, clock: FrozenClock) -> None:
    walked(limited)
    clock.advance(hours=24, seconds=1)

    (draft,) = limited.privacy_officer.get("/v1/incident-drafts").json()["items"]

    assert draft["late"] is True


def test_a_suspicion_is_reported_as_known_since_it_was_noted(limited: Hands, clock: FrozenClock) -> None:
    walked(limited)
    (draft,) = limited.privacy_officer.get("/v1/incident-drafts").json()["items"]
    clock.advance(hours=2)
    body = {"kind": "data_protection", "summary": "Many records were opened in a short time."}

    told = limited.privacy_officer.post(f"/v1/incident-drafts/{draft['id']}/report", body, version=1)
    incident = limited.privacy_officer.get(f"/v1/incidents/{told.json()['incident_id']}").json()

    assert (told.json()["state"], told.json()["late"]) == ("reported", False)
    assert incident["known_at"] == draft["created_at"]
    assert [duty["owed"] for duty in incident["duties"]] == [True]
    assert len(limited.isa_officer.get("/v1/reports").json()["items"]) == 1


def test_a_suspicion_is_dismissed_once_and_the_next_one_is_new(limited: Hands, clock: FrozenClock) -> None:
    walked(limited)
    (draft,) = limited.privacy_officer.get("/v1/incident-drafts").json()["items"]
    dismiss, body = f"/v1/incident-drafts/{draft['id']}/dismiss", {"dismissed_as": "ordinary_work"}

    answers = [limited.privacy_officer.post(dismiss, body, version=version).status_code for version in (1, 2)]
    clock.advance(hours=2)
    walked(limited)
    states = [one["state"] for one in limited.privacy_officer.get("/v1/incident-drafts").json()["items"]]

    assert (answers, states) == ([200, 409], ["dismissed", "open"])


@pytest.mark.parametrize("statement", [hourly.SEARCHED, hourly.OPENED, hourly.AGAIN])
def test_counting_looks_at_the_last_hour_and_not_at_all_that_was_ever_done(
    sqlite_installation: Installation,
    clock: FrozenClock,
    statement: sa.Select[Any],
) -> None:
    named = {"staff": None, "client": "x", "since": clock.now(), "record": None}
    engine = sqlite_installation.database.engine

    with engine.connect() as connection, asked_of(engine) as asked:
        connection.execute(statement, named)
        text, values = asked[-1]
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all())

    assert "at>?" in plan


def test_a_reading_asks_the_trail_once_more_and_the_first_of_a_record_twice(sqlite_hands: Hands) -> None:
    consent = a_consent(sqlite_hands.installation)
    counts = []

    for _ in range(2):
        with asked_of(sqlite_hands.installation.database.engine) as asked:
            opened(sqlite_hands, consent)
        counts.append(len([text for text, _ in asked if text.startswith("SELECT") and "FROM audit_entries" in text]))

    assert counts == [2, 1]


@contextmanager
def asked_of(engine: sa.Engine) -> Iterator[list[tuple[str, Any]]]:
    """Yield the statements an engine is sent, each with its values."""
    asked: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, text: str, values: object, *_: object) -> None:
        asked.append((text, values))

    sa.event.listen(engine, "before_cursor_execute", hear)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", hear)
