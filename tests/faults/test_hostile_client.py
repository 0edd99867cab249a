"""Does a running service stay upright, quick and discreet while somebody does everything wrong?"""

import json
import random
import secrets
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.depth import DEEP
from tests.support.process import Running, demonstration

SECONDS = 60 if DEEP else 4
CALLERS = 4
NEEDLE = "Zqxjkvbw"
HEALTH_SECONDS = 0.2
NASTY = (
    f"{NEEDLE}\n{{}}",
    f"\x1b[31m{NEEDLE}",
    f"{NEEDLE}\u2028line",
    f"%0d%0a{NEEDLE}",
    f"' OR 1=1--{NEEDLE}",
    f"${{jndi:ldap://{NEEDLE}}}",
    NEEDLE * 5000,
)
MALFORMED = (b"{", b"[" * 3000, b'{"a":NaN}', b'{"a":"\\ud800"}', b'{"a":1,"a":2}', b"\xff\xfe{}", b"1e999")
Act = Callable[[httpx.Client, random.Random], httpx.Response]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run the demonstration as it comes, with its own budgets."""
    with demonstration(tmp_path_factory.mktemp("hostile"), {}) as service:
        yield service


def credentials(folder: Path, role: str) -> tuple[str, str]:
    """Return what a client of the demonstration signs in with."""
    found = json.loads((folder / "var" / "demo" / "clients.json").read_text())[role]
    return found["client_id"], found["client_secret"]


class Hostile:
    """Everything somebody might do wrong, and some of it right."""

    def __init__(self, running: Running) -> None:
        self.folder = running.folder
        with httpx.Client(base_url=running.base, trust_env=False) as client:
            form = {"grant_type": "client_credentials", "scope": "incidents:report incidents:read incidents:manage"}
            # What was done before may have used up what this address may try; whoever waits as told gets in.
            while "access_token" not in (answer := self.sign_in(client, form)).json():
                time.sleep(int(answer.headers["retry-after"]))
        self.token = answer.json()["access_token"]

    def sign_in(self, client: httpx.Client, form: dict[str, str]) -> httpx.Response:
        """Ask for a token."""
        return client.post("/oauth/token", data=form, auth=credentials(self.folder, "privacy_officer"))

    def acts(self) -> list[Act]:
        """Return what can be done."""
        return [
            self.bad_token,
            self.wrong_secret,
            self.malformed_json,
            self.large_body,
            self.wrong_method,
            self.nasty_path,
            self.nasty_body,
            self.racing_move,
            self.good_call,
        ]

    def headers(self) -> dict[str, str]:
        """Return the headers of a good POST."""
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": secrets.token_hex(8)}

    def bad_token(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        spoiled = list(self.token)
        spoiled[dice.randrange(len(spoiled))] = dice.choice("Aa0-_.=")
        return client.get("/v1/incidents", headers={"Authorization": f"Bearer {''.join(spoiled)}x"})

    def wrong_secret(self, client: httpx.Client, _dice: random.Random) -> httpx.Response:
        return client.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(NEEDLE.lower(), NEEDLE))

    def malformed_json(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        body = dice.choice(
            [b"{", b"[" * 3000, b'{"a":NaN}', b'{"a":"\\ud800"}', b'{"a":1,"a":2}', b"\xff\xfe{}", b"1e999"]
        )
        headers = {**self.headers(), "Content-Type": "application/json"}
        return client.post("/v1/incidents", content=body, headers=headers)

    def large_body(self, client: httpx.Client, _dice: random.Random) -> httpx.Response:
        headers = {**self.headers(), "Content-Type": "application/json"}
        return client.post("/v1/incidents", content=b" " * (2 * 2**20), headers=headers)

    def wrong_method(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        return client.request(dice.choice(["PUT", "DELETE", "TRACE", "BREW", "HEAD"]), "/v1/incidents")

    def nasty_path(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        return client.get(f"/v1/incidents/{NEEDLE}{dice.randrange(10**6)}", headers=self.headers())

    def nasty_body(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        nasty = dice.choice(NASTY)
        return client.post("/v1/incidents", json={"kind": nasty, nasty: nasty}, headers=self.headers())

    def racing_move(self, client: httpx.Client, dice: random.Random) -> httpx.Response:
        found = client.get("/v1/incidents", headers=self.headers())
        if found.status_code != 200:
            return found
        one = dice.choice(found.json()["items"])
        headers = {**self.headers(), "If-Match": f'"{one["version"]}"'}
        return client.post(f"/v1/incidents/{one['id']}/amend", json={"note": "Once more."}, headers=headers)

    def good_call(self, client: httpx.Client, _dice: random.Random) -> httpx.Response:
        body = {"kind": "trouble", "summary": f"{NEEDLE} quarrelled."}
        return client.post("/v1/incidents", json=body, headers=self.headers())


def attack(running: Running, hostile: Hostile, until: float, seed: int, seen: Counter[int]) -> None:
    """Do one thing after the other until the time is over."""
    dice = random.Random(seed)
    with httpx.Client(base_url=running.base, trust_env=False, timeout=30) as client:
        while time.monotonic() < until:
            try:
                seen[dice.choice(hostile.acts())(client, dice).status_code] += 1
            except httpx.TransportError:
                seen[0] += 1


def health(running: Running, goes_on: Callable[[], bool]) -> list[float]:
    """Ask how the service is, once and then for as long as it goes on, and return how long each answer took."""
    took: list[float] = []
    with httpx.Client(base_url=running.base, trust_env=False, timeout=30) as client:
        while not took or goes_on():
            start = time.monotonic()
            assert client.get("/healthz").status_code == 200
            took.append(time.monotonic() - start)
            time.sleep(0.02)
    return took


def test_case_72_a_hostile_client_breaks_nothing_and_slows_nobody_down(running: Running) -> None:
    hostile, until, seen = Hostile(running), time.monotonic() + SECONDS, Counter[int]()
    callers = [threading.Thread(target=attack, args=(running, hostile, until, seed, seen)) for seed in range(CALLERS)]
    for caller in callers:
        caller.start()
    took = health(running, lambda: time.monotonic() < until)
    for caller in callers:
        caller.join()

    assert {status for status in seen if status >= 500} == set(), seen
    assert {400, 401, 405, 413, 422, 429} <= seen.keys(), seen
    # In an ordinary run other tests share the machine, and its worst moments are not the service's.
    typical = statistics.quantiles(took, n=100)[-1] if DEEP else statistics.median(took)
    assert typical < HEALTH_SECONDS, (max(took), len(took))


def test_case_72_two_hundred_sign_ins_at_once_leave_the_service_well(running: Running) -> None:
    good, form = (
        credentials(running.folder, "isa_exchange"),
        {"grant_type": "client_credentials", "scope": "feeds:read"},
    )
    before = running.bytes_held()

    def sign_in(number: int) -> int:
        auth = good if number % 4 == 0 else (f"nobody-{number}", "wrong")
        return httpx.post(f"{running.base}/oauth/token", data=form, auth=auth, trust_env=False, timeout=30).status_code

    with ThreadPoolExecutor(200) as pool:
        waiting = [pool.submit(sign_in, number) for number in range(200)]
        took = health(running, lambda: not all(future.done() for future in waiting))
        statuses = {future.result() for future in waiting}

    assert statuses <= {200, 401, 429, 503}
    assert statistics.median(took) < HEALTH_SECONDS
    assert running.bytes_held() - before < 200 * 2**20


def test_case_93_every_line_of_the_log_is_one_object_and_says_nothing_of_what_was_sent(running: Running) -> None:
    hostile, dice = Hostile(running), random.Random(1)
    with httpx.Client(base_url=running.base, trust_env=False, timeout=30) as client:
        for act in hostile.acts():
            act(client, dice)
        for nasty in NASTY:
            header = nasty.encode("ascii", "ignore").replace(b"\n", b"").replace(b"\x1b", b"")[:500].decode()
            client.get("/v1/incidents", headers={"Authorization": f"Bearer {header}", "X-Nasty": header})
            client.post("/oauth/token", data={"client_id": nasty, "grant_type": nasty})

    lines = [json.loads(line) for line in running.log.splitlines()[1:]]

    assert len(lines) > len(NASTY)
    assert all(isinstance(line, dict) and {"event", "level", "timestamp"} <= line.keys() for line in lines)
    assert not any(part in running.log for part in (NEEDLE, NEEDLE.lower(), hostile.token, "site-packages", "SELECT"))
