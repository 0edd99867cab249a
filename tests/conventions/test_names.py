"""Are names of every script taken as they stand, and are two spellings of one name found to be the same?"""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conventions.names import is_kana, is_name, is_roman, name_key

LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo"], max_codepoint=0xD7FF), min_size=1)


@pytest.mark.parametrize(
    "name",
    [
        "Example",
        "María José de la Cruz Ñuñez y Sato",
        "João d’Ávila-Sample",
        "O'Sample Jr.",
        "山田 花子",
        "佐々木　エグザンプル",
        "カルロス・エグザンプル",
        "葛\U000e0100城",
        "Nguyễn Văn",
        "Müller",
        "X",
        "Sample, Ana (Santos)",
    ],
)
def test_a_name_of_any_script_and_any_number_of_parts_is_a_name(name: str) -> None:
    assert is_name(name)
    assert is_name(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize("name", ["", " ", "-", "''", "12345", "Ana 2", "ana@example.jp", "<b>Ana</b>", "☃", "Ana\n"])
def test_what_has_no_letter_or_more_than_letters_is_no_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ["JOAO DA SILVA", "JOÃO D'ÁVILA", "Sato-Example", "ＡＮＡ ＳＡＭＰＬＥ"])
def test_a_passport_spells_in_latin_letters(name: str) -> None:
    assert is_roman(name)


@pytest.mark.parametrize("name", ["山田", "YAMADA 花子", "Иванов", "ヤマダ", "-", "ANA2", "ΑΝΑ"])
def test_other_letters_stand_in_no_passport_here(name: str) -> None:
    assert not is_roman(name)


@pytest.mark.parametrize("text", ["・", "ー", " ", "ー・ "])
def test_marks_alone_are_no_reading(text: str) -> None:
    assert not is_kana(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("João da Silva-Sato", "JOAO  DA SILVA SATO"),
        ("D’Ávila", "d'avila"),
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ　はなこ"),
        ("Ｈａｎａｋｏ Example", "HANAKO EXAMPLE"),
        ("葛\U000e0100城", "葛城"),
        ("カルロス・エグザンプル", "カルロス エグザンプル"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("ハナコ", "バナコ"), ("Ana Sample", "Anas Ample"), ("山田", "山本")])
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(LETTERS)
def test_whatever_is_letters_is_a_name_and_has_a_key(name: str) -> None:
    assert is_name(name)
    assert name_key(name)


@given(st.text())
def test_a_key_is_its_own_key_and_knows_no_width(text: str) -> None:
    key = name_key(text)

    assert name_key(key) == key
    assert name_key(unicodedata.normalize("NFKC", text)) == key


@given(st.text(string.ascii_letters, min_size=1))
def test_case_makes_no_difference(name: str) -> None:
    assert name_key(name.upper()) == name_key(name.lower())
