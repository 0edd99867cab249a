"""How does ISA speak to the service? Signed in with a key (`private_key_jwt`, RFC 7523), each token while it lasts."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

SCOPES = "feeds:read feeds:acknowledge"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_EARLY_SECONDS = 60


class Service:
    """The service behind an HTTP client, whose base address is the issuer, and one client's private JWK (ES256)."""

    def __init__(self, http: httpx.Client, client_id: str, jwk: Mapping[str, str]) -> None:
        self._http, self._client_id, self._jwk = http, client_id, jwk
        self._issuer = str(http.base_url).rstrip("/")
        self._token, self._until = "", 0.0

    def get(self, path: str) -> tuple[bytes, Mapping[str, str]]:
        """Return the body and the headers of an answer."""
        answer = self._http.get(path, headers=self._authorization()).raise_for_status()
        return answer.content, answer.headers

    def post(self, path: str, body: object) -> Any:
        """Send JSON and return the answer's."""
        return self._http.post(path, json=body, headers=self._authorization()).raise_for_status().json()

    def _authorization(self) -> dict[str, str]:
        if time.monotonic() > self._until:
            form = {
                "grant_type": "client_credentials",
                "scope": SCOPES,
                "client_assertion_type": _ASSERTION,
                "client_assertion": self._assertion(),
            }
            told = self._http.post("/oauth/token", data=form).raise_for_status().json()
            self._token, self._until = told["access_token"], time.monotonic() + told["expires_in"] - _EARLY_SECONDS
        return {"authorization": f"Bearer {self._token}"}

    def _assertion(self) -> str:
        now = time.time_ns() // 10**9
        header = {"alg": "ES256", "kid": self._jwk["kid"], "typ": "JWT"}
        claims = {"iss": self._client_id, "sub": self._client_id, "aud": self._issuer, "jti": str(uuid4())}
        signed = f"{_part(header)}.{_part({**claims, 'iat': now, 'exp': now + 60})}"
        r, s = decode_dss_signature(_private(self._jwk).sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{_encoded(r.to_bytes(32) + s.to_bytes(32))}"


def _private(jwk: Mapping[str, str]) -> ec.EllipticCurvePrivateKey:
    x, y, d = (
        int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=" * (-len(jwk[name]) % 4))) for name in ("x", "y", "d")
    )
    return ec.EllipticCurvePrivateNumbers(d, ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1())).private_key()


def _part(content: Mapping[str, object]) -> str:
    return _encoded(json.dumps(content).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
