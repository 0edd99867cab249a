"""Do matches go step by step, by briefed staff, within a term, showing each side only what the step allows?"""

from datetime import date

import pytest

from app.access.roles import Role
from app.applicants.models import ApplicantState
from app.core.clock import FrozenClock, tokyo_day
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent
from tests.support.hands import Hand, Hands
from tests.support.matching import WAY, led, propose, step
from tests.support.staff import a_briefed_staff_member, a_staff_member

OF_APPLICANT = {"country_of_origin", "languages", "wished_area", "month_of_arrival", "needs"}
SHARED = {"text": "vegetarian meals", "shared_by_consent_on": "2026-05-01"}
KEPT = {"text": "a quiet room", "shared_by_consent_on": None}
OF_SUPPORTER = {"holder_kind", "prefecture", "languages"}
KNOWN = [
    (0, set(), set()),
    (1, OF_APPLICANT, set()),
    (3, OF_APPLICANT, OF_SUPPORTER),
    (5, OF_APPLICANT | {"name"}, OF_SUPPORTER | {"name", "email"}),
]


def test_a_match_goes_its_whole_way(hands: Hands) -> None:
    an_agreement(hands.installation)

    match = led(hands, 8)

    assert match["state"] == "supporting"


@pytest.mark.parametrize(("steps", "supporter", "applicant"), KNOWN)
def test_each_side_knows_exactly_what_the_step_allows(
    steps: int,
    supporter: set[str],
    applicant: set[str],
    sqlite_hands: Hands,
) -> None:
    an_agreement(sqlite_hands.installation)

    match = led(sqlite_hands, steps, applicant=an_applicant(sqlite_hands.installation, needs=[SHARED, KEPT]))

    assert set(match["disclosed_to_supporter"]) == supporter
    assert set(match["disclosed_to_applicant"]) == applicant


@pytest.mark.parametrize("steps", [1, 3, 5])
def test_each_need_is_told_only_with_a_consent_of_its_own(sqlite_hands: Hands, steps: int) -> None:
    an_agreement(sqlite_hands.installation)

    match = led(sqlite_hands, steps, applicant=an_applicant(sqlite_hands.installation, needs=[KEPT, SHARED]))

    assert match["disclosed_to_supporter"]["needs"] == ["vegetarian meals"]


@pytest.mark.parametrize("needs", [[], [KEPT]])
def test_a_supporter_cannot_tell_no_need_from_needs_that_are_not_shared(
    sqlite_hands: Hands,
    needs: list[dict[str, str | None]],
) -> None:
    an_agreement(sqlite_hands.installation)

    match = led(sqlite_hands, 1, applicant=an_applicant(sqlite_hands.installation, needs=needs))

    made = sqlite_hands.coordinator.get(f"/v1/matches/{match['id']}/provisions").json()["items"]
    assert "needs" not in match["disclosed_to_supporter"]
    assert "needs" not in made[0]["items"]


def test_a_need_whose_consent_comes_later_is_told_and_written_down_with_the_next_step(
    sqlite_hands: Hands, clock: FrozenClock
) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation, needs=[KEPT])
    match = led(sqlite_hands, 1, applicant=applicant)
    clock.advance(days=1)
    consented = {"needs": [{**KEPT, "shared_by_consent_on": tokyo_day(clock.now()).isoformat()}]}
    sqlite_hands.coordinator.post(f"/v1/applicants/{applicant}/correct", consented, version=2)

    before = sqlite_hands.coordinator.get(f"/v1/matches/{match['id']}").json()
    for action, body in WAY[1:3]:
        match = step(sqlite_hands, match, action, body).json()

    made = sqlite_hands.coordinator.get(f"/v1/matches/{match['id']}/provisions").json()["items"]
    assert "needs" not in before["disclosed_to_supporter"]
    assert match["disclosed_to_supporter"]["needs"] == [KEPT["text"]]
    assert [one["items"] for one in made if one["recipient"] == "supporter"][1:] == [["needs"]]


def test_each_disclosure_leaves_one_provision_record_for_each_side_that_learns(hands: Hands) -> None:
    an_agreement(hands.installation)
    match = led(hands, 5)

    made = hands.coordinator.get(f"/v1/matches/{match['id']}/provisions").json()["items"]

    assert [(one["step"], one["recipient"]) for one in made] == [
        ("offered_to_supporter", "supporter"),
        ("offered_to_applicant", "applicant"),
        ("contact_released", "supporter"),
        ("contact_released", "applicant"),
    ]


def test_a_repeated_release_is_answered_alike_and_recorded_once(hands: Hands) -> None:
    an_agreement(hands.installation)
    match = led(hands, 4)
    path = f"/v1/matches/{match['id']}/release-contact"

    first = hands.coordinator.post(path, version=match["version"], key="release")
    again = hands.coordinator.post(path, version=match["version"], key="release")

    made = hands.coordinator.get(f"/v1/matches/{match['id']}/provisions").json()["items"]
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert len(made) == 4


def test_unbriefed_staff_cannot_propose_a_match(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    staff = a_staff_member(sqlite_hands.installation)
    hand = Hand(sqlite_hands.client, sqlite_hands.installation, Role.COORDINATOR, staff)

    refused = propose(sqlite_hands, by=hand).json()

    assert (refused["type"], refused["clause"], refused["basis"]) == ("/problems/not-briefed", "3(1)", "text")


def test_a_country_nobody_attested_is_refused_by_a_reading(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    staff = a_briefed_staff_member(sqlite_hands.installation, countries=())
    hand = Hand(sqlite_hands.client, sqlite_hands.installation, Role.COORDINATOR, staff)

    refused = propose(sqlite_hands, by=hand).json()

    assert (refused["type"], refused["reading"]) == ("/problems/country-not-known", "R3.1-3")


def test_outside_a_term_no_match_is_proposed_and_the_refusal_says_that_it_is_a_reading(hands: Hands) -> None:
    an_agreement(hands.installation, starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31))

    refused = propose(hands).json()

    assert (refused["clause"], refused["basis"], refused["reading"]) == ("5", "reading", "R5-4")


def test_a_match_can_be_stopped_after_the_term_and_shows_nothing_any_more(hands: Hands, clock: FrozenClock) -> None:
    an_agreement(hands.installation)
    match = led(hands, 1)
    clock.advance(days=730)

    stopped = step(hands, match, "cancel", {"reason": "matching_discontinued"})

    assert stopped.json()["state"] == "cancelled"
    assert stopped.json()["disclosed_to_supporter"] is None


def test_an_applicant_is_in_one_open_match_at_a_time(hands: Hands) -> None:
    an_agreement(hands.installation)
    applicant = an_applicant(hands.installation)
    propose(hands, applicant=applicant)

    again = propose(hands, applicant=applicant)

    assert again.status_code == 409


@pytest.mark.parametrize(("offered", "taken"), [(1, 1), (5, 3)])
def test_an_individual_supports_no_more_than_the_form_and_the_scheme_allow(
    offered: int,
    taken: int,
    sqlite_hands: Hands,
) -> None:
    an_agreement(sqlite_hands.installation)
    consent = a_consent(sqlite_hands.installation, capacity=offered)

    answers = [propose(sqlite_hands, consent=consent).status_code for _ in range(taken + 1)]

    assert answers == [201] * taken + [409]


def test_an_applicant_who_stepped_back_is_not_matched(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    applicant = an_applicant(sqlite_hands.installation, state=ApplicantState.WITHDRAWN)

    assert propose(sqlite_hands, applicant=applicant).status_code == 409


def test_provision_abroad_needs_the_supporters_consent(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent = a_consent(sqlite_hands.installation, provision_abroad=False)
    match = led(sqlite_hands, 2, consent=consent)

    refused = step(sqlite_hands, match, "offer-to-applicant")

    assert refused.json()["type"] == "/problems/persons-consent-missing"


def test_no_step_is_jumped(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    match = led(sqlite_hands, 1)

    assert step(sqlite_hands, match, "release-contact").status_code == 409


def test_a_stale_version_is_refused(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    match = led(sqlite_hands, 0)
    step(sqlite_hands, match, "offer-to-supporter")

    assert step(sqlite_hands, match, "cancel", {"reason": "mutual"}).status_code == 412


def test_one_person_is_not_matched_with_themselves(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent = a_consent(sqlite_hands.installation, name="Ana Example", email="ana@example.org")
    oneself = an_applicant(sqlite_hands.installation, name="ANA EXAMPLE", email="Ana@example.org")
    namesake = an_applicant(sqlite_hands.installation, name="Ana Example", email="other@example.org")

    refused = propose(sqlite_hands, consent=consent, applicant=oneself)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert propose(sqlite_hands, consent=consent, applicant=namesake).status_code == 201
