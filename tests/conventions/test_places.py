"""Are places in Japan known by their codes, and by nothing that looks like one?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conventions.identifiers import is_corporate_number
from app.conventions.languages import LANGUAGES
from app.conventions.places import PREFECTURES, NotAPostalCode, is_municipality, lies_in, postal_code

CHIYODA, YOKOHAMA, SAPPORO, NAHA = "131016", "141003", "011002", "472018"


def test_the_prefectures_are_forty_seven() -> None:
    assert len(PREFECTURES) == 47
    assert {"01", "13", "14", "47"} <= PREFECTURES
    assert not {"00", "48", "1", "014"} & PREFECTURES


@pytest.mark.parametrize("code", [CHIYODA, YOKOHAMA, SAPPORO, NAHA])
def test_a_municipality_is_known_by_its_check_digit(code: str) -> None:
    assert is_municipality(code)
    assert not any(is_municipality(code[:5] + digit) for digit in "0123456789" if digit != code[5])


@pytest.mark.parametrize("code", ["130001", "13101", "1310160", "001016", "481016", "13101a", "", "１３１０１６"])
def test_anything_else_is_no_municipality(code: str) -> None:
    assert not is_municipality(code)


def test_a_municipality_lies_in_one_prefecture() -> None:
    assert [code for code in sorted(PREFECTURES) if lies_in(CHIYODA, code)] == ["13"]


@pytest.mark.parametrize(
    "written",
    ["2310001", "231-0001", "〒231-0001", "〒 231-0001", "２３１－０００１", "〒２３１ー０００１", " 231−0001 "],
)
def test_a_postal_code_is_read_as_people_write_it(written: str) -> None:
    assert postal_code(written) == "2310001"


@pytest.mark.parametrize("written", ["", "231-001", "23-10001", "231-00011", "231--0001", "abc-defg", "231\n0001"])
def test_what_has_not_seven_digits_is_no_postal_code(written: str) -> None:
    with pytest.raises(NotAPostalCode):
        postal_code(written)


@given(st.integers(0, 9_999_999), st.sampled_from(["", "-", "－", "−", "‐"]), st.sampled_from(["", "〒", "〒 "]))
def test_every_postal_code_comes_back(number: int, hyphen: str, mark: str) -> None:
    digits = f"{number:07}"

    assert postal_code(f"{mark}{digits[:3]}{hyphen}{digits[3:]}") == digits


@given(st.integers(0, 10**12 - 1))
def test_one_first_digit_makes_a_corporate_number(twelve: int) -> None:
    fitting = [digit for digit in range(10) if is_corporate_number(f"{digit}{twelve:012}")]

    assert len(fitting) == 1


@pytest.mark.parametrize("digits", ["7000012050003", "700001205000", "70000120500020", "7000-0120-5000", ""])
def test_anything_else_is_no_corporate_number(digits: str) -> None:
    assert is_corporate_number("7000012050002")
    assert not is_corporate_number(digits)


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    try:
        assert len(postal_code(text)) == 7
    except NotAPostalCode:
        assert True
    assert is_municipality(text) in {True, False}
    assert is_corporate_number(text) in {True, False}


def test_the_languages_are_those_of_the_standard() -> None:
    assert len(LANGUAGES) == 183
    assert {"ja", "pt", "es", "en", "tl", "qu", "gn", "ay"} <= LANGUAGES
    assert not {"jp", "fil", "xx", "PT"} & LANGUAGES
