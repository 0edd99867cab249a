"""Does a budget let through what it should, tell when to come again, and stay small?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from app.core.errors import TooManyRequests
from app.http import limits
from app.http.limits import Budget, address_of

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def passes(budget: Budget, at: datetime = NOW, key: str = "somebody") -> bool:
    """Use one request up if there is one."""
    try:
        budget.take(key, at)
    except TooManyRequests:
        return False
    return True


@given(st.integers(1, 500))
def test_a_quiet_minute_may_be_used_at_once_and_no_more(per_minute: int) -> None:
    budget = Budget(per_minute)

    assert [passes(budget) for _ in range(per_minute + 1)] == [True] * per_minute + [False]


def test_it_fills_up_with_time() -> None:
    budget = Budget(60)
    while passes(budget):
        pass

    later = [passes(budget, NOW + timedelta(seconds=seconds)) for seconds in (0.5, 1, 1.5, 2)]

    assert later == [False, True, False, True]


@given(st.integers(1, 500), st.integers(1, 500))
def test_who_waits_as_told_is_let_through(per_minute: int, more: int) -> None:
    budget = Budget(per_minute)
    for _ in range(per_minute + more):
        passes(budget)
    with pytest.raises(TooManyRequests) as refused:
        budget.take("somebody", NOW)

    assert passes(budget, NOW + timedelta(seconds=refused.value.retry_after))


def test_one_caller_uses_nothing_of_another_up() -> None:
    budget = Budget(1)

    assert [passes(budget, key=key) for key in ("a", "b", "a", "b")] == [True, True, False, False]


def test_case_120_a_million_keys_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 100)
    budget = Budget(1)

    assert all(passes(budget, key=f"caller {number}") for number in range(10_000))
    assert len(budget) == 100


def a_request(host: str | None, *headers: tuple[bytes, bytes]) -> Request:
    """Return a request from somewhere."""
    client = None if host is None else (host, 1)
    return Request({"type": "http", "client": client, "headers": list(headers)})


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(host: str | None, address: str) -> None:
    assert address_of(a_request(host)) == address


def test_case_120_what_a_stranger_says_of_an_address_counts_for_nothing() -> None:
    forged = a_request("192.0.2.7", (b"x-forwarded-for", b"198.51.100.9"), (b"forwarded", b"for=198.51.100.9"))

    assert address_of(forged) == "192.0.2.7"
