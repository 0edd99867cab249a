"""Which matches does a test need? Proposed by a hand, and led on step by step."""

from typing import Any
from uuid import UUID

import httpx2 as httpx

from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hand, Hands

ACCEPTED = {"answer": "accepted"}
WAY: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("offer-to-supporter", None),
    ("record-supporter-answer", ACCEPTED),
    ("offer-to-applicant", None),
    ("record-applicant-answer", ACCEPTED),
    ("release-contact", None),
    ("record-contact", None),
    ("establish", None),
    ("start-support", None),
)


def propose(
    hands: Hands,
    *,
    consent: UUID | None = None,
    applicant: UUID | None = None,
    by: Hand | None = None,
) -> httpx.Response:
    """Propose a match of two who are ready for it, unless others are named."""
    body = {
        "consent_id": str(consent or a_consent(hands.installation)),
        "applicant_id": str(applicant or an_applicant(hands.installation)),
    }
    return (by or hands.coordinator).post("/v1/matches", body)


def step(hands: Hands, match: dict[str, Any], action: str, body: dict[str, Any] | None = None) -> httpx.Response:
    """Move a match on from the version in which it was last seen."""
    return hands.coordinator.post(f"/v1/matches/{match['id']}/{action}", body, version=match["version"])


def led(
    hands: Hands,
    steps: int,
    *,
    consent: UUID | None = None,
    applicant: UUID | None = None,
) -> dict[str, Any]:
    """Return a match that was led so many steps on its way."""
    match: dict[str, Any] = propose(hands, consent=consent, applicant=applicant).json()
    for action, body in WAY[:steps]:
        match = step(hands, match, action, body).json()
    return match
