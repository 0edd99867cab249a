"""Which requests of the person does a test need? Sent by a privacy officer, and led on step by step."""

from typing import Any
from uuid import UUID

import httpx2 as httpx

from tests.support.hands import Hands

ASKED: dict[str, Any] = {
    "kind": "disclosure",
    "channel": "email",
    "name": "Hanako Example",
    "contact": "hanako.writes@example.jp",
    "words": "Please tell me everything you hold about me.",
}
STOP: dict[str, Any] = {"kind": "stop", "measure": "stop_use", "grounds": ["no_longer_needed"]}
SHOWN: dict[str, Any] = {"means": "registered_address_answered", "checked": "Answered from the registered address."}


def receive(hands: Hands, **said: Any) -> httpx.Response:
    """Take a request for disclosure in, unless something else is said."""
    return hands.privacy_officer.post("/v1/requests", ASKED | said)


def act(hands: Hands, request: dict[str, Any], action: str, body: object = None) -> httpx.Response:
    """Move a request on from the version in which it was last seen."""
    return hands.privacy_officer.post(f"/v1/requests/{request['id']}/{action}", body, version=request["version"])


def in_review(hands: Hands, *, consents: tuple[UUID, ...] = (), applicants: tuple[UUID, ...] = (), **said: Any) -> Any:
    """Return a request whose person has shown who they are and whose records are linked."""
    request = act(hands, receive(hands, **said).json(), "confirm-identity", SHOWN).json()
    found = {"consent_ids": [str(one) for one in consents], "applicant_ids": [str(one) for one in applicants]}
    return act(hands, request, "link-records", found).json()


def granted(hands: Hands, body: object = None, **of: Any) -> Any:
    """Return a request that was granted in full."""
    return act(hands, in_review(hands, **of), "grant", body or {}).json()


def disclosed(hands: Hands, request: dict[str, Any], **headers: str) -> httpx.Response:
    """Ask for what is disclosed."""
    return hands.privacy_officer.get(f"/v1/requests/{request['id']}/disclosure", headers=headers)
