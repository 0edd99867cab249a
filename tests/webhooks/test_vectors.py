"""Do the published vectors say what our receiver and a published library do, and are they the ones we generate?"""

import json
from base64 import b64decode
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import standardwebhooks.webhooks
from standardwebhooks import Webhook, WebhookVerificationError

from examples.isa_receiver.verifying import NotVerifiedError, verify
from examples.vectors.__main__ import FILE, written

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text())
VECTORS = [pytest.param(vector, id=vector["name"]) for vector in DOCUMENT["vectors"]]
KEYS, SECRET, NOW = DOCUMENT["jwks"]["keys"], b64decode(DOCUMENT["secret"].removeprefix("whsec_")), DOCUMENT["now"]


def test_the_committed_vectors_are_the_generated_ones() -> None:
    assert FILE.read_text() == written(), "run `python -m examples.vectors`"


@pytest.mark.parametrize("vector", VECTORS)
def test_our_receiver_takes_what_a_vector_says(vector: dict[str, Any]) -> None:
    by_key, by_secret, by_both = (
        is_taken(vector, keys, secret) for keys, secret in ((KEYS, None), ([], SECRET), (KEYS, SECRET))
    )

    assert {"v1a": by_key, "v1": by_secret} == vector["accepts"]
    assert by_both == (by_key or by_secret)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_published_library_takes_what_a_vector_says(vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    then = SimpleNamespace(now=lambda tz: datetime.fromtimestamp(NOW, tz), fromtimestamp=datetime.fromtimestamp)
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", then)

    try:
        Webhook(DOCUMENT["secret"]).verify(vector["body"].encode(), vector["headers"])
        taken = True
    except (WebhookVerificationError, ValueError, OverflowError):  # The last two: its own ways to meet garbage.
        taken = False

    assert taken == vector["accepts"]["v1"]


def is_taken(vector: dict[str, Any], keys: list[dict[str, str]], secret: bytes | None) -> bool:
    """Tell whether our receiver takes a vector with what it knows."""
    try:
        verify(vector["headers"], vector["body"].encode(), keys, secret, NOW)
    except NotVerifiedError:
        return False
    return True
