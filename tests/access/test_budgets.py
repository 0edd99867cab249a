"""Are guesses and floods held back, and can nobody lock ISA out by them?"""

from dataclasses import replace

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from app.access.budgets import Budgets
from app.access.installation import Installation
from app.access.roles import Role
from app.core.clock import FrozenClock
from app.main import create_app
from tests.support.hands import Hands
from tests.support.oauth import SignIn, a_sign_in

SMALL = {"calls_per_minute": 20, "tokens_per_minute": 5, "guesses_per_minute": 4, "strangers_per_minute": 12}
SCOPE = "feeds:read"


@pytest.fixture
def held(sqlite_installation: Installation) -> Installation:
    """Return an installation whose budgets are small."""
    settings = sqlite_installation.settings.model_copy(update=SMALL)
    return replace(sqlite_installation, settings=settings, budgets=Budgets(settings))


class Addresses:
    """Clients of one service, each at an address of its own."""

    def __init__(self, held: Installation) -> None:
        self._app = create_app(held)

    def at(self, host: str) -> TestClient:
        """Return a client at an address."""
        return TestClient(self._app, client=(host, 50_000))


@pytest.fixture
def addresses(held: Installation) -> Addresses:
    return Addresses(held)


@pytest.fixture
def isa(held: Installation, addresses: Addresses) -> SignIn:
    return a_sign_in(addresses.at("192.0.2.1"), held, Role.ISA_EXCHANGE)


def guess(client: TestClient, client_id: str) -> httpx.Response:
    """Try a secret that is wrong."""
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    return client.post("/oauth/token", data=form, auth=(client_id, "wrong"))


def moved(sign_in: SignIn, client: TestClient) -> SignIn:
    """Return the same client at another address."""
    return replace(sign_in, client=client)


def test_case_26_guesses_from_one_address_are_held_back(isa: SignIn, addresses: Addresses) -> None:
    attacker = addresses.at("203.0.113.9")

    answers = [guess(attacker, isa.client_id) for _ in range(8)]

    assert [answer.status_code for answer in answers] == [401] * 4 + [429] * 4
    assert answers[-1].json()["error"] == "temporarily_unavailable"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_case_26_the_true_client_gets_in_whatever_is_tried_from_a_hundred_addresses(
    isa: SignIn,
    addresses: Addresses,
) -> None:
    tried = [
        guess(client, isa.client_id).status_code
        for client in (addresses.at(f"203.0.113.{number}") for number in range(100))
        for _ in range(5)
    ]

    assert set(tried) == {401, 429}
    assert (isa.by_secret(SCOPE).status_code, isa.by_key(SCOPE).status_code) == (200, 200)


def test_case_26_whoever_signs_gets_in_even_from_the_address_of_the_guesses(isa: SignIn) -> None:
    while guess(isa.client, isa.client_id).status_code != 429:
        pass

    assert (isa.by_secret(SCOPE).status_code, isa.by_key(SCOPE).status_code) == (429, 200)


def test_case_26_many_names_from_one_address_are_held_back_too(addresses: Addresses, isa: SignIn) -> None:
    attacker = addresses.at("203.0.113.9")

    answers = [guess(attacker, f"nobody-{number}").status_code for number in range(15)]

    assert answers == [401] * 12 + [429] * 3


def test_whoever_waits_as_told_may_try_again(isa: SignIn, clock: FrozenClock) -> None:
    while (held := guess(isa.client, isa.client_id)).status_code != 429:
        pass

    clock.advance(seconds=int(held.headers["retry-after"]))

    assert isa.by_secret(SCOPE).status_code == 200


def test_case_120_another_forwarded_address_changes_nothing(isa: SignIn) -> None:
    form = {"grant_type": "client_credentials", "scope": SCOPE}

    answers = [
        isa.client.post(
            "/oauth/token",
            data=form,
            auth=(isa.client_id, "wrong"),
            headers={"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"},
        ).status_code
        for number in range(6)
    ]

    assert answers == [401] * 4 + [429] * 2


def test_a_client_gets_so_many_tokens_a_minute(isa: SignIn) -> None:
    assert [isa.by_key(SCOPE).status_code for _ in range(6)] == [200] * 5 + [429]


def test_strangers_are_held_back_and_tokens_are_not(isa: SignIn, addresses: Addresses) -> None:
    token = isa.by_key(SCOPE).json()["access_token"]
    neighbour = addresses.at("203.0.113.9")

    strangers = [neighbour.get("/v1/consents", headers={"Authorization": "Bearer x"}) for _ in range(14)]
    good = neighbour.get("/v1/feeds/incidents", headers={"Authorization": f"Bearer {token}"})

    assert [answer.status_code for answer in strangers] == [401] * 12 + [429] * 2
    assert strangers[-1].json()["type"] == "/problems/too-many-requests"
    assert good.status_code == 200


def test_a_client_is_held_to_its_calls_and_told_when_to_come_again(
    held: Installation,
    addresses: Addresses,
    clock: FrozenClock,
) -> None:
    officer = Hands(addresses.at("192.0.2.1"), held).privacy_officer

    answers = [officer.get("/v1/incidents") for _ in range(21)]
    clock.advance(seconds=int(answers[-1].headers["retry-after"]))

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert officer.get("/v1/incidents").status_code == 200


def test_reporting_and_the_feeds_go_on_whatever_else_was_used_up(held: Installation, addresses: Addresses) -> None:
    hands = Hands(addresses.at("192.0.2.1"), held)
    for hand, path in ((hands.privacy_officer, "/v1/incidents"), (hands.isa_officer, "/v1/reports")):
        while hand.get(path).status_code != 429:
            pass

    reported = hands.privacy_officer.post("/v1/incidents", {"kind": "trouble", "summary": "They quarrelled."})
    read = hands.isa_officer.get("/v1/feeds/incidents")

    assert (reported.status_code, read.status_code) == (201, 200)
