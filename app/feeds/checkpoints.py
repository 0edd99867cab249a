"""What does the service vouch for? How far a feed had come at an instant: signed, so that a changed past shows."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping

from sqlmodel import Session

from app.access.actor import Actor
from app.core.database import settings_of
from app.events.catalogue import Stream
from app.feeds import queries
from app.webhooks.keys import signing_keys

TYPE = "feed-checkpoint+jws"


def sign_checkpoint(session: Session, actor: Actor, stream: Stream) -> str:
    """Return position, head hash and time (UTC) as a compact JWS (RFC 7515, EdDSA) by the newest webhook key."""
    key = signing_keys(session, actor.at)[0]
    position, head_hash = queries.head(session, stream)
    checkpoint = {
        "iss": settings_of(session).issuer,
        "feed": stream.value,
        "position": position,
        "headHash": head_hash.hex(),
        "time": actor.at.isoformat(),
    }
    signed = f"{_part({'alg': 'EdDSA', 'kid': key.kid, 'typ': TYPE})}.{_part(checkpoint)}"
    return f"{signed}.{_encoded(key.private.sign(signed.encode()))}"


def _part(content: Mapping[str, object]) -> str:
    return _encoded(json.dumps(content, separators=(",", ":")).encode())


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
