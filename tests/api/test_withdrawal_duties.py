"""Does a withdrawal stop its matches at once, and are their end and the disposal owed until they are done?"""

from typing import Any
from uuid import UUID

import pytest

from app.applicants.models import ApplicantState
from app.consents.models import ConsentState
from app.core.clock import FrozenClock
from app.requests.models import Measure
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.disposals import carried_out, proposed
from tests.support.hands import Hands
from tests.support.incidents import REPORT
from tests.support.matching import WAY, led
from tests.support.matching import step as match_step
from tests.support.subjects import a_request


def ending(hands: Hands) -> list[dict[str, Any]]:
    """Return the matches that must end."""
    items: list[dict[str, Any]] = hands.coordinator.get("/v1/matches/duties").json()["items"]
    return items


def disposing(hands: Hands) -> list[dict[str, Any]]:
    """Return what is to be disposed of."""
    items: list[dict[str, Any]] = hands.privacy_officer.get("/v1/disposals/duties").json()["items"]
    return items


def about(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the bases and records of disposals that are owed."""
    return [(item["basis"], item["duty"]["resource_id"]) for item in items]


def withdraw(hands: Hands, what: str, record_id: UUID) -> None:
    """Record a withdrawal at its present version."""
    path = f"/v1/{what}/{record_id}"
    version = hands.coordinator.get(path).json()["version"]
    answer = hands.coordinator.post(f"{path}/withdraw", version=version)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("steps", "action"), [(0, "cancel"), (3, "cancel"), (5, "break-off"), (8, "break-off")])
def test_a_withdrawn_consent_stops_its_match_at_once_and_its_end_is_owed(
    sqlite_hands: Hands, steps: int, action: str
) -> None:
    an_agreement(sqlite_hands.installation)
    consent = a_consent(sqlite_hands.installation)
    match = led(sqlite_hands, steps, consent=consent)
    withdraw(sqlite_hands, "consents", consent)

    further = [match_step(sqlite_hands, match, way, body).status_code for way, body in WAY[steps : steps + 1]]
    (owed,) = ending(sqlite_hands)
    ended = match_step(sqlite_hands, match, action, {"reason": owed["reason"]})

    assert further in ([409], [])
    assert (owed["duty"]["resource_id"], owed["action"]) == (match["id"], action)
    assert (owed["side"], owed["reason"], owed["duty"]["urgency"]) == (
        "supporter",
        "consent_withdrawn",
        "without-delay",
    )
    assert (ended.status_code, ending(sqlite_hands)) == (200, [])


def test_the_end_of_a_match_is_late_after_the_days_of_the_word(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation)
    led(sqlite_hands, 1, applicant=applicant)
    withdraw(sqlite_hands, "applicants", applicant)

    (fresh,) = ending(sqlite_hands)
    clock.advance(days=7, seconds=1)
    (old,) = ending(sqlite_hands)

    assert (fresh["side"], fresh["duty"]["late"], old["duty"]["late"]) == ("applicant", False, True)
    assert (old["duty"]["basis"], old["duty"]["reading"]) == ("reading", "R2.1-4")


def test_a_match_of_two_who_stand_is_owed_no_end(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    led(sqlite_hands, 5)

    assert ending(sqlite_hands) == []


def test_what_was_withdrawn_is_owed_until_it_is_disposed_of(hands: Hands) -> None:
    consent, applicant = a_consent(hands.installation), an_applicant(hands.installation)
    withdraw(hands, "consents", consent)
    withdraw(hands, "applicants", applicant)

    owed = about(disposing(hands))
    carried_out(hands, {"basis": "withdrawal", "consent_ids": [str(consent)]})

    assert set(owed) == {("withdrawal", str(consent)), ("withdrawal", str(applicant))}
    assert about(disposing(hands)) == [("withdrawal", str(applicant))]


def test_a_delayed_disposal_is_shown_with_its_reason_and_is_late_all_the_same(
    sqlite_hands: Hands, clock: FrozenClock
) -> None:
    consent = a_consent(sqlite_hands.installation)
    withdraw(sqlite_hands, "consents", consent)
    sqlite_hands.privacy_officer.post("/v1/incidents", REPORT | {"receipt_ids": [str(consent)]})
    disposal = proposed(sqlite_hands, {"basis": "withdrawal", "consent_ids": [str(consent)]})
    named = {"reason": "open_incident", "days": 20}
    sqlite_hands.privacy_officer.post(f"/v1/disposals/{disposal['id']}/delay", named, version=1)
    clock.advance(days=8)

    (owed,) = disposing(sqlite_hands)

    assert (owed["disposal_id"], owed["delay_reason"]) == (disposal["id"], "open_incident")
    assert (owed["delayed_until"], owed["duty"]["late"]) == ("2026-06-21", True)


def test_a_returned_form_and_an_applicant_whose_support_ended_are_kept_for_their_days(
    sqlite_hands: Hands, clock: FrozenClock
) -> None:
    form = a_consent(sqlite_hands.installation, state=ConsentState.RETURNED)
    person = an_applicant(sqlite_hands.installation, state=ApplicantState.COMPLETED)
    before = about(disposing(sqlite_hands))
    clock.advance(days=30)
    after_a_month = about(disposing(sqlite_hands))
    clock.advance(days=335)

    after_a_year = about(disposing(sqlite_hands))

    assert (before, after_a_month) == ([], [("retention", str(form))])
    assert after_a_year == [("retention", str(form)), ("retention", str(person))]


def test_an_applicant_in_an_open_match_is_kept(sqlite_hands: Hands, clock: FrozenClock) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation)
    led(sqlite_hands, 6, applicant=applicant)
    sqlite_hands.coordinator.post(f"/v1/applicants/{applicant}/complete", version=2)
    clock.advance(days=400)

    assert disposing(sqlite_hands) == []


def test_a_granted_deletion_is_owed_and_one_in_review_is_not(sqlite_hands: Hands) -> None:
    granted, asked = (an_applicant(sqlite_hands.installation, email=f"{one}@example.org") for one in "ab")
    a_request(sqlite_hands.installation, granted, granted=Measure.DELETE)
    a_request(sqlite_hands.installation, asked)

    (owed,) = disposing(sqlite_hands)

    assert (owed["basis"], owed["duty"]["resource_id"]) == ("request", str(granted))
    assert (owed["duty"]["clause"], owed["duty"]["reading"]) == ("article 35", "R2.4-3")


def test_under_the_clause_the_disposal_is_owed_and_then_its_report(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation)
    whole = {"basis": "2(4)", "stopped_matching_on": "2026-05-01"}
    asked = [disposing(sqlite_hands)]
    disposal = proposed(sqlite_hands, whole)
    asked.append(disposing(sqlite_hands))
    for version, (role, action) in enumerate(
        [("secretary_general", "approve"), ("privacy_officer", "execute"), ("secretary_general", "verify")], start=1
    ):
        getattr(sqlite_hands, role).post(f"/v1/disposals/{disposal['id']}/{action}", version=version)
    asked.append(disposing(sqlite_hands))
    sqlite_hands.secretary_general.post(f"/v1/disposals/{disposal['id']}/report", version=4)
    asked.append(disposing(sqlite_hands))

    acts = [[(item["duty"]["act"], item["duty"]["urgency"]) for item in items] for items in asked]
    assert acts == [[], [("dispose", "promptly")], [("report-disposal", "without-delay")], []]
