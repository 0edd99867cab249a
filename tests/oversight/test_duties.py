"""Is everything that is owed seen in one place, and is lateness counted rather than forgotten?"""

from datetime import timedelta

import pytest
from prometheus_client.core import Metric

from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.core.database import Database
from app.oversight.duties import measure
from tests.support.agreements import an_agreement, an_end_of_the_matching
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.incidents import REPORT, a_trouble

PATH = "/v1/audit/duties"


def figures(database: Database, clock: FrozenClock) -> dict[tuple[str, ...], float]:
    """Return what Prometheus is told, by clause, act and state."""
    families: list[Metric] = database.run(lambda session: list(measure(session, clock.now())))
    return {tuple(sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_what_waits_is_listed_by_ids_and_what_was_late_is_counted(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    late = a_trouble(hands.installation, known=timedelta(days=4))
    leak = hands.operator.post("/v1/incidents", REPORT | {"information_kinds": ["lineage"]}).json()["id"]
    clock.advance(days=6)

    shown = hands.secretary_general.get(PATH).json()

    assert [(one["resource_id"], one["act"], one["late"]) for one in shown["duties"]] == [
        (leak, "report-preliminary", True),
        (leak, "report-final", False),
        (leak, "tell-persons", True),
    ]
    assert (shown["late"], shown["met_late"]) == (2, 1)
    assert str(late) not in str(shown["duties"])
    assert figures(hands.installation.database, clock) == {
        ("2(3)", "report", "met"): 1,
        ("3(2)", "share", "met_late"): 1,
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
