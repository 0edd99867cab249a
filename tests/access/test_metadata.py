"""Can a program find its way by the documents alone (RFC 8414, RFC 9728, RFC 7517)?"""

import pytest
from starlette.testclient import TestClient

from app.access.scopes import Scope
from tests.support.serving import ISSUER

SERVER, RESOURCE, JWKS = (
    f"/.well-known/{name}" for name in ("oauth-authorization-server", "oauth-protected-resource", "jwks.json")
)


def test_the_server_says_where_its_endpoints_are_and_what_it_takes(sqlite_client: TestClient) -> None:
    told = sqlite_client.get(SERVER).json()

    assert told["issuer"] == ISSUER
    assert told["token_endpoint"] == f"{ISSUER}/oauth/token"
    assert told["revocation_endpoint"] == f"{ISSUER}/oauth/revoke"
    assert told["introspection_endpoint"] == f"{ISSUER}/oauth/introspect"
    assert told["grant_types_supported"] == [
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ]
    assert set(told["token_endpoint_auth_methods_supported"]) == {"private_key_jwt", "client_secret_basic"}
    assert told["token_endpoint_auth_signing_alg_values_supported"] == ["ES256"]
    assert told["response_types_supported"] == []


def test_every_endpoint_named_answers(sqlite_client: TestClient) -> None:
    told = sqlite_client.get(SERVER).json()
    paths = [told[name].removeprefix(ISSUER) for name in told if name.endswith("_endpoint")]

    assert {sqlite_client.post(path).json()["error"] for path in paths} == {"invalid_request"}
    assert sqlite_client.get(told["jwks_uri"].removeprefix(ISSUER)).status_code == 200


def test_the_resource_names_its_server_and_takes_tokens_in_the_header_only(sqlite_client: TestClient) -> None:
    told = sqlite_client.get(RESOURCE).json()

    assert (told["resource"], told["authorization_servers"]) == (ISSUER, [ISSUER])
    assert told["bearer_methods_supported"] == ["header"]


@pytest.mark.parametrize("path", [SERVER, RESOURCE])
def test_both_name_every_scope_and_no_other(sqlite_client: TestClient, path: str) -> None:
    assert set(sqlite_client.get(path).json()["scopes_supported"]) == {scope.value for scope in Scope}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}])
def test_a_401_says_where_the_resource_is_described(sqlite_client: TestClient, header: dict[str, str]) -> None:
    challenge = sqlite_client.get("/v1/consents", headers=header).headers["www-authenticate"]

    assert challenge.startswith("Bearer ")
    assert f'resource_metadata="{ISSUER}{RESOURCE}"' in challenge


def test_the_keys_are_public_and_may_be_kept_for_a_while(sqlite_client: TestClient) -> None:
    answer = sqlite_client.get(JWKS)

    assert answer.headers["cache-control"] == "public, max-age=300"
    assert all({"kid", "kty", "x"} <= key.keys() and "d" not in key for key in answer.json()["keys"])
