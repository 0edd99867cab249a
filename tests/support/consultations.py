"""Which consultations does a test need? Opened and led on over HTTP, by the holders of the two offices."""

from typing import Any

import httpx2 as httpx

from tests.support.hands import Hand, Hands

PATH = "/v1/consultations"
OPEN: dict[str, Any] = {
    "subject": "days-for-a-word-of-urgency",
    "situation": "No number of days is given.",
    "unforeseen": True,
    "needs_coordination": True,
}
EFFECT: dict[str, Any] = {"word": "promptly", "act": "share", "hours": 48}
DECISION: dict[str, Any] = {"decision": "Two days.", "effect": EFFECT}
SAY: dict[str, Any] = {"note": "We see it alike."}
TODAY = "2026-06-01"


def appointed(hand: Hand, **changed: Any) -> httpx.Response:
    """Record that a hand's client holds its party's office from today on, and return the answer."""
    body = {"holder": hand.client_id, "acting": False, "starts_on": TODAY} | changed
    return hand.post(f"{PATH}/appointments", body)


def both_appointed(hands: Hands) -> None:
    """Let the two office-holders be who they are."""
    for hand in (hands.isa_officer, hands.secretary_general):
        assert appointed(hand).status_code == 201


def led(hand: Hand, consultation_id: str, action: str, body: object = None) -> httpx.Response:
    """Take a step with the version as it stands, and return the answer."""
    version = hand.get(f"{PATH}/{consultation_id}").json()["version"]
    return hand.post(f"{PATH}/{consultation_id}/{action}", body, version=version)


def a_proposal(hands: Hands, decision: dict[str, Any] = DECISION, **changed: Any) -> str:
    """Return a consultation that ISA opened, in which the association has proposed a decision."""
    opened: str = hands.isa_officer.post(PATH, OPEN | changed).json()["id"]
    led(hands.secretary_general, opened, "consult", SAY)
    proposed = led(hands.secretary_general, opened, "propose-decision", decision)
    assert proposed.status_code == 200, proposed.text
    return opened
