"""Does the token endpoint give exactly what it should, and tell nothing more? The numbers are those of the attacks."""

import json
import statistics
import subprocess
import sys
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import uuid4

import httpx2 as httpx
import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from app.access.clients import find_client, revoke_client
from app.access.credentials import CLIENT_ASSERTION
from app.access.installation import Installation
from app.access.keys import new_private_key
from app.access.models import UsedAssertion
from app.access.roles import Role
from app.core.clock import FrozenClock
from app.main import create_app, install
from tests.access.forging import GONE, THEIRS, b64, segment, unb64
from tests.support.clients import an_actor
from tests.support.oauth import SECRET, SignIn, a_sign_in
from tests.support.serving import demo_settings

ROOT = Path(__file__).parents[2]
SCOPE = "feeds:read reports:read"
AT_ONCE = 50


@pytest.fixture
def isa(client: TestClient, installation: Installation) -> SignIn:
    return a_sign_in(client, installation, Role.ISA_EXCHANGE)


@pytest.fixture
def sqlite_isa(sqlite_client: TestClient, sqlite_installation: Installation) -> SignIn:
    return a_sign_in(sqlite_client, sqlite_installation, Role.ISA_EXCHANGE)


def error_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and code of an OAuth error that says nothing else."""
    assert set(answer.json()) == {"error", "error_description"}
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()["error"]


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Return the header of HTTP Basic, each part form-urlencoded first (RFC 6749 section 2.3.1)."""
    joined = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"Authorization": f"Basic {b64encode(joined.encode()).decode()}"}


def spent(installation: Installation) -> int:
    """Return how many assertions have served."""

    def count(session: Session) -> int:
        return session.exec(select(func.count()).select_from(UsedAssertion)).one()

    return installation.database.run(count)


def test_a_key_gets_a_token_that_opens_what_it_says(isa: SignIn) -> None:
    answer = isa.by_key(SCOPE)

    token = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert token | {"access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 900,
        "scope": SCOPE,
    }
    feed = isa.client.get("/v1/feeds/incidents", headers={"Authorization": f"Bearer {token['access_token']}"})
    assert feed.status_code == 200


def test_a_secret_gets_a_token(isa: SignIn) -> None:
    assert isa.by_secret(SCOPE).status_code == 200


def test_a_token_is_signed_by_es256_and_typed_as_an_access_token(sqlite_isa: SignIn) -> None:
    token = sqlite_isa.by_key(SCOPE).json()["access_token"]

    head = token.partition(".")[0]
    header = json.loads(unb64(head))
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")


@pytest.mark.parametrize("grant", ["password", "implicit", "authorization_code", "refresh_token", "Client_Credentials"])
def test_case_20_no_other_grant_is_known(sqlite_isa: SignIn, grant: str) -> None:
    form = {"grant_type": grant, "scope": SCOPE, "username": "x", "password": "y"}

    assert error_of(sqlite_isa.send({**sqlite_isa.proof(), **form})) == (400, "unsupported_grant_type")


def test_case_20_a_grant_is_asked_for_and_once(sqlite_isa: SignIn) -> None:
    proof = sqlite_isa.proof()
    twice = urlencode([*proof.items(), ("grant_type", "client_credentials"), ("grant_type", "client_credentials")])
    form = {"content-type": "application/x-www-form-urlencoded"}

    missing = sqlite_isa.send(proof)
    repeated = sqlite_isa.client.post("/oauth/token", content=twice, headers=form)

    assert (error_of(missing), error_of(repeated)) == ((400, "invalid_request"), (400, "invalid_request"))


def test_case_21_an_assertion_serves_once(isa: SignIn) -> None:
    proof = isa.proof()
    form = {**proof, "grant_type": "client_credentials", "scope": SCOPE}

    answers = [isa.send(form) for _ in range(2)]

    assert answers[0].status_code == 200
    assert error_of(answers[1]) == (401, "invalid_client")


def test_case_21_of_fifty_at_once_one_serves(isa: SignIn) -> None:
    form = {**isa.proof(), "grant_type": "client_credentials", "scope": SCOPE}

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: isa.send(form), range(AT_ONCE)))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * (AT_ONCE - 1)


def test_case_21_it_does_not_serve_again_after_a_restart(isa: SignIn, clock: FrozenClock) -> None:
    form = {**isa.proof(), "grant_type": "client_credentials", "scope": SCOPE}
    first = isa.send(form)
    here = isa.installation

    restarted = install(demo_settings(here.settings.database_url, here.settings.state_dir), clock)
    with TestClient(create_app(restarted)) as client:
        again = client.post("/oauth/token", data=form)
    restarted.database.close()

    assert (first.status_code, again.status_code) == (200, 401)


SECOND = """
import sys
from datetime import datetime
from starlette.testclient import TestClient
from app.core.clock import FrozenClock
from app.main import create_app, install
from pathlib import Path
from typing import Any
from tests.support.serving import demo_settings
here = install(demo_settings(sys.argv[1], Path(sys.argv[2])), FrozenClock(datetime.fromisoformat(sys.argv[3])))
with TestClient(create_app(here)) as client:
    form = {"content-type": "application/x-www-form-urlencoded"}
    print(client.post("/oauth/token", content=sys.stdin.read(), headers=form).status_code)
here.database.close()
"""


def test_case_21_it_does_not_serve_in_a_second_process(isa: SignIn, clock: FrozenClock) -> None:
    form = {**isa.proof(), "grant_type": "client_credentials", "scope": SCOPE}
    here = isa.installation.settings
    arguments = [here.database_url, str(here.state_dir), clock.now().isoformat()]

    elsewhere = subprocess.run(
        [sys.executable, "-c", SECOND, *arguments],
        cwd=ROOT,
        input=urlencode(form),
        capture_output=True,
        text=True,
        check=True,
    )

    assert (elsewhere.stdout.strip(), isa.send(form).status_code) == ("200", 401)


@pytest.mark.parametrize(
    "audience",
    [
        "http://matching.example/oauth/token",
        "https://elsewhere.example",
        ["http://matching.example", "https://elsewhere.example"],
        ["http://matching.example", "http://matching.example"],
        [],
        "HTTP://matching.example",
        "http://matching.example/",
        7,
        GONE,
    ],
)
def test_case_22_an_assertion_for_anybody_else_is_refused(sqlite_isa: SignIn, audience: object) -> None:
    proof = sqlite_isa.proof(sqlite_isa.assertion(aud=audience))

    answer = sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": SCOPE})

    assert error_of(answer) == (401, "invalid_client")


def test_case_23_the_words_are_the_same_for_an_unknown_client(sqlite_isa: SignIn) -> None:
    other = a_sign_in(sqlite_isa.client, sqlite_isa.installation, Role.AUDITOR)
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    wrong = [
        sqlite_isa.send({**form, **sqlite_isa.proof(), "client_id": other.client_id}),
        sqlite_isa.send({**form, **sqlite_isa.proof(sqlite_isa.assertion(iss=other.client_id))}),
        sqlite_isa.send({**form, **sqlite_isa.proof(sqlite_isa.assertion(key=THEIRS))}),
        sqlite_isa.send({**form, **sqlite_isa.proof(sqlite_isa.assertion(key=other.key))}),
        sqlite_isa.send({**form, **sqlite_isa.proof(sqlite_isa.assertion(iss="nobody", sub="nobody"))}),
        sqlite_isa.by_secret(SCOPE, secret="wrong"),
        sqlite_isa.client.post("/oauth/token", data=form, headers=basic("nobody", SECRET)),
        sqlite_isa.client.post("/oauth/token", data=form),
    ]

    assert {(answer.status_code, answer.content) for answer in wrong} == {(401, wrong[0].content)}


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": GONE},
        {"iat": GONE},
        {"sub": GONE},
        {"iss": GONE},
        {"jti": GONE},
        {"jti": "x"},
        {"jti": "x" * 10_000},
        {"jti": 12345678901234567},
        {"jti": "not visible\n1234567"},
        {"azp": "somebody"},
        {"nbf": "soon"},
        {"exp": None},
        {"exp": []},
        {"exp": True},
        {"exp": 2**63},
        {"exp": -1},
        {"iat": {}},
    ],
)
def test_case_24_an_assertion_says_what_it_must_and_nothing_else(
    sqlite_isa: SignIn,
    changes: dict[str, Any],
) -> None:
    proof = sqlite_isa.proof(sqlite_isa.assertion(**changes))

    answer = sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": SCOPE})

    assert error_of(answer) == (401, "invalid_client")
    assert spent(sqlite_isa.installation) == 0


@pytest.mark.parametrize(
    ("issued", "expires", "status"),
    [(0, 3600, 200), (0, 3601, 401), (0, 7200, 401), (0, 0, 401), (-10, -1, 401), (10, 300, 200), (11, 300, 401)],
)
def test_case_24_an_assertion_serves_in_its_time(sqlite_isa: SignIn, issued: int, expires: int, status: int) -> None:
    second = int(sqlite_isa.installation.clock.now().timestamp())
    proof = sqlite_isa.proof(sqlite_isa.assertion(iat=second + issued, exp=second + expires))

    answer = sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": SCOPE})

    assert answer.status_code == status


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "nOnE"},
        {"alg": "HS256", "typ": "JWT"},
        {"alg": "RS256", "typ": "JWT"},
        {"alg": "ES256", "typ": "at+jwt"},
        {"alg": "ES256", "jku": "https://169.254.169.254/keys"},
        {"alg": "ES256", "jwk": {"kty": "EC"}},
        {"alg": "ES256", "x5u": "https://elsewhere.example"},
        {"alg": "ES256", "crit": ["x"]},
        {"alg": "ES256", "b64": False},
        {"alg": "ES256", "kid": "../../etc/passwd"},
        {"alg": "ES256", "kid": "' OR 1=1--"},
        {"alg": "ES256", "kid": ["a"]},
        {"alg": "ES256", "kid": "\x00"},
    ],
)
def test_cases_1_to_9_hold_for_client_assertions_too(sqlite_isa: SignIn, header: dict[str, object]) -> None:
    proof = sqlite_isa.proof(sqlite_isa.assertion(header=header))

    answer = sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": SCOPE})

    assert error_of(answer) == (401, "invalid_client")


@pytest.mark.parametrize("levels", [1000, 1500])
def test_case_6_a_deeply_nested_header_is_refused(sqlite_isa: SignIn, levels: int) -> None:
    nested = b'{"a":' * levels + b"1" + b"}" * levels
    assertion = f"{b64(nested)}.{segment({})}.{b64(b'0' * 64)}"

    answer = sqlite_isa.send({**sqlite_isa.proof(assertion), "grant_type": "client_credentials", "scope": SCOPE})

    assert error_of(answer) == (401, "invalid_client")


def test_case_18_an_encrypted_assertion_is_refused_unopened(sqlite_isa: SignIn) -> None:
    head = segment({"alg": "dir", "enc": "A256GCM", "zip": "DEF"})

    answer = sqlite_isa.send(
        {
            **sqlite_isa.proof(f"{head}..{b64(b'x' * 12)}.{b64(b'y' * 900)}.{b64(b'z' * 16)}"),
            "grant_type": "client_credentials",
        }
    )

    assert error_of(answer) == (401, "invalid_client")


def test_case_25_one_way_to_sign_in_at_a_time(sqlite_isa: SignIn) -> None:
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    both = sqlite_isa.client.post(
        "/oauth/token", data={**form, **sqlite_isa.proof()}, headers=basic(sqlite_isa.client_id, SECRET)
    )
    in_form = sqlite_isa.send({**form, **sqlite_isa.proof(), "client_secret": SECRET})

    assert (error_of(both), error_of(in_form)) == ((400, "invalid_request"), (400, "invalid_request"))


@pytest.mark.parametrize(
    "kind", ["", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer", CLIENT_ASSERTION.upper()]
)
def test_case_25_another_kind_of_assertion_is_refused(sqlite_isa: SignIn, kind: str) -> None:
    form = {**sqlite_isa.proof(), "client_assertion_type": kind, "grant_type": "client_credentials", "scope": SCOPE}

    assert error_of(sqlite_isa.send(form)) == (400, "invalid_request")


@pytest.mark.parametrize("secret", ["", "\x00", "x" * 73, "💚" * 64, SECRET[:-1], SECRET + " ", SECRET.upper()])
def test_case_29_a_wrong_secret_of_any_form_is_refused(sqlite_isa: SignIn, secret: str) -> None:
    form = {"grant_type": "client_credentials", "scope": SCOPE}

    answer = sqlite_isa.client.post("/oauth/token", data=form, headers=basic(sqlite_isa.client_id, secret))

    assert error_of(answer) == (401, "invalid_client")


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YWJj",
        "Basic /w==",
        "Bearer abc",
        "Digest username=x",
        f"Basic {b64encode(b'%zz:%zz').decode()}",
        f"Basic {b64encode(b':').decode()}",
    ],
)
def test_case_29_a_strange_header_is_refused(sqlite_isa: SignIn, header: str) -> None:
    form = {"grant_type": "client_credentials", "scope": SCOPE}

    answer = sqlite_isa.client.post("/oauth/token", data=form, headers={"Authorization": header})

    assert error_of(answer) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "scope",
    [
        "",
        "*",
        "feeds:*",
        "Feeds:Read",
        "feeds:read,reports:read",
        "feeds:read\treports:read",
        "feeds:read\u00a0reports:read",
        " feeds:read",
        "feeds:read  reports:read",
        "feeds:read consents:provide",
        "feeds:read consents:read",
        "consents:read",
        "openid",
        "feeds:read " * 1000,
    ],
)
def test_cases_35_and_36_a_scope_that_is_not_exactly_right_is_refused_whole(sqlite_isa: SignIn, scope: str) -> None:
    assert error_of(sqlite_isa.by_key(scope)) == (400, "invalid_scope")


def test_case_35_a_scope_named_twice_is_given_once(sqlite_isa: SignIn) -> None:
    answer = sqlite_isa.by_key("feeds:read feeds:read")

    assert (answer.status_code, answer.json()["scope"]) == (200, "feeds:read")


def test_a_refused_scope_does_not_use_the_assertion_up(sqlite_isa: SignIn) -> None:
    proof = sqlite_isa.proof()
    sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": "consents:read"})

    again = sqlite_isa.send({**proof, "grant_type": "client_credentials", "scope": SCOPE})

    assert again.status_code == 200


def test_a_revoked_client_is_unknown(isa: SignIn) -> None:
    def revoke(session: Session) -> None:
        found = find_client(session, isa.client_id)
        assert found is not None
        revoke_client(session, an_actor(isa.installation), found, found.version)

    isa.installation.database.run(revoke)

    assert (error_of(isa.by_key(SCOPE)), error_of(isa.by_secret(SCOPE))) == ((401, "invalid_client"),) * 2


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"grant_type=client_credentials", "text/plain", 400),
        (b'{"grant_type":"client_credentials"}', "application/json", 400),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"grant_type=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 30, "application/x-www-form-urlencoded", 400),
        (b"x" * 17_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_is_refused(sqlite_isa: SignIn, content: bytes, media: str, status: int) -> None:
    answer = sqlite_isa.client.post("/oauth/token", content=content, headers={"content-type": media})

    assert error_of(answer) == (status, "invalid_request")


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/introspect"])
def test_case_17_parameters_in_the_url_are_refused(sqlite_isa: SignIn, path: str) -> None:
    answer = sqlite_isa.client.post(f"{path}?grant_type=client_credentials", data=sqlite_isa.proof())

    assert error_of(answer) == (400, "invalid_request")


def test_nothing_of_what_was_sent_comes_back(sqlite_isa: SignIn) -> None:
    needle, form = f"needle-{uuid4().hex}", {"grant_type": "client_credentials"}
    sent = [
        sqlite_isa.by_key(needle),
        sqlite_isa.by_secret(SCOPE, secret=needle),
        sqlite_isa.send({"grant_type": needle, needle: needle}),
        sqlite_isa.client.post("/oauth/token", data=form, headers=basic(needle, needle)),
        sqlite_isa.send({**sqlite_isa.proof(sqlite_isa.assertion(sub=needle, iss=needle, key=new_private_key()))}),
    ]

    assert [needle in answer.text + str(answer.headers) for answer in sent] == [False] * len(sent)


def seconds_to_refuse(client: TestClient, client_id: str) -> float:
    """Return how long a wrong secret takes to be refused."""
    form, start = {"grant_type": "client_credentials", "scope": SCOPE}, time.perf_counter()
    client.post("/oauth/token", data=form, headers=basic(client_id, "wrong"))
    return time.perf_counter() - start


def test_case_23_an_unknown_client_takes_the_same_work(sqlite_isa: SignIn) -> None:
    names = (sqlite_isa.client_id, "nobody-of-this-name")

    took = [[seconds_to_refuse(sqlite_isa.client, name) for name in names] for _ in range(15)]

    known, unknown = (statistics.median(column) for column in zip(*took, strict=True))
    assert 0.5 < known / unknown < 2
