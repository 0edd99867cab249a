"""Is everything that is owed seen in one place, and is lateness counted rather than forgotten?"""

from datetime import timedelta

import pytest
from prometheus_client.core import Metric

from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.ids import new_id
from app.incidents.drafts import note_as
from app.oversight.duties import measure
from tests.support.agreements import an_agreement, an_end_of_the_matching
from tests.support.clients import an_actor
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.incidents import REPORT, a_trouble
from tests.support.matching import WAY, led
from tests.support.matching import step as match_step
from tests.support.requests import STOP, act, granted, receive

PATH = "/v1/audit/duties"


def figures(database: Database, clock: FrozenClock) -> dict[tuple[str, ...], float]:
    """Return what Prometheus is told, by clause, act and state."""
    families: list[Metric] = database.run(lambda session: list(measure(session, clock.now())))
    return {tuple(sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_what_waits_is_listed_by_ids_and_what_was_late_is_counted(hands: Hands, clock: FrozenClock) -> None:
    agreement = str(an_agreement(hands.installation))
    late = a_trouble(hands.installation, known=timedelta(days=4))
    leak = hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    clock.advance(days=6)

    shown = hands.secretary_general.get(PATH).json()

    *of_the_leak, exchange = shown["duties"]
    assert (exchange["resource_id"], exchange["act"], exchange["late"]) == (agreement, "exchange-views", True)
    assert [(one["resource_id"], one["act"], one["late"]) for one in of_the_leak] == [
        (leak, "report-preliminary", True),
        (leak, "report-final", False),
        (leak, "tell-persons", True),
    ]
    assert (shown["late"], shown["met_late"]) == (3, 1)
    assert str(late) not in str(shown["duties"])
    assert figures(hands.installation.database, clock) == {
        ("2(3)", "report", "met"): 1,
        ("3(2)", "share", "met_late"): 1,
        ("4", "exchange-views", "open_late"): 1,
        ("APPI 26(1)", "report-final", "open"): 1,
        ("APPI 26(1)", "report-preliminary", "open_late"): 1,
        ("APPI 26(2)", "tell-persons", "open_late"): 1,
    }


@pytest.mark.parametrize(("hours", "late"), [(12 + 72, False), (12 + 73, True)])
def test_a_disposal_is_owed_promptly_from_the_end_of_the_day_the_matching_stopped(
    sqlite_hands: Hands, clock: FrozenClock, hours: int, *, late: bool
) -> None:
    an_end_of_the_matching(sqlite_hands.installation, reported=False)

    clock.advance(hours=hours)

    [duty] = sqlite_hands.secretary_general.get(PATH).json()["duties"]
    assert (duty["clause"], duty["act"], duty["urgency"]) == ("2(4)", "dispose", "promptly")
    assert (duty["since"], duty["late"]) == ("2026-06-02T00:00:00+09:00", late)


def test_the_answer_to_a_person_is_among_them_until_the_target_is_over(hands: Hands, clock: FrozenClock) -> None:
    request = receive(hands).json()
    [waiting] = hands.secretary_general.get(PATH).json()["duties"]
    clock.advance(days=15)
    late = hands.secretary_general.get(PATH).json()
    refused = act(hands, request, "refuse", {"grounds": ["taken_back"], "reasons": "You took it back."}).json()
    act(hands, refused, "notify", {"notified_by": "electronic"})

    answered = hands.secretary_general.get(PATH).json()

    assert (waiting["resource"], waiting["resource_id"]) == ("requests", request["id"])
    assert (waiting["clause"], waiting["act"], waiting["urgency"]) == ("article 33(1)", "answer", "without-delay")
    assert (waiting["due_at"], waiting["late"]) == (f"{request['due_on']}T23:59:59+09:00", False)
    assert (late["late"], [one["late"] for one in late["duties"]]) == (1, [True])
    assert (answered["duties"], answered["late"], answered["met_late"]) == ([], 0, 1)
    assert figures(hands.installation.database, clock) == {("article 33(1)", "answer", "met_late"): 1}


@pytest.mark.parametrize(("word", "body"), [("dismiss", {"dismissed_as": "ordinary_work"}), ("report", REPORT)])
def test_a_suspicion_is_among_them_until_its_word_and_is_counted_once(
    sqlite_hands: Hands, clock: FrozenClock, word: str, body: dict[str, object]
) -> None:
    installation, draft = sqlite_hands.installation, new_id()
    installation.database.run(note_as, an_actor(installation), draft, None, "somebody")
    clock.advance(days=4)
    late = sqlite_hands.secretary_general.get(PATH).json()
    sqlite_hands.privacy_officer.post(f"/v1/incident-drafts/{draft}/{word}", body, version=1)

    after = sqlite_hands.secretary_general.get(PATH).json()

    [duty] = late["duties"]
    assert (duty["resource"], duty["resource_id"], duty["late"]) == ("incident-drafts", str(draft), True)
    assert (duty["clause"], duty["act"], duty["reading"]) == ("2(3)", "report", "R2.3-1")
    assert (after["late"], after["met_late"]) == (0, 1)
    assert figures(installation.database, clock)["2(3)", "report", "met_late"] == 1


@pytest.mark.parametrize(
    "stop", [STOP, STOP | {"measure": "stop_provision", "grounds": ["provided_without_consent"]}], ids=["use", "given"]
)
def test_what_a_granted_stop_ends_is_among_them(sqlite_hands: Hands, stop: dict[str, object]) -> None:
    an_agreement(sqlite_hands.installation)
    consent = a_consent(sqlite_hands.installation)
    match = led(sqlite_hands, 3, consent=consent)

    granted(sqlite_hands, consents=(consent,), **stop)

    found = {(one["act"], one["resource_id"]) for one in sqlite_hands.secretary_general.get(PATH).json()["duties"]}
    assert {("end-match", match["id"]), ("dispose", str(consent))} <= found
    way, body = WAY[3]
    assert match_step(sqlite_hands, match, way, body).status_code == 409


def test_isa_sees_them_only_where_the_terms_grant_it_and_others_never(sqlite_hands: Hands) -> None:
    assert sqlite_hands.coordinator.client.get(PATH).status_code == 401
    assert sqlite_hands.auditor.get(PATH).status_code == 200


def test_a_withdrawn_form_that_is_to_go_is_among_them(sqlite_hands: Hands) -> None:
    form = a_consent(sqlite_hands.installation, state=ConsentState.WITHDRAWN)

    [duty] = sqlite_hands.secretary_general.get(PATH).json()["duties"]

    assert (duty["resource_id"], duty["clause"], duty["act"]) == (str(form), "article 22", "dispose")


def test_prometheus_is_told_the_same(sqlite_hands: Hands) -> None:
    sqlite_hands.operator.post("/v1/incidents", REPORT)

    scraped = sqlite_hands.operator.get("/metrics").text

    assert 'yonsei_duties{act="report",clause="2(3)",state="met"} 1.0' in scraped


def test_looking_is_recorded(sqlite_hands: Hands) -> None:
    sqlite_hands.auditor.get(PATH)

    entries = sqlite_hands.auditor.get("/v1/audit/entries").json()["items"]
    assert [entry["action"] for entry in entries].count("audit.read") == 1
