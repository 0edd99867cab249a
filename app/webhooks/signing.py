"""How does a receiver know that a webhook is ours and unaltered? By the headers of Standard Webhooks 1.0."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key that signs at present."""

    kid: str
    private: Ed25519PrivateKey


def sign(
    event_id: str,
    at: datetime,
    body: bytes,
    keys: Sequence[SigningKey],
    *secrets: bytes | None,
) -> dict[str, str]:
    """Return the headers for one attempt: `v1a` by each key and by each shared secret `v1` beside it."""
    timestamp = str(int(at.timestamp()))
    content = b".".join((event_id.encode(), timestamp.encode(), body))
    signatures = [f"v1a,{b64encode(key.private.sign(content)).decode()}" for key in keys]
    shared = [secret for secret in secrets if secret is not None]
    signatures += [f"v1,{b64encode(hmac.digest(secret, content, 'sha256')).decode()}" for secret in shared]
    return {"webhook-id": event_id, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signatures)}
