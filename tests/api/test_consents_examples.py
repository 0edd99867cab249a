"""Does each documented example of a consent work when it is sent as it stands, against the demonstration's records?"""

from typing import Any

import pytest

from app.access.installation import Installation
from app.access.roles import Role
from app.consents import examples
from app.consents.forms import ProvideConsent
from app.consents.schemas import EXAMPLE_MAIL, CorrectConsent, ExpireConsent, ReturnConsent, VerifyConsent
from app.core.examples import example_id
from app.http.fields import Body
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.hands import Hands

MOVES = [
    ("received", "verify", VerifyConsent),
    ("verified", "activate", None),
    ("incomplete", "return", ReturnConsent),
    ("withdrawable", "withdraw", None),
    ("misspelt", "correct", CorrectConsent),
    ("asked_again", "confirm-availability", None),
    ("busy", "pause", None),
    ("paused", "resume", None),
    ("doubted", "suspend", None),
    ("suspended", "reinstate", None),
    ("silent", "expire", ExpireConsent),
]


@pytest.fixture
def demonstrated(sqlite_installation: Installation, sqlite_hands: Hands) -> Hands:
    """Return hands on an installation with the demonstration's consents, seeded twice as at a second start."""
    an_agreement(sqlite_installation)
    for _ in range(2):
        sqlite_installation.database.run(examples.seed, an_actor(sqlite_installation, Role.COORDINATOR))
    return sqlite_hands


def test_the_demonstration_s_consents_are_seeded_once(demonstrated: Hands) -> None:
    listed = demonstrated.coordinator.get("/v1/consents").json()["items"]

    states = [state.value for state, _, _ in examples.SEEDS.values()]
    assert sorted(item["state"] for item in listed) == sorted([*states, "received", "received"])
    assert demonstrated.isa_exchange.get("/v1/receipts/reconciliation").json()["reconciles"] is True


@pytest.mark.parametrize(("part", "move", "body"), MOVES)
def test_every_move_has_a_record_in_the_right_state(
    demonstrated: Hands,
    part: str,
    move: str,
    body: type[Body] | None,
) -> None:
    path = f"/v1/consents/{example_id('consents', part)}"
    version = int(demonstrated.coordinator.get(path).headers["etag"].strip('"'))

    moved = demonstrated.coordinator.post(f"{path}/{move}", body and example_of(body), version=version)

    assert moved.status_code == 200


def test_the_example_form_and_the_example_mail_are_taken_in(demonstrated: Hands) -> None:
    headers = {"Content-Type": "message/rfc822"}

    provided = demonstrated.isa_exchange.post("/v1/consents", example_of(ProvideConsent))
    mailed = demonstrated.mail_intake.post("/v1/consents/mail", content=EXAMPLE_MAIL.encode(), headers=headers)

    assert [provided.status_code, mailed.status_code] == [201, 201]


def test_the_example_mail_s_original_is_there(demonstrated: Hands) -> None:
    original = demonstrated.coordinator.get(f"/v1/consents/{example_id('consents', 'mailed')}/document")

    assert original.content == examples.MAIL
    assert demonstrated.mail_intake.get(f"/v1/consents/mail/{example_id('consents', 'mail')}").status_code == 200


def example_of(body: type[Body]) -> Any:
    """Return the example that the OpenAPI document shows of a body."""
    return body.model_json_schema()["examples"][0]
