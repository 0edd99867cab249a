"""Which requests must a receiver of webhooks take, and which not? `python -m examples.vectors` writes `webhooks.json`.

The keys are published here and guard nothing. Everything is derived from them, so each run writes the same bytes.
"""

import hashlib
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.webhooks.signing import SigningKey, sign

FILE = Path(__file__).parent / "webhooks.json"
NOW, TOLERANCE = 1780282800, 300
EVENT_ID = "01900000-0000-7000-8000-000000000001"
BODY = json.dumps(
    {"specversion": "1.0", "id": EVENT_ID, "data": {"kind": "trouble", "note": "日系四世"}}, ensure_ascii=False
)
SECRET, STRANGE_SECRET = (hashlib.sha256(name).digest() for name in (b"test secret", b"strange secret"))
OLD, NEW, STRANGE = (
    SigningKey(name, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"test key {name}".encode()).digest()))
    for name in ("old", "new", "strange")
)
Headers = dict[str, str]


def document() -> dict[str, Any]:
    """Return the vectors with all that is needed to try them."""
    return {
        "about": (
            "Each vector is one request, as it stands at `now` (Unix seconds). `accepts.v1` says whether a receiver "
            "that knows only `secret` takes it, `accepts.v1a` whether one does that has pinned only `jwks`; one that "
            "knows both takes what either takes."
        ),
        "now": NOW,
        "toleranceSeconds": TOLERANCE,
        "secret": f"whsec_{b64encode(SECRET).decode()}",
        "jwks": {"keys": [_jwk(OLD), _jwk(NEW)]},
        "vectors": [*_good(), *_altered(), *_late(), *_strange(), *_garbage()],
    }


def written() -> str:
    """Return the file as it is committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _good() -> list[dict[str, Any]]:
    both = _signed()
    strange = _signed(keys=[STRANGE], secret=STRANGE_SECRET)
    twice = {**both, "webhook-signature": f"{strange['webhook-signature']} {both['webhook-signature']}"}
    return [
        _vector("good", both, v1=True, v1a=True),
        _vector("good by v1 alone", _signed(keys=[]), v1=True),
        _vector("good by v1a alone", _signed(secret=None), v1a=True),
        _vector("signed by the old and the new key while they overlap", _signed(keys=[NEW, OLD]), v1=True, v1a=True),
        _vector("signed by the new key alone, after the overlap", _signed(keys=[NEW], secret=None), v1a=True),
        _vector("right signatures behind wrong ones", twice, v1=True, v1a=True),
    ]


def _altered() -> list[dict[str, Any]]:
    other_time = {**_signed(), "webhook-timestamp": str(NOW - 1)}
    other_id = {**_signed(), "webhook-id": EVENT_ID.replace("1", "2")}
    v1a, v1 = _signed()["webhook-signature"].split(" ")
    swapped = {**_signed(), "webhook-signature": f"v1,{v1a.partition(',')[2]} v1a,{v1.partition(',')[2]}"}
    return [
        _vector("altered body", _signed(), body=BODY.replace("trouble", "trifle.")),
        _vector("body written anew with other spaces", _signed(), body=BODY.replace(": ", ":")),
        _vector("altered timestamp", other_time),
        _vector("altered id", other_id),
        _vector("signatures under each other's version", swapped),
    ]


def _late() -> list[dict[str, Any]]:
    return [
        _vector("as old as may be", _signed(NOW - TOLERANCE), v1=True, v1a=True),
        _vector("too old", _signed(NOW - TOLERANCE - 1)),
        _vector("as early as may be", _signed(NOW + TOLERANCE), v1=True, v1a=True),
        _vector("from the future", _signed(NOW + TOLERANCE + 1)),
    ]


def _strange() -> list[dict[str, Any]]:
    return [
        _vector("signed by a key and a secret nobody knows", _signed(keys=[STRANGE], secret=STRANGE_SECRET)),
        _vector("strange key, right secret", _signed(keys=[STRANGE]), v1=True),
        _vector("right key, strange secret", _signed(secret=STRANGE_SECRET), v1a=True),
    ]


def _garbage() -> list[dict[str, Any]]:
    values = {
        "webhook-id": [""],
        "webhook-timestamp": ["", "yesterday", "9" * 400],
        "webhook-signature": ["", "v1a", "v1,", "v1a,!!!", "v1a,AAAA", "v1,AAAA", ",", "v9,AAAA", "  "],
    }
    whole = _signed()
    odd = [_vector(f"{name} is {value[:20]!r}", {**whole, name: value}) for name in values for value in values[name]]
    return odd + [
        _vector(f"{name} is missing", {other: whole[other] for other in whole if other != name}) for name in values
    ]


def _signed(at: int = NOW, keys: Sequence[SigningKey] = (OLD,), secret: bytes | None = SECRET) -> Headers:
    return sign(EVENT_ID, datetime.fromtimestamp(at, UTC), BODY.encode(), keys, secret)


def _vector(
    name: str, headers: Mapping[str, str], *, body: str = BODY, v1: bool = False, v1a: bool = False
) -> dict[str, Any]:
    return {"name": name, "headers": headers, "body": body, "accepts": {"v1": v1, "v1a": v1a}}


def _jwk(key: SigningKey) -> dict[str, str]:
    public = urlsafe_b64encode(key.private.public_key().public_bytes_raw()).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": public, "kid": key.kid, "alg": "EdDSA", "use": "sig"}


if __name__ == "__main__":
    FILE.write_text(written())
