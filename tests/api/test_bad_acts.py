"""Is every act that the state of things forbids refused clearly, in English and in Japanese? One row per rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from app.access.roles import Role
from app.applicants.models import ApplicantState
from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.http.problems import problem
from app.memorandum.clause import Refusal, Source
from app.memorandum.clause_2_2_purpose import Grounds, Recipient, Step, disclosed_to_supporter, require_recipient
from tests.support import disposals
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent, a_form
from tests.support.faults import ENGLISH, JAPANESE, in_english, in_japanese, reason_of
from tests.support.hands import Hand, Hands
from tests.support.incidents import NOTE, REPORT, an_incident
from tests.support.matching import led, propose
from tests.support.staff import a_staff_member

CORRECTION = {"alias": "Sample"}
EMAIL = "ema@example.jp"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by one hand."""

    hand: Hand
    path: str
    body: dict[str, Any] | None = None
    version: int | None = None


Prepare = Callable[[Hands], Asked]


def proposed(hands: Hands, consent: UUID, applicant: UUID, by: Hand | None = None) -> Asked:
    """Ask for a match of these two."""
    named = {"consent_id": str(consent), "applicant_id": str(applicant)}
    return Asked(by or hands.coordinator, "/v1/matches", named)


def corrected(state: ApplicantState, version: int | None) -> Prepare:
    """Ask for a correction of an applicant in a state, of whom the caller last saw a version."""

    def prepare(hands: Hands) -> Asked:
        applicant = an_applicant(hands.installation, state=state)
        return Asked(hands.coordinator, f"/v1/applicants/{applicant}/correct", CORRECTION, version)

    return prepare


def a_fourth_match(hands: Hands) -> Asked:
    """Ask for one match more than an individual may have."""
    consent = a_consent(hands.installation, capacity=None)
    for _ in range(3):
        propose(hands, consent=consent)
    return proposed(hands, consent, an_applicant(hands.installation))


def a_second_match(hands: Hands) -> Asked:
    """Ask for a match of an applicant who has one."""
    applicant = an_applicant(hands.installation)
    propose(hands, applicant=applicant)
    return proposed(hands, a_consent(hands.installation), applicant)


def a_match_with_oneself(hands: Hands) -> Asked:
    """Ask for a match of a supporter who is the applicant, spelled in another way."""
    consent = a_consent(hands.installation, name="EMA　EXAMPLE", email=EMAIL)
    return proposed(hands, consent, an_applicant(hands.installation, name="Ema Example", email=EMAIL))


def a_match_of_who_withdrew(hands: Hands) -> Asked:
    """Ask for a match of a supporter who has taken the consent back."""
    consent = a_consent(hands.installation, state=ConsentState.WITHDRAWN)
    return proposed(hands, consent, an_applicant(hands.installation))


def a_match_by_unbriefed_staff(hands: Hands) -> Asked:
    """Ask for a match before the explanation was given."""
    unbriefed = Hand(hands.client, hands.installation, Role.COORDINATOR, a_staff_member(hands.installation))
    return proposed(hands, a_consent(hands.installation), an_applicant(hands.installation), unbriefed)


def a_briefing_with_a_date(hands: Hands) -> Asked:
    """Ask to record an explanation with a day of one's own."""
    path = f"/v1/staff/{a_staff_member(hands.installation)}/briefings"
    told = {"topics": ["scheme", "supporters"], "material_version": 1, "explained_at": "2026-06-02T00:00:00+09:00"}
    return Asked(hands.staff_administrator, path, told)


def a_contact_with_a_date(hands: Hands) -> Asked:
    """Ask to record a contact with a day of one's own."""
    match = led(hands, 5)
    path = f"/v1/matches/{match['id']}/record-contact"
    return Asked(hands.coordinator, path, {"contacted_at": "2026-06-02T00:00:00+09:00"}, match["version"])


def a_withdrawal_with_a_date(hands: Hands) -> Asked:
    """Ask to record a withdrawal before the form was received."""
    path = f"/v1/consents/{a_consent(hands.installation)}/withdraw"
    return Asked(hands.coordinator, path, {"withdrawn_at": "2020-01-01T00:00:00+09:00"}, 2)


def a_step_of_a_closed_incident(hands: Hands) -> Asked:
    """Ask to take a step back in an incident that is far beyond it."""
    steps = ("contain", "investigate", "take-measures", "close")
    incident = an_incident(hands.installation, after=steps)
    return Asked(hands.privacy_officer, f"/v1/incidents/{incident}/contain", NOTE, len(steps) + 1)


def a_step_after_the_term(hands: Hands) -> Asked:
    """Ask for a step of a match whose form came from ISA, after the agreement has ended."""
    match = propose(hands).json()
    assert isinstance(hands.installation.clock, FrozenClock)
    hands.installation.clock.advance(days=365)
    return Asked(hands.coordinator, f"/v1/matches/{match['id']}/offer-to-supporter", None, match["version"])


def a_disposal_while_an_incident_is_open(hands: Hands) -> Asked:
    """Ask to carry out a disposal of a form that an open incident names."""
    form = str(a_consent(hands.installation))
    hands.privacy_officer.post("/v1/incidents", {**REPORT, "receipt_ids": [form]})
    disposal = disposals.proposed(hands, {"basis": "withdrawal", "consent_ids": [form]})
    approved = disposals.step(hands, "secretary_general", disposal, "approve").json()
    return Asked(hands.privacy_officer, f"/v1/disposals/{approved['id']}/execute", None, approved["version"])


def a_match_with_a_paused_supporter(hands: Hands) -> Asked:
    """Ask for a match of a supporter who takes no new proposals."""
    consent = a_consent(hands.installation)
    hands.coordinator.post(f"/v1/consents/{consent}/pause", version=2)
    return proposed(hands, consent, an_applicant(hands.installation))


ROWS: dict[str, tuple[Prepare, int, str]] = {
    "a fourth match of an individual": (a_fourth_match, 409, "supporter_at_capacity"),
    "a second match of an applicant": (a_second_match, 409, "applicant_in_open_match"),
    "supporter and applicant are one person": (a_match_with_oneself, 409, "same_person"),
    "a match with a paused supporter": (a_match_with_a_paused_supporter, 409, "supporter_paused"),
    "a disposal while an incident is open": (a_disposal_while_an_incident_is_open, 403, "disposal-blocked"),
    "a match with a consent taken back": (a_match_of_who_withdrew, 409, "consent_not_active"),
    "matching before the briefing": (a_match_by_unbriefed_staff, 403, "not-briefed"),
    "matching after the term": (a_step_after_the_term, 403, "outside-the-term"),
    "a briefing of tomorrow": (a_briefing_with_a_date, 422, "invalid-body"),
    "a contact of tomorrow": (a_contact_with_a_date, 422, "invalid-body"),
    "a withdrawal before the receipt": (a_withdrawal_with_a_date, 422, "invalid-body"),
    "an edit of what is disposed of": (corrected(ApplicantState.DISPOSED, 2), 410, "disposed"),
    "an edit of who has withdrawn": (corrected(ApplicantState.WITHDRAWN, 2), 409, "wrong-state"),
    "an edit of a closed incident": (a_step_of_a_closed_incident, 409, "wrong-state"),
    "a version that has passed": (corrected(ApplicantState.ACTIVE, 1), 412, "stale-version"),
    "no version": (corrected(ApplicantState.ACTIVE, None), 428, "version-required"),
}


@pytest.mark.parametrize("rule", ROWS)
def test_an_act_that_cannot_be_is_refused_in_words_of_both_languages(rule: str, sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    prepare, status, reason = ROWS[rule]
    asked = prepare(sqlite_hands)

    english, japanese = (
        asked.hand.post(asked.path, asked.body, version=asked.version, headers=words) for words in (ENGLISH, JAPANESE)
    )

    assert [reason_of(english), reason_of(japanese)] == [(status, reason)] * 2
    assert in_english(english.json()["detail"])
    assert in_japanese(japanese.json()["detail"])


def test_the_same_form_of_the_same_person_and_day_is_held_once(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    form = a_form()

    first, again = (sqlite_hands.isa_exchange.post("/v1/consents", form) for _ in range(2))

    assert (first.status_code, again.status_code, again.json()["already_held"]) == (201, 200, True)
    assert first.json()["id"] == again.json()["id"]


@pytest.mark.parametrize(
    ("recipient", "grounds", "slug"),
    [
        (None, Grounds(end="support-given", in_one_match=True), "recipient-not-allowed"),
        (Recipient.COUNTERPART, Grounds(end="marketing", in_one_match=True), "purpose-not-allowed"),
        (Recipient.COUNTERPART, Grounds(in_one_match=True), "purpose-not-allowed"),
        (Recipient.COUNTERPART, Grounds(end="support-given"), "not-the-counterpart"),
        (Recipient.ISA, Grounds(clause="4"), "basis-not-named"),
        (Recipient.PPC, Grounds(), "basis-not-named"),
        (Recipient.THE_PERSON, Grounds(), "basis-not-named"),
    ],
)
def test_a_purpose_or_recipient_outside_2_2_is_refused_in_words_of_both_languages(
    recipient: Recipient | None,
    grounds: Grounds,
    slug: str,
) -> None:
    with pytest.raises(Refusal) as refused:
        require_recipient(recipient, Source.ISA, grounds)

    said = [bytes(problem(slug, accept_language=words, instance="").body).decode() for words in ("en", "ja")]
    assert refused.value.slug == slug
    assert [in_japanese(words) for words in said] == [False, True]


@pytest.mark.parametrize("step", Step)
def test_no_item_beyond_the_step_s_list_has_a_word_of_its_own(step: Step) -> None:
    never = {"email", "date_of_birth", "certificates", "alias", "phone", "stays", "resides_in"}

    assert not {item.value for item in disclosed_to_supporter(step)} & never
