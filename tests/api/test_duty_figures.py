"""Do the figures say what is owed and what of it is late?"""

from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from tests.api.test_metrics import scrape
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hands
from tests.support.matching import led


def test_the_figures_say_what_must_end_and_go_and_what_is_late(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation)
    led(sqlite_hands, 1, applicant=applicant)
    a_consent(sqlite_hands.installation, state=ConsentState.WITHDRAWN)
    clock.advance(days=8)
    sqlite_hands.coordinator.post(f"/v1/applicants/{applicant}/withdraw", version=2)

    figures = scrape(sqlite_hands)

    assert figures["yonsei_match_duties", "owed"] == 1
    assert figures["yonsei_match_duties", "late"] == 0
    assert figures["yonsei_disposal_duties", "withdrawal", "owed"] == 2
    assert figures["yonsei_disposal_duties", "withdrawal", "late"] == 1
    assert figures["yonsei_disposal_duties", "2(4)", "owed"] == 0
    assert figures["yonsei_suspicions", "owed"] == 0
