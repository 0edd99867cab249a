"""Are two writings of one thing one term, and two things two?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conventions.terms import Term, TermKind, are_of_one_person, terms_of


def name(text: str) -> frozenset[Term]:
    """Return the terms of somebody of whom only the name is known."""
    return terms_of({"name": text})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヤマダ", "ﾔﾏﾀﾞ"),
        ("ヤマダ", "やまだ"),
        ("山田 太郎", "山田\u3000太郎"),
        ("山田 太郎", "山田太郎"),
        ("admin", "ａｄｍｉｎ"),
        ("João da Silva", "JOAO DA SILVA"),
        ("カルロス・エグザンプル", "ｶﾙﾛｽ ｴｸﾞｻﾞﾝﾌﾟﾙ"),
    ],
)
def test_case_69_two_writings_of_a_name_are_one_term(one: str, other: str) -> None:
    assert name(one) == name(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("admin", "\u0430dmin"),
        ("山田太郎", "山田太"),
        ("Hanako Example", "Hanako"),
        ("ハハ", "ババ"),
        ("Hanako%", "Hanako_a"),
    ],
)
def test_two_names_are_two_terms(one: str, other: str) -> None:
    assert name(one) != name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "Hanako@Example.jp"}, {"email": "hanako@example.jp"}),
        ({"phone": "090-0000-0000"}, {"phone": "+81 90 0000 0000"}),
        ({"phone": "０９０（００００）００００"}, {"phone": "09000000000"}),
    ],
)
def test_two_writings_of_an_address_or_number_are_one_term(one: dict[str, str], other: dict[str, str]) -> None:
    assert terms_of(one) == terms_of(other) != frozenset()


def test_names_in_every_script_are_names() -> None:
    form = {"name": "山田太郎", "name_kana": "ヤマダ タロウ", "name_roman": "YAMADA TARO", "alias": "タロ"}

    kinds = [term.kind for term in terms_of(form)]

    assert kinds == [TermKind.NAME] * 4


def test_a_birth_is_found_with_each_name_and_never_alone() -> None:
    profile = {"name": "Ana Example", "name_kana": "アナ", "date_of_birth": "2001-02-03"}

    births = {term.key for term in terms_of(profile) if term.kind is TermKind.NAME_AND_BIRTH}

    assert births == {"anaexample|2001-02-03", "アナ|2001-02-03"}
    assert terms_of({"date_of_birth": "2001-02-03"}) == frozenset()


@pytest.mark.parametrize(
    "fields", [{}, {"name": None}, {"name": "・"}, {"phone": "call me"}, {"email": " "}, {"name": 3}]
)
def test_what_says_nothing_has_no_terms(fields: dict[str, object]) -> None:
    assert terms_of(fields) == frozenset()


@given(st.text())
def test_no_name_breaks_it_and_each_equals_itself(text: str) -> None:
    assert name(text) == name(f" {text} ")


@pytest.mark.parametrize(
    ("other", "one_person"),
    [
        ({"name": "ANA EXAMPLE", "email": "Ana@example.org"}, True),
        ({"name": "Ana Example", "email": "other@example.org"}, False),
        ({"name": "Bruno Example", "email": "ana@example.org"}, False),
        ({"name": "Ana Example", "email": "x@example.org", "phone": "090-0000-0000"}, True),
    ],
)
def test_a_name_and_one_thing_more_make_one_person(other: dict[str, str], *, one_person: bool) -> None:
    ana = {"name": "Ana Example", "email": "ana@example.org", "phone": "+819000000000"}

    assert are_of_one_person(terms_of(ana), terms_of(other)) is one_person


@pytest.mark.parametrize("field", ["name_kana", "name_roman", "name_alias", "contact_person", "representative"])
def test_a_supporter_is_found_by_each_name_on_the_form(field: str) -> None:
    assert terms_of({field: "Hanako Example"}) == terms_of({"name": "Hanako Example"})
