"""Are keys, versions, cursors and failed commits treated as the contract says?"""

from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from app.access.models import Client, ClientState
from tests.support.agreements import an_agreement
from tests.support.hands import Hands

PATH = "/v1/agreements"
DRAFT = {"title": "T", "starts_on": "2027-01-01", "ends_on": "2027-12-31", "provision_channels": []}


def test_a_post_without_a_key_is_malformed(sqlite_hands: Hands) -> None:
    answer = sqlite_hands.isa_officer.post(PATH, DRAFT, key=" ")

    assert answer.json()["type"] == "/problems/idempotency-key-required"


def test_the_same_key_and_body_give_the_same_thing_once(hands: Hands) -> None:
    first, again = (hands.isa_officer.post(PATH, DRAFT, key="once") for _ in range(2))

    assert first.json() == again.json()
    assert len(hands.isa_officer.get(PATH).json()["items"]) == 1


def test_the_same_key_with_another_body_is_refused(hands: Hands) -> None:
    hands.isa_officer.post(PATH, DRAFT, key="once")

    assert hands.isa_officer.post(PATH, {**DRAFT, "title": "U"}, key="once").status_code == 422


def test_a_key_belongs_to_its_client(hands: Hands) -> None:
    hands.isa_officer.post(PATH, DRAFT, key="once")

    hands.secretary_general.post(PATH, DRAFT, key="once")

    assert len(hands.isa_officer.get(PATH).json()["items"]) == 2


def test_a_move_needs_the_version_and_refuses_a_stale_one(hands: Hands) -> None:
    made = hands.isa_officer.post(PATH, DRAFT).json()

    without = hands.isa_officer.post(f"{PATH}/{made['id']}/sign")
    stale = hands.isa_officer.post(f"{PATH}/{made['id']}/sign", version=9)

    assert (without.status_code, stale.status_code) == (428, 412)


def test_pages_follow_each_other_and_a_forged_cursor_is_refused(sqlite_hands: Hands) -> None:
    for _ in range(3):
        an_agreement(sqlite_hands.installation)
    first = sqlite_hands.isa_officer.get(f"{PATH}?limit=2").json()

    second = sqlite_hands.isa_officer.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json()
    forged = sqlite_hands.isa_officer.get(f"{PATH}?cursor={'A' * 43}")

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)
    assert forged.status_code == 400


def test_a_failed_commit_is_answered_503_and_the_key_tells_that_nothing_happened(hands: Hands) -> None:
    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, RuntimeError("disk full"))

    hand = hands.isa_officer
    engine = hands.installation.database.engine
    event.listen(engine, "commit", fail)
    failed = hand.post(PATH, DRAFT, key="again")
    event.remove(engine, "commit", fail)

    assert (failed.status_code, failed.headers["retry-after"]) == (503, "1")
    assert hand.post(PATH, DRAFT, key="again").status_code == 201


def test_a_revoked_client_is_out_with_its_next_request(hands: Hands) -> None:
    hand = hands.auditor
    assert hand.get("/v1/audit/entries").status_code == 200

    with hands.installation.database.engine.begin() as connection:
        connection.execute(
            update(Client).where(col(Client.client_id) == hand.client_id).values(state=ClientState.REVOKED),
        )

    assert hand.get("/v1/audit/entries").status_code == 401
