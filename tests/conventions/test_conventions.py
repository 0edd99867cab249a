"""Are dates of eras, numbers, kana and countries read as they are written here, and nothing else taken for them?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conventions.countries import COUNTRIES
from app.conventions.eras import NotADayOfAnEra, day_of, is_wareki
from app.conventions.identifiers import holds_my_number, holds_residence_card_number, is_my_number
from app.conventions.names import is_kana
from app.conventions.telephones import NotATelephoneNumber, e164

REIWA = date(2019, 5, 1)
MY_NUMBER = "123456789018"
"""Made up: eleven digits in their order, and their check digit."""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和6年4月1日", date(2024, 4, 1)),
        ("令和７年３月３１日", date(2025, 3, 31)),
        ("令和元年5月1日", REIWA),
        ("令和1年5月1日", REIWA),
        ("R06.04.01", date(2024, 4, 1)),
        ("R6.4.1", date(2024, 4, 1)),
        ("Ｒ０６．０４．０１", date(2024, 4, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S64.01.07", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("令和 6年 4月 1日", date(2024, 4, 1)),
    ],
)
def test_a_date_of_an_era_is_a_day(written: str, day: date) -> None:
    assert is_wareki(written)
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "平成31年5月1日",
        "昭和64年1月8日",
        "令和元年4月30日",
        "平成元年1月7日",
        "大正15年12月25日",
        "令和6年2月30日",
        "令和6年13月1日",
        "令和0年5月1日",
        "令和00年5月1日",
        "H31.05.01",
        "S64.01.08",
        "R00.01.01",
    ],
)
def test_a_day_that_never_was_in_its_era_is_refused(written: str) -> None:
    assert is_wareki(written)
    with pytest.raises(NotADayOfAnEra):
        day_of(written)


@pytest.mark.parametrize(
    "written", ["2024-04-01", "令和6年4月", "明治45年1月1日", "R6/4/1", "", "令和六年四月一日", "X06.04.01"]
)
def test_anything_else_is_no_date_of_an_era(written: str) -> None:
    assert not is_wareki(written)
    with pytest.raises(NotADayOfAnEra):
        day_of(written)


@given(st.dates(REIWA, REIWA + timedelta(days=365 * 80)))
def test_every_day_of_reiwa_comes_back(day: date) -> None:
    year = day.year - 2018

    assert day_of(f"令和{year}年{day.month}月{day.day}日") == day
    assert day_of(f"R{year:02}.{day.month:02}.{day.day:02}") == day


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    for read, refusal in ((day_of, NotADayOfAnEra), (e164, NotATelephoneNumber)):
        try:
            read(text)
        except refusal:
            continue
    assert holds_my_number(text) in {True, False}
    assert holds_residence_card_number(text) in {True, False}
    assert is_kana(text) in {True, False}


@pytest.mark.parametrize(
    "text",
    [
        MY_NUMBER,
        f"My number is {MY_NUMBER}.",
        "1234-5678-9018",
        "1234 5678 9018",
        "個人番号１２３４５６７８９０１８です",
    ],
)
def test_a_my_number_is_found_in_a_text(text: str) -> None:
    assert holds_my_number(text)


@pytest.mark.parametrize(
    "text", ["123456789012", "1234567890189", "0123456789018", "12345678901", "2024-05-10", "090-0000-0000"]
)
def test_other_numbers_are_no_my_number(text: str) -> None:
    assert not holds_my_number(text)


@given(st.integers(0, 10**11 - 1))
def test_exactly_one_check_digit_fits(eleven: int) -> None:
    fitting = [digit for digit in range(10) if is_my_number(f"{eleven:011}{digit}")]

    assert len(fitting) == 1


@pytest.mark.parametrize(
    "text", ["AB12345678CD", "card ab12345678cd", "ＡＢ１２３４５６７８ＣＤ", "在留カード AB 12345678 CD です"]
)
def test_the_number_of_a_residence_card_is_found_in_a_text(text: str) -> None:
    assert holds_residence_card_number(text)


@pytest.mark.parametrize("text", ["A12345678CD", "AB1234567CD", "AB12345678", "XAB12345678CD", "AB12345678CDE"])
def test_other_codes_are_no_residence_card(text: str) -> None:
    assert not holds_residence_card_number(text)


@pytest.mark.parametrize("text", ["ヤマダ ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ　はなこ", "カルロス・エグザンプル", "サトー"])
def test_a_reading_in_kana_is_kana_in_any_width(text: str) -> None:
    assert is_kana(text)


@pytest.mark.parametrize("text", ["山田", "Yamada", "ヤマダ1", "ヤマダ!", "", "ヤマダ\n"])
def test_anything_else_is_no_kana(text: str) -> None:
    assert not is_kana(text)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("090-0000-0000", "+819000000000"),
        ("０９０−００００−００００", "+819000000000"),
        ("045 211 0000", "+81452110000"),
        ("(045) 211-0000", None),
        ("+81 90 0000 0000", "+819000000000"),
        ("+55 (11) 90000-0000", "+5511900000000"),
        ("+51 1 000 0000", "+5110000000"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(written: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(NotATelephoneNumber):
            e164(written)
    else:
        assert e164(written) == number


@pytest.mark.parametrize(
    "written",
    ["", "call me", "090-0000-000a", "12345", "00-0000-0000", "+0 123456789", "+1234567890123456", "090\n00000000"],
)
def test_what_is_no_telephone_number_is_refused(written: str) -> None:
    with pytest.raises(NotATelephoneNumber):
        e164(written)


def test_the_countries_are_those_of_the_standard() -> None:
    assert len(COUNTRIES) == 249
    assert {"JPN", "BRA", "PER", "PHL", "USA", "ARG", "BOL"} <= COUNTRIES
    assert all(len(code) == 3 and code.isupper() for code in COUNTRIES)
    assert not {"BR", "XXX", "EUR", "ZAR", "DDR"} & COUNTRIES
