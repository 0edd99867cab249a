"""Have a hundred at once exactly one effect (group E, case 53)? Ids, bodies and answers are tried in `contract/`."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx2 as httpx
from sqlmodel import Session, col, select

from app.audit.models import AuditEntry
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.incidents import a_trouble
from tests.support.matching import propose

AT_ONCE = 100
LOST = {409, 412, 503}
"""Who comes too late sees the other's state or version, or is asked to come again."""


def at_once(ask: Callable[[int], httpx.Response]) -> Counter[int]:
    """Return how often each status came when a hundred asked at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(answer.status_code for answer in pool.map(ask, range(AT_ONCE)))


def entries(session: Session, action: str) -> int:
    """Return how often an act was written down."""
    return len(session.exec(select(AuditEntry).where(col(AuditEntry.action) == action)).all())


def test_e53_a_supporter_for_one_is_matched_once(hands: Hands) -> None:
    an_agreement(hands.installation)
    consent = a_consent(hands.installation, capacity=1)
    applicants = [an_applicant(hands.installation) for _ in range(10)]
    hand = hands.coordinator

    statuses = at_once(lambda n: propose(hands, consent=consent, applicant=applicants[n % 10], by=hand))

    assert statuses[201] == 1
    assert statuses.keys() - {201} <= LOST
    assert hands.installation.database.run(entries, "match.proposed") == 1


def test_e53_a_disposal_is_approved_once(hands: Hands) -> None:
    form = str(a_consent(hands.installation))
    body = {"basis": "withdrawal", "consent_ids": [form]}
    disposal = hands.privacy_officer.post("/v1/disposals", body).json()
    hand = hands.secretary_general

    statuses = at_once(lambda _: hand.post(f"/v1/disposals/{disposal['id']}/approve", version=1))

    assert statuses[200] == 1
    assert statuses.keys() - {200} <= LOST
    assert hands.installation.database.run(entries, "disposal.approved") == 1


def test_e53_an_event_is_acknowledged_once(hands: Hands) -> None:
    a_trouble(hands.installation)
    hand = hands.isa_exchange
    event = hand.get("/v1/feeds/incidents").json()[0]["id"]

    statuses = at_once(lambda _: hand.post("/v1/feeds/acknowledgements", {"ack": [event]}))

    assert statuses.keys() - {200} <= LOST
    assert hands.installation.database.run(entries, "feed.acknowledged") == 1
