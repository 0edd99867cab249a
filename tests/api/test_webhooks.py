"""Does the operator propose where events go, does ISA confirm it, and can everybody see what has not arrived?"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from app.access.installation import Installation
from app.access.roles import MAY_HOLD, Role
from app.access.scopes import Scope
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.events.catalogue import Stream
from app.webhooks import examples
from tests.support.clients import an_actor
from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.receiver import Receiver, Reply, a_receiver, receipt
from tests.support.webhooks import an_endpoint, an_event, keyed, work

PATH = "/v1/webhooks"
PROPOSAL = {"url": "https://receiver.example/yonsei", "streams": ["incidents"]}
OTHERS = [role.value for role in Role if Scope.WEBHOOKS_MANAGE not in MAY_HOLD[role]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Yield a running receiver that answers with a receipt."""
    with a_receiver() as running:
        running.otherwise = receipt()
        yield running


def test_what_the_operator_proposes_and_isa_confirms_is_delivered_to(
    hands: Hands, installation: Installation, receiver: Receiver
) -> None:
    keyed(installation)
    proposed = hands.operator.post(PATH, PROPOSAL | {"url": receiver.url})
    path = f"{PATH}/{proposed.json()['id']}"

    confirmed = hands.isa_officer.post(f"{path}/confirm", version=1)
    event_id = an_event(installation)
    work(installation)

    assert (proposed.status_code, proposed.headers["location"]) == (201, path)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "active")
    assert receiver.ids() == [event_id]


def test_nothing_is_sent_to_what_isa_has_not_confirmed(
    sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver
) -> None:
    keyed(sqlite_installation)
    sqlite_hands.operator.post(PATH, PROPOSAL | {"url": receiver.url})
    an_event(sqlite_installation)

    work(sqlite_installation)

    assert receiver.received == []


def test_the_operator_cannot_confirm(sqlite_hands: Hands) -> None:
    proposed = sqlite_hands.operator.post(PATH, PROPOSAL).json()

    answer = sqlite_hands.operator.post(f"{PATH}/{proposed['id']}/confirm", version=1)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_proposes(sqlite_hands: Hands, role: str) -> None:
    answer = getattr(sqlite_hands, role).post(PATH, PROPOSAL)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/insufficient-scope")


def test_isa_sees_what_it_is_asked_to_confirm(sqlite_hands: Hands) -> None:
    proposed = sqlite_hands.operator.post(PATH, PROPOSAL).json()

    answer = sqlite_hands.isa_officer.get(f"{PATH}/{proposed['id']}/proposal")

    assert (answer.json()["url"], answer.headers["etag"]) == (PROPOSAL["url"], '"1"')


def test_only_isa_is_shown_the_secret(sqlite_hands: Hands) -> None:
    proposed = sqlite_hands.operator.post(PATH, PROPOSAL).json()

    confirmed = sqlite_hands.isa_officer.post(f"{PATH}/{proposed['id']}/confirm", version=1).json()

    assert confirmed["secret"].startswith("whsec_")
    assert "secret" not in sqlite_hands.operator.get(f"{PATH}/{proposed['id']}").json()


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"url": "http://169.254.169.254/"}, "/url", "url_host"),
        ({"url": "ftp://receiver.example/"}, "/url", "url_scheme"),
        ({"url": "https://user@receiver.example/"}, "/url", "url_parts"),
        ({"streams": []}, "/streams", "too_short"),
        ({"streams": ["audit"]}, "/streams/0", "enum"),
        ({"sends_v1": "yes"}, "/sends_v1", "bool_type"),
        ({"state": "active"}, "", "extra_forbidden"),
        ({"allow_private": True}, "", "extra_forbidden"),
    ],
)
def test_a_faulty_proposal_is_named_by_its_fault(
    sqlite_hands: Hands, change: dict[str, Any], pointer: str, code: str
) -> None:
    answer = sqlite_hands.operator.post(PATH, PROPOSAL | change)

    assert answer.status_code == 422
    assert faults_of(answer) == [(pointer, code)]


def test_pausing_holds_and_shows_the_gap(
    sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation, receiver.url)}"
    paused = sqlite_hands.operator.post(f"{path}/pause", version=2)

    an_event(sqlite_installation)
    work(sqlite_installation)

    shown = sqlite_hands.operator.get(path).json()
    assert paused.json()["state"] == "paused"
    assert (shown["held"], shown["waiting"], shown["oldest_since"]) == (1, 0, "2026-06-01T03:00:00Z")


def test_resuming_delivers_what_was_held(hands: Hands, installation: Installation, receiver: Receiver) -> None:
    path = f"{PATH}/{an_endpoint(installation, receiver.url)}"
    hands.operator.post(f"{path}/pause", version=2)
    event_id = an_event(installation)
    work(installation)

    resumed = hands.operator.post(f"{path}/resume", version=3)
    work(installation)

    assert (resumed.json()["state"], resumed.json()["waiting"]) == ("active", 1)
    assert receiver.ids() == [event_id]


def test_a_changed_endpoint_holds_everything_until_isa_confirms_it_again(
    hands: Hands, installation: Installation, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(installation)}"
    event_id = an_event(installation)

    changed = hands.operator.post(f"{path}/change", PROPOSAL | {"url": receiver.url}, version=2)
    work(installation)
    during = (receiver.ids(), hands.operator.get(path).json()["held"])
    hands.isa_officer.post(f"{path}/confirm", version=3)
    work(installation)

    assert (changed.json()["state"], changed.json()["url"]) == ("proposed", receiver.url)
    assert during == ([], 1)
    assert receiver.ids() == [event_id]


def test_a_stream_that_is_no_longer_wanted_is_queued_no_more(
    sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation, receiver.url)}"
    body = PROPOSAL | {"url": receiver.url, "streams": ["disposals"]}
    sqlite_hands.operator.post(f"{path}/change", body, version=2)
    sqlite_hands.isa_officer.post(f"{path}/confirm", version=3)

    an_event(sqlite_installation)
    work(sqlite_installation)

    assert receiver.received == []


@pytest.mark.parametrize("change", [{"url": "https://127.0.0.1.:22/\\"}, {"sends_v1": False, "sends_v1a": False}])
def test_an_endpoint_cannot_become_what_it_could_not_have_been(
    sqlite_hands: Hands, sqlite_installation: Installation, change: dict[str, Any]
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation)}"

    assert sqlite_hands.operator.post(f"{path}/change", PROPOSAL | change, version=2).status_code == 422


def test_the_operator_closes_what_cannot_be_taken_and_its_subject_goes_on(
    hands: Hands, installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(installation, receiver.url)}"
    an_event(installation)
    receiver.otherwise = Reply(422)
    for _ in range(3):
        work(installation)
        clock.advance(minutes=5)
    following = an_event(installation)
    receiver.otherwise = receipt()
    (parked,) = hands.operator.get(f"{path}/deliveries?status=parked").json()["items"]

    body = {"delivery_id": parked["id"], "reason": "cannot_be_taken"}
    closed = hands.operator.post(f"{path}/close-delivery", body, version=2)
    again = hands.operator.post(f"{path}/close-delivery", body, version=3)
    work(installation)

    (shown,) = hands.operator.get(f"{path}/deliveries?status=closed").json()["items"]
    assert (closed.status_code, again.status_code) == (200, 409)
    assert receiver.ids()[-1] == following
    assert shown["closed_reason"] == "cannot_be_taken"
    assert closings(installation) == [(hands.operator.get(path).json()["id"], "operator", "cannot_be_taken")]


@pytest.mark.parametrize("body", [{"reason": "no_reason"}, {}, {"reason": "handed_over", "note": "Hanako Example"}])
def test_closing_needs_a_reason_and_takes_no_words(
    sqlite_hands: Hands, sqlite_installation: Installation, body: dict[str, str]
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation)}"

    answer = sqlite_hands.operator.post(f"{path}/close-delivery", {"delivery_id": str(UUID(int=7)), **body}, version=2)

    assert answer.status_code == 422


def test_what_was_closed_can_be_sent_again(
    sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation, receiver.url)}"
    event_id = an_event(sqlite_installation)
    receiver.replies.append(Reply(500))
    work(sqlite_installation)
    (waiting,) = sqlite_hands.operator.get(f"{path}/deliveries").json()["items"]
    body = {"delivery_id": waiting["id"], "reason": "handed_over"}
    sqlite_hands.operator.post(f"{path}/close-delivery", body, version=2)

    sqlite_hands.operator.post(f"{path}/replay", {"ids": [event_id]}, version=3)
    work(sqlite_installation)

    assert receiver.ids() == [event_id, event_id]


@pytest.mark.parametrize("action", ["pause", "resume"])
def test_what_was_never_confirmed_cannot_be_paused_or_resumed(sqlite_hands: Hands, action: str) -> None:
    proposed = sqlite_hands.operator.post(PATH, PROPOSAL).json()

    answer = sqlite_hands.operator.post(f"{PATH}/{proposed['id']}/{action}", version=1)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/wrong-state")


def test_only_isa_says_that_a_gone_endpoint_is_back(
    hands: Hands, installation: Installation, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(installation, receiver.url)}"
    event_id = an_event(installation)
    receiver.replies.append(Reply(410))
    work(installation)

    refused = hands.operator.post(f"{path}/resume", version=3)
    hands.isa_officer.post(f"{path}/confirm", version=3)
    work(installation)

    assert refused.status_code == 409
    assert receiver.ids() == [event_id, event_id]


def test_deliveries_and_attempts_are_shown(
    sqlite_hands: Hands, sqlite_installation: Installation, clock: FrozenClock, receiver: Receiver
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation, receiver.url)}"
    event_id = an_event(sqlite_installation)
    receiver.replies.append(Reply(500, {}, b"Hanako Example"))
    work(sqlite_installation)
    clock.advance(seconds=7)
    work(sqlite_installation)

    (delivery,) = sqlite_hands.operator.get(f"{path}/deliveries?status=acked").json()["items"]
    attempts = sqlite_hands.operator.get(f"{path}/deliveries/{delivery['id']}/attempts")

    assert (delivery["event_id"], delivery["attempts"]) == (event_id, 2)
    assert [(one["n"], one["status"]) for one in attempts.json()["items"]] == [(1, 500), (2, 200)]
    assert "Hanako" not in attempts.text


def test_deliveries_come_in_pages(sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation, receiver.url)}/deliveries"
    events = [an_event(sqlite_installation) for _ in range(3)]
    work(sqlite_installation)

    first = sqlite_hands.operator.get(f"{path}?limit=2").json()
    second = sqlite_hands.operator.get(f"{path}?limit=2&cursor={first['next_cursor']}").json()

    assert [one["event_id"] for one in first["items"] + second["items"]] == events
    assert second["next_cursor"] is None


def test_a_replay_sends_the_same_id_again(hands: Hands, installation: Installation, receiver: Receiver) -> None:
    path = f"{PATH}/{an_endpoint(installation, receiver.url)}"
    event_id = an_event(installation)
    work(installation)

    answer = hands.operator.post(f"{path}/replay", {"ids": [event_id]}, version=2)
    work(installation)

    assert (answer.status_code, answer.json()["waiting"]) == (200, 1)
    assert receiver.ids() == [event_id, event_id]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "", "value_error"),
        ({"ids": [str(UUID(int=7))], "from": "2026-06-01T00:00:00Z"}, "", "value_error"),
        ({"to": "2026-06-01T00:00:00Z"}, "", "value_error"),
        ({"ids": []}, "/ids", "too_short"),
        ({"ids": [str(UUID(int=7))]}, "/ids", "unknown_event"),
    ],
)
def test_a_replay_names_its_events_in_one_way(
    sqlite_hands: Hands, sqlite_installation: Installation, body: dict[str, Any], pointer: str, code: str
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation)}"

    answer = sqlite_hands.operator.post(f"{path}/replay", body, version=2)

    assert answer.status_code == 422
    assert faults_of(answer) == [(pointer, code)]


@pytest.mark.parametrize(("version", "status"), [(None, 428), (1, 412)])
def test_a_move_needs_the_present_version(
    sqlite_hands: Hands, sqlite_installation: Installation, version: int | None, status: int
) -> None:
    path = f"{PATH}/{an_endpoint(sqlite_installation)}"

    assert sqlite_hands.operator.post(f"{path}/pause", version=version).status_code == status


def test_another_endpoints_delivery_is_not_found(
    sqlite_hands: Hands, sqlite_installation: Installation, receiver: Receiver
) -> None:
    mine = an_endpoint(sqlite_installation, receiver.url)
    other = an_endpoint(sqlite_installation, streams=[Stream.DISPOSALS])
    an_event(sqlite_installation)
    work(sqlite_installation)
    (delivery,) = sqlite_hands.operator.get(f"{PATH}/{mine}/deliveries").json()["items"]

    answer = sqlite_hands.operator.get(f"{PATH}/{other}/deliveries/{delivery['id']}/attempts")

    assert answer.status_code == 404


def test_the_demonstration_has_an_endpoint_in_each_state_and_sends_nothing(
    sqlite_hands: Hands, sqlite_installation: Installation
) -> None:
    keyed(sqlite_installation)
    actor = an_actor(sqlite_installation)
    sqlite_installation.database.run(examples.seed, actor)
    sqlite_installation.database.run(examples.seed, actor)
    an_event(sqlite_installation)

    attempts = work(sqlite_installation)

    listed = sqlite_hands.operator.get(PATH).json()["items"]
    assert attempts == 0
    assert {one["state"] for one in listed} == {"proposed", "active", "degraded", "paused"}


def closings(installation: Installation) -> list[tuple[str, str, str]]:
    """Return where, by whom and why deliveries were closed, as the audit has it."""

    def find(session: Session) -> list[tuple[str, str, str]]:
        closed = select(AuditEntry).where(AuditEntry.action == "delivery.closed")
        return [(str(one.resource_id), one.role, str(one.facts["reason"])) for one in session.exec(closed)]

    return installation.database.run(find)
