"""Are Japanese dates, kana and numbers taken at the edge, and is what may not be collected refused with a code?"""

from typing import Any

import pytest

from tests.support.agreements import an_agreement
from tests.support.applicants import a_person
from tests.support.consents import a_form
from tests.support.faults import faults_of
from tests.support.hands import Hands
from tests.support.incidents import REPORT, an_incident, step

MY_NUMBER, CARD = "1234 5678 9018", "AB12345678CD"


def a_need(text: str) -> dict[str, str | None]:
    """Return a need that is not shared."""
    return {"text": text, "shared_by_consent_on": None}


def provided(hands: Hands, **changes: Any) -> Any:
    """Provide a form with changes."""
    an_agreement(hands.installation)
    return hands.isa_exchange.post("/v1/consents", {**a_form(), **changes})


@pytest.mark.parametrize("written", ["令和6年5月10日", "R06.05.10", "令和６年５月１０日"])
def test_a_day_on_paper_may_stand_in_an_era_and_is_kept_in_western_years(hands: Hands, written: str) -> None:
    receipt = provided(hands, signed_on=written).json()["id"]

    shown = hands.coordinator.get(f"/v1/consents/{receipt}").json()

    assert shown["form"]["signed_on"] == "2024-05-10"


def test_the_same_form_in_either_calendar_is_the_same_form(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    form = a_form()

    first = sqlite_hands.isa_exchange.post("/v1/consents", {**form, "signed_on": "2024-05-10"})
    again = sqlite_hands.isa_exchange.post("/v1/consents", {**form, "signed_on": "令和6年5月10日"})

    assert (first.status_code, again.status_code) == (201, 200)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"signed_on": "平成31年5月1日"}, ("/signed_on", "day_outside_its_era")),
        ({"signed_on": "令和6年2月30日"}, ("/signed_on", "day_outside_its_era")),
        ({"signed_on": "10/05/2024"}, ("/signed_on", "date_type")),
        ({"name_kana": "Yamada"}, ("/name_kana", "not_kana")),
        ({"phone": "call me"}, ("/phone", "telephone_number")),
        ({"phone": "12345"}, ("/phone", "telephone_number")),
        ({"remarks": f"My number is {MY_NUMBER}."}, ("/remarks", "my_number")),
        ({"remarks": f"Card {CARD}"}, ("/remarks", "residence_card_number")),
        ({"prefecture": "48"}, ("/prefecture", "unknown_prefecture")),
        ({"prefecture": "00"}, ("/prefecture", "unknown_prefecture")),
    ],
)
def test_a_form_against_the_conventions_is_refused(
    sqlite_hands: Hands,
    changes: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    assert faults_of(provided(sqlite_hands, **changes)) == [fault]


def test_half_width_kana_is_kept_as_it_was_written(sqlite_hands: Hands) -> None:
    receipt = provided(sqlite_hands, name_kana="ﾔﾏﾀﾞ ﾊﾅｺ").json()["id"]

    assert sqlite_hands.coordinator.get(f"/v1/consents/{receipt}").json()["form"]["name_kana"] == "ﾔﾏﾀﾞ ﾊﾅｺ"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"country_of_origin": "XXX"}, ("/country_of_origin", "unknown_country")),
        ({"country_of_origin": "BR"}, ("/country_of_origin", "alpha_2_country")),
        ({"needs": [a_need(f"card {CARD}")]}, ("/needs/0/text", "residence_card_number")),
        ({"needs": [a_need(MY_NUMBER)]}, ("/needs/0/text", "my_number")),
        ({"date_of_birth": "昭和64年1月8日"}, ("/date_of_birth", "day_outside_its_era")),
    ],
)
def test_an_applicant_against_the_conventions_is_refused(
    sqlite_hands: Hands,
    changes: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    answer = sqlite_hands.coordinator.post("/v1/applicants", {**a_person(), **changes})

    assert faults_of(answer) == [fault]


@pytest.mark.parametrize("text", [MY_NUMBER, CARD])
def test_no_word_about_an_incident_holds_a_number_that_may_not_be_collected(sqlite_hands: Hands, text: str) -> None:
    reported = sqlite_hands.operator.post("/v1/incidents", {**REPORT, "summary": f"It named {text}."})
    noted = step(sqlite_hands.privacy_officer, an_incident(sqlite_hands.installation), "contain", note=text)

    assert [code for _, code in faults_of(reported) + faults_of(noted)] in (
        ["my_number"] * 2,
        ["residence_card_number"] * 2,
    )
    assert text not in reported.text + noted.text
