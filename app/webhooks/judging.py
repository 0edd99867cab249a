"""What does an answer, or the lack of one, mean for an event, and when is it sent again?"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum, auto
from http import HTTPStatus

import httpx

from app.webhooks.exchange import Answer

WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 300, 900, 1800, 3600, 7200, 14400))
"""How long to wait after the first, second, … failure; the first attempt is made at once."""
LONGEST_WAIT = timedelta(hours=6)
"""After the last of these it goes on for ever at this pace: an event is never given up."""
PROBES = tuple(timedelta(seconds=s) for s in (10, 20, 40, 60))
JITTER = 0.2
TRIES_IF_REFUSED = 3
BREAKER_AFTER = 5

_NEEDS_A_HUMAN = frozenset({400, 413, 415, 422})
_FLOORS = {
    **dict.fromkeys(("status-429", "status-502", "status-503", "status-504", "timeout"), timedelta(seconds=60)),
    **dict.fromkeys(("status-401", "status-403"), timedelta(minutes=15)),
}
_RECEIPT_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)


class Verdict(StrEnum):
    """What an attempt came to."""

    ACKNOWLEDGED = auto()
    DELIVERED = auto()
    REFUSED = auto()
    GONE = auto()
    FAILED = auto()


ARRIVED = frozenset({Verdict.ACKNOWLEDGED, Verdict.DELIVERED})
"""The other party has the event."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its class of error, the receipt that proves it, and how long the receiver asks us to wait."""

    verdict: Verdict
    error_class: str | None = None
    receipt_id: str | None = None
    retry_after: timedelta | None = None


def judge(answer: Answer, body_sha256: bytes) -> Judgement:
    """Return what an attempt came to."""
    if answer.status is None:
        return Judgement(Verdict.FAILED, answer.error)
    if httpx.codes.is_success(answer.status):
        return _judge_receipt(answer, body_sha256)
    error = f"status-{answer.status}"
    if answer.status == HTTPStatus.GONE:
        return Judgement(Verdict.GONE, error)
    if answer.status in _NEEDS_A_HUMAN:
        return Judgement(Verdict.REFUSED, error)
    return Judgement(Verdict.FAILED, error, retry_after=_retry_after(answer.retry_after, answer.ended_at))


def wait_after(failures: int, judgement: Judgement, jitter: float) -> timedelta:
    """Return the wait after the nth failure in a row; `jitter` between -1 and 1 moves it by up to a fifth."""
    base = WAITS[failures - 1] if failures <= len(WAITS) else LONGEST_WAIT
    moved: timedelta = base * (1 + JITTER * jitter)
    floor = _FLOORS.get(judgement.error_class or "", timedelta())
    return max(moved, floor, min(judgement.retry_after or timedelta(), LONGEST_WAIT))


def probe_after(consecutive_failures: int) -> timedelta:
    """Return the wait between two probes of an endpoint that keeps failing: ten seconds, growing to a minute."""
    steps = min(consecutive_failures - BREAKER_AFTER, len(PROBES) - 1)
    return PROBES[steps]


def _judge_receipt(answer: Answer, body_sha256: bytes) -> Judgement:
    """Take a JSON body with a `receiptId` for ISA's word that it has the event; 202 only promises to look at it."""
    receipt = _parse(answer.body)
    receipt_id, digest = receipt.get("receiptId"), receipt.get("bodySha256", body_sha256.hex())
    if answer.status == HTTPStatus.ACCEPTED or not isinstance(receipt_id, str) or not _RECEIPT_ID.fullmatch(receipt_id):
        return Judgement(Verdict.DELIVERED)
    if digest != body_sha256.hex():
        return Judgement(Verdict.FAILED, "receipt-mismatch")
    return Judgement(Verdict.ACKNOWLEDGED, receipt_id=receipt_id)


def _parse(body: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return the wait of a Retry-After header (RFC 9110), in seconds or as a date; nonsense is ignored."""
    if value is None:
        return None
    if _SECONDS.fullmatch(value):
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta())
