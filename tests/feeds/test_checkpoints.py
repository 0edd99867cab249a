"""Can ISA keep our word of how far a feed had come, and would it show if the past were changed?"""

import json
from base64 import urlsafe_b64decode

import pytest
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.support.hands import Hands
from tests.support.webhooks import an_event

# Libraries still know the algorithm by the name it had before RFC 9864, and so do our published keys.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
PATH = "/v1/feeds/incidents/checkpoint"


def test_a_checkpoint_is_the_head_of_the_feed_signed(hands: Hands) -> None:
    an_event(hands.installation)
    feed = hands.isa_exchange.get("/v1/feeds/incidents")

    answer = hands.isa_officer.get(PATH)

    assert answer.headers["content-type"] == "application/jose"
    assert verified(hands, answer.text) == {
        "iss": "http://matching.example",
        "feed": "incidents",
        "position": int(feed.headers["feed-head"]),
        "headHash": feed.headers["feed-hash"],
        "time": "2026-06-01T03:00:00+00:00",
    }


def test_a_feed_without_events_has_one_too(sqlite_hands: Hands) -> None:
    checkpoint = verified(sqlite_hands, sqlite_hands.isa_exchange.get("/v1/feeds/consents/checkpoint").text)

    assert (checkpoint["feed"], checkpoint["position"]) == ("consents", 0)


def test_an_altered_checkpoint_does_not_verify(sqlite_hands: Hands) -> None:
    header, payload, signature = sqlite_hands.isa_exchange.get(PATH).text.split(".")
    other = payload[:-2] + ("A" if payload[-2] != "A" else "B") + payload[-1]

    with pytest.raises(JoseError):
        verified(sqlite_hands, f"{header}.{other}.{signature}")


def test_its_header_names_a_published_key(sqlite_hands: Hands) -> None:
    kids = {key["kid"] for key in sqlite_hands.client.get("/.well-known/jwks.json").json()["keys"]}

    header = json.loads(urlsafe_b64decode(sqlite_hands.isa_exchange.get(PATH).text.partition(".")[0] + "=="))

    assert (header["alg"], header["typ"]) == ("EdDSA", "feed-checkpoint+jws")
    assert header["kid"] in kids


@pytest.mark.parametrize("role", ["coordinator", "operator", "auditor"])
def test_checkpoints_are_for_isa(sqlite_hands: Hands, role: str) -> None:
    assert getattr(sqlite_hands, role).get(PATH).status_code == 403


def verified(hands: Hands, compact: str) -> dict[str, object]:
    """Return what a checkpoint says, by a library that is not ours and the published keys."""
    published = hands.client.get("/.well-known/jwks.json").json()
    keys = KeySet.import_key_set({"keys": [key for key in published["keys"] if key["kty"] == "OKP"]})
    said: dict[str, object] = json.loads(jws.deserialize_compact(compact, keys, algorithms=["EdDSA"]).payload)
    return said
