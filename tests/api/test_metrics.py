"""Do the figures say what stands in the database, to the operator, and nothing about a person?"""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, Role
from app.access.scopes import Scope
from app.core.clock import FrozenClock
from tests.support.hands import Hands
from tests.support.receiver import Reply, a_receiver, receipt
from tests.support.webhooks import ANOTHER, INCIDENT, acknowledge, an_endpoint, an_event, work

Figures = dict[tuple[str, ...], float]
OTHERS = [role.value for role in Role if Scope.METRICS_READ not in MAY_HOLD[role]]


def test_the_figures_say_how_events_are_getting_on(
    hands: Hands, installation: Installation, clock: FrozenClock
) -> None:
    with a_receiver() as receiver:
        endpoint_id = str(an_endpoint(installation, receiver.url))
        for reply in (receipt(), Reply(500), Reply()):
            receiver.replies.append(reply)
        for subject in (INCIDENT, ANOTHER, "incidents/third"):
            an_event(installation, subject)
        work(installation)
        clock.advance(seconds=90)

        figures = scrape(hands)

    assert figures["yonsei_oldest_unacknowledged_seconds", "incidents"] == 90
    assert figures["yonsei_oldest_unacknowledged_seconds", "disposals"] == 0
    assert figures["yonsei_deliveries", endpoint_id, "pending"] == 1
    assert figures["yonsei_deliveries", endpoint_id, "unacknowledged"] == 1
    assert figures["yonsei_delivery_attempts_total", "ok"] == 2
    assert figures["yonsei_delivery_attempts_total", "status-500"] == 1
    assert figures["yonsei_endpoint_state", endpoint_id, "active"] == 1
    assert figures["yonsei_endpoint_state", endpoint_id, "degraded"] == 0


def test_the_time_to_acknowledgement_is_counted_in_steps(
    hands: Hands, installation: Installation, clock: FrozenClock
) -> None:
    for seconds in (3, 200):
        event_id = an_event(installation)
        clock.advance(seconds=seconds)
        acknowledge(installation, event_id)

    figures = scrape(hands)

    steps = {step: figures["yonsei_acknowledgement_seconds_bucket", step] for step in ("1.0", "5.0", "300.0", "+Inf")}
    assert steps == {"1.0": 0, "5.0": 1, "300.0": 2, "+Inf": 2}
    assert figures["yonsei_acknowledgement_seconds_sum",] == 203


def test_held_and_parked_are_counted_apart(
    sqlite_hands: Hands, sqlite_installation: Installation, clock: FrozenClock
) -> None:
    with a_receiver() as receiver:
        endpoint_id = str(an_endpoint(sqlite_installation, receiver.url))
        an_event(sqlite_installation)
        receiver.otherwise = Reply(422)
        for _ in range(3):
            work(sqlite_installation)
            clock.advance(minutes=5)
        sqlite_hands.operator.post(f"/v1/webhooks/{endpoint_id}/pause", version=2)
        an_event(sqlite_installation, ANOTHER)
        work(sqlite_installation)

        figures = scrape(sqlite_hands)

    counted = [figures["yonsei_deliveries", endpoint_id, status] for status in ("pending", "held", "parked")]
    assert counted == [0, 1, 1]


def test_the_alarm_of_each_stream_is_a_figure(
    sqlite_hands: Hands, sqlite_installation: Installation, clock: FrozenClock
) -> None:
    an_event(sqlite_installation)
    clock.advance(minutes=15)

    figures = scrape(sqlite_hands)

    assert figures["yonsei_delivery_alarm_level", "incidents"] == 1


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_is_shown_figures(sqlite_hands: Hands, role: str) -> None:
    answer = getattr(sqlite_hands, role).get("/metrics")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")


def scrape(hands: Hands) -> Figures:
    """Return every sample by its name and labels, as Prometheus itself reads them."""
    answer = hands.operator.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}
