"""Which disposals does a test need? Proposed, and led on step by step, each by whom it takes."""

from typing import Any

import httpx2 as httpx

from tests.support.hands import Hands

WAY = (("secretary_general", "approve"), ("privacy_officer", "execute"), ("secretary_general", "verify"))


def proposed(hands: Hands, body: dict[str, Any]) -> dict[str, Any]:
    """Propose a disposal."""
    answer = hands.privacy_officer.post("/v1/disposals", body)
    assert answer.status_code == 201, answer.text
    disposal: dict[str, Any] = answer.json()
    return disposal


def step(
    hands: Hands,
    role: str,
    disposal: dict[str, Any],
    action: str,
    body: dict[str, Any] | None = None,
) -> httpx.Response:
    """Take a step from the version in which a disposal was last seen."""
    path, version = f"/v1/disposals/{disposal['id']}/{action}", disposal["version"]
    answer: httpx.Response = getattr(hands, role).post(path, body, version=version)
    return answer


def carried_out(hands: Hands, body: dict[str, Any]) -> dict[str, Any]:
    """Propose a disposal and lead it to where it is verified."""
    disposal = proposed(hands, body)
    for role, action in WAY:
        answer = step(hands, role, disposal, action)
        assert answer.status_code == 200, answer.text
        disposal = answer.json()
    return disposal
