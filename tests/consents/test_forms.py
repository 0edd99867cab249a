"""Which forms, and which told consents, can be? Asked of the models themselves, without a service around them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.consents.capacity import is_beyond_the_scheme, most_open_matches
from app.consents.forms import TellConsents, TranscribedForm
from app.consents.models import GivenConsents, HolderKind
from tests.support.consents import a_form, told_abroad

ORGANISATION = {"holder_kind": "organisation", "representative": "Taro Example", "corporate_number": "7000012050002"}
LAST_DAY_OF_TWO, FIRST_DAY_OF_THREE = date(2023, 12, 27), date(2023, 12, 28)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": "山田 花子", "name_kana": "ヤマダ ハナコ", "name_roman": "YAMADA HANAKO", "name_alias": "Hana"},
        {"prefecture": "13", "municipality": "131016", "postal_code": "〒100-0001"},
        {"wished_area": ["14", "13"], "wished_languages": ["pt"], "support_kinds": ["daily_life"]},
        {"signed_on": "令和6年5月10日"},
        ORGANISATION,
        {**ORGANISATION, "contact_person": "Hanako Example", "capacity": 40},
    ],
)
def test_a_form_as_people_write_it_is_taken(said: dict[str, Any]) -> None:
    assert TranscribedForm.model_validate(a_form(**said)).model_fields_set >= said.keys()


@pytest.mark.parametrize(
    ("said", "member", "code"),
    [
        ({"representative": "Taro Example"}, "representative", "belongs_to_an_organisation"),
        ({"contact_person": "Taro Example"}, "contact_person", "belongs_to_an_organisation"),
        ({"corporate_number": "7000012050002"}, "corporate_number", "belongs_to_an_organisation"),
        ({**ORGANISATION, "name_alias": "Hana"}, "name_alias", "belongs_to_an_individual"),
        ({**ORGANISATION, "corporate_number": "7000012050003"}, "corporate_number", "corporate_number"),
        ({"prefecture": "14", "municipality": "131016"}, "municipality", "not_in_the_prefecture"),
        ({"prefecture": "13", "municipality": "131017"}, "municipality", "unknown_municipality"),
        ({"postal_code": "231-001"}, "postal_code", "postal_code"),
        ({"name_kana": "Hanako"}, "name_kana", "not_kana"),
        ({"wished_area": []}, "wished_area", "too_short"),
        ({"wished_area": ["14", "14"]}, "wished_area", "repeated"),
        ({"support_kinds": ["money"]}, "support_kinds", "enum"),
    ],
)
def test_a_form_that_cannot_be_is_refused_at_its_member(said: dict[str, Any], member: str, code: str) -> None:
    assert faults(TranscribedForm, a_form(**said)) == [(member, code)]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"matching": True, "text_version": "2024-04"},
        {"provision_abroad": False},
        {"provision_abroad": True, "told_of_abroad": [told_abroad("BRA"), told_abroad("PER")]},
        {"provision_abroad": True, "told_of_abroad": [told_abroad(None)]},
        {
            "told_of_abroad": [
                told_abroad("BRA", measures_told=False, measures_unknown_because="a private person"),
            ]
        },
    ],
)
def test_consents_are_told_with_what_the_person_was_told(told: dict[str, Any]) -> None:
    assert TellConsents.model_validate(told).model_fields_set == told.keys()


@pytest.mark.parametrize(
    ("abroad", "member", "code"),
    [
        ([], "", "missing"),
        ([told_abroad("BRA"), told_abroad("BRA")], "", "repeated"),
        ([told_abroad("BRA", country_unknown_because="not known")], "country_unknown_because", "not_expected"),
        ([told_abroad(None) | {"country_unknown_because": None}], "country_unknown_because", "missing"),
        ([told_abroad("BRA", system_told=False)], "system_told", "missing"),
        ([told_abroad("BRA", measures_told=False)], "measures_unknown_because", "missing"),
        ([told_abroad("BRA", measures_unknown_because="why")], "measures_unknown_because", "not_expected"),
        ([told_abroad("BR")], "country", "alpha_2_country"),
    ],
)
def test_article_28_asks_what_was_told_before_the_consent(
    abroad: list[dict[str, Any]],
    member: str,
    code: str,
) -> None:
    found = faults(TellConsents, {"provision_abroad": True, "told_of_abroad": abroad})

    assert found == [(member or "told_of_abroad", code)]


@pytest.mark.parametrize(
    ("given", "country", "reached"),
    [
        ({"provision_abroad": True, "told_of_abroad": [told_abroad("BRA")]}, "BRA", True),
        ({"provision_abroad": True, "told_of_abroad": [told_abroad("BRA")]}, "PER", False),
        ({"provision_abroad": True, "told_of_abroad": [told_abroad(None)]}, "PER", True),
        ({"provision_abroad": False, "told_of_abroad": [told_abroad("BRA")]}, "BRA", False),
        ({"told_of_abroad": [told_abroad("BRA")]}, "BRA", False),
    ],
)
def test_a_consent_reaches_the_countries_the_person_was_told_of(
    given: dict[str, Any],
    country: str,
    *,
    reached: bool,
) -> None:
    told = TellConsents.model_validate(given).model_dump()

    assert GivenConsents.model_validate(told).reach(country) is reached


@pytest.mark.parametrize(
    ("kind", "offered", "on", "most", "beyond"),
    [
        (HolderKind.INDIVIDUAL, None, FIRST_DAY_OF_THREE, 3, False),
        (HolderKind.INDIVIDUAL, 3, FIRST_DAY_OF_THREE, 3, False),
        (HolderKind.INDIVIDUAL, 4, FIRST_DAY_OF_THREE, 3, True),
        (HolderKind.INDIVIDUAL, 3, LAST_DAY_OF_TWO, 2, True),
        (HolderKind.INDIVIDUAL, 2, LAST_DAY_OF_TWO, 2, False),
        (HolderKind.INDIVIDUAL, 1, FIRST_DAY_OF_THREE, 1, False),
        (HolderKind.ORGANISATION, 40, FIRST_DAY_OF_THREE, 40, False),
        (HolderKind.ORGANISATION, None, LAST_DAY_OF_TWO, None, False),
    ],
)
def test_the_scheme_says_how_many_an_individual_supports(
    kind: HolderKind,
    offered: int | None,
    on: date,
    most: int | None,
    *,
    beyond: bool,
) -> None:
    assert (most_open_matches(kind, offered, on), is_beyond_the_scheme(kind, offered, on)) == (most, beyond)


def faults(model: type[TranscribedForm | TellConsents], said: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the last member and the code of each fault."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(said)
    return [
        (str([step for step in fault["loc"] if isinstance(step, str)][-1]), fault["type"])
        for fault in refused.value.errors()
    ]
