"""What does each kind of answer lead to, and how long is the wait before the next attempt?"""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from app.webhooks.exchange import Answer
from app.webhooks.judging import LONGEST_WAIT, WAITS, Judgement, Verdict, judge, probe_after, wait_after

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
DIGEST = hashlib.sha256(b"body").digest()
RECEIPT = {"receiptId": "r-1", "receivedAt": "2026-06-01T03:00:00Z"}


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.DELIVERED),
        (201, Verdict.DELIVERED),
        (202, Verdict.DELIVERED),
        (204, Verdict.DELIVERED),
        (301, Verdict.FAILED),
        (307, Verdict.FAILED),
        (304, Verdict.FAILED),
        (400, Verdict.REFUSED),
        (401, Verdict.FAILED),
        (403, Verdict.FAILED),
        (404, Verdict.FAILED),
        (410, Verdict.GONE),
        (413, Verdict.REFUSED),
        (415, Verdict.REFUSED),
        (422, Verdict.REFUSED),
        (429, Verdict.FAILED),
        (500, Verdict.FAILED),
        (503, Verdict.FAILED),
    ],
)
def test_the_status_decides(status: int, verdict: Verdict) -> None:
    assert judge(an_answer(status), DIGEST).verdict is verdict


def test_no_answer_is_a_failure_with_its_class() -> None:
    assert judge(Answer(NOW, NOW, error="timeout"), DIGEST) == Judgement(Verdict.FAILED, "timeout")


@pytest.mark.parametrize("extra", [{}, {"bodySha256": DIGEST.hex()}, {"jws": "…"}])
def test_a_receipt_acknowledges(extra: dict[str, str]) -> None:
    answer = an_answer(200, json.dumps(RECEIPT | extra).encode())

    assert judge(answer, DIGEST) == Judgement(Verdict.ACKNOWLEDGED, receipt_id="r-1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"ok",
        b"\xff",
        b"[]",
        b"{}",
        b'{"receiptId": 7}',
        b'{"receiptId": ""}',
        b'{"receiptId": "Hanako Example"}',
        b"[" * 5000,
        json.dumps({"receiptId": "r" * 65}).encode(),
    ],
)
def test_anything_else_is_no_receipt(body: bytes) -> None:
    assert judge(an_answer(200, body), DIGEST) == Judgement(Verdict.DELIVERED)


def test_a_promise_to_look_later_is_no_receipt() -> None:
    assert judge(an_answer(202, json.dumps(RECEIPT).encode()), DIGEST) == Judgement(Verdict.DELIVERED)


@pytest.mark.parametrize(
    ("failures", "wait"),
    [*enumerate(WAITS, start=1), (10, LONGEST_WAIT), (11, LONGEST_WAIT), (1000, LONGEST_WAIT)],
)
def test_the_waits_grow_to_six_hours_and_never_end(failures: int, wait: timedelta) -> None:
    assert wait_after(failures, Judgement(Verdict.FAILED), 0.0) == wait


@pytest.mark.parametrize(("jitter", "seconds"), [(-1.0, 240.0), (1.0, 360.0)])
def test_waits_differ_by_up_to_a_fifth(jitter: float, seconds: float) -> None:
    assert wait_after(4, Judgement(Verdict.FAILED), jitter) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("1", timedelta(seconds=60)),
        ("999999999", LONGEST_WAIT),
        ("Mon, 01 Jun 2026 03:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 01 Jun 2020 03:10:00 GMT", timedelta(seconds=60)),
        ("soon", timedelta(seconds=60)),
        ("-5", timedelta(seconds=60)),
        ("١٢٠", timedelta(seconds=60)),
    ],
)
def test_the_receiver_may_ask_for_a_longer_wait(value: str, wait: timedelta) -> None:
    judgement = judge(Answer(NOW, NOW, status=503, retry_after=value), DIGEST)

    assert wait_after(1, judgement, 0.0) == wait


@pytest.mark.parametrize(("error", "wait"), [("timeout", 60), ("status-401", 900), ("status-500", 5)])
def test_some_failures_wait_longer_from_the_start(error: str, wait: int) -> None:
    assert wait_after(1, Judgement(Verdict.FAILED, error), 0.0) == timedelta(seconds=wait)


@pytest.mark.parametrize(("failures", "seconds"), [(5, 10), (6, 20), (7, 40), (8, 60), (500, 60)])
def test_probes_come_every_ten_seconds_and_then_every_minute(failures: int, seconds: int) -> None:
    assert probe_after(failures) == timedelta(seconds=seconds)


def an_answer(status: int, body: bytes = b"") -> Answer:
    return Answer(NOW, NOW, status=status, body=body)
