"""Does each type of the edge take what it should, keep it in its one form, and name what it refuses?"""

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.http.fields import (
    CorporateNumber,
    Country,
    Day,
    Email,
    Instant,
    Kana,
    Language,
    Line,
    Municipality,
    Paragraph,
    PersonName,
    Phrase,
    PostalCode,
    Prefecture,
    RomanName,
    Telephone,
)

MY_NUMBER, CARD = "123456789018", "AB12345678CD"
TAKEN: list[tuple[Any, object, object]] = [
    (Day, "令和6年4月1日", date(2024, 4, 1)),
    (Day, "令和7年3月末日", date(2025, 3, 31)),
    (Day, "2024-04-01", date(2024, 4, 1)),
    (PostalCode, "〒２３１－０００１", "2310001"),
    (Municipality, "141003", "141003"),
    (CorporateNumber, "7000012050002", "7000012050002"),
    (PersonName, "María José Ñuñez", "María José Ñuñez"),
    (Kana, "ﾊﾅｺ", "ﾊﾅｺ"),
    (Paragraph, "<script>alert('1')</script> & more\n", "<script>alert('1')</script> & more\n"),
    (Phrase, "a child’s seat", "a child’s seat"),
    (Line, "葛\U000e0100城", "葛\U000e0100城"),
]
REFUSED: list[tuple[Any, object, str]] = [
    (Day, "平成31年5月1日", "day_outside_its_era"),
    (Day, "昭和64年1月8日", "day_outside_its_era"),
    (Day, "2024-02-30", "date_from_datetime_parsing"),
    (Day, "2024-4-1", "date_type"),
    (Day, 20240401, "date_type"),
    (Instant, "2024-04-01T00:00:00", "datetime_type"),
    (Instant, "2024-04-01", "datetime_type"),
    (Country, "BR", "alpha_2_country"),
    (Country, "br", "alpha_2_country"),
    (Country, "XXX", "unknown_country"),
    (Country, "bra", "unknown_country"),
    (Language, "por", "unknown_language"),
    (Language, "xx", "unknown_language"),
    (Prefecture, "00", "unknown_prefecture"),
    (Prefecture, "48", "unknown_prefecture"),
    (Prefecture, "1", "unknown_prefecture"),
    (Municipality, "141002", "unknown_municipality"),
    (PostalCode, "231-001", "postal_code"),
    (CorporateNumber, "7000012050003", "corporate_number"),
    (Telephone, "call me", "telephone_number"),
    (Email, "hanako@example.jp\nBcc: x@example.jp", "string_pattern_mismatch"),
    (PersonName, "12345", "not_a_name"),
    (RomanName, "山田", "not_roman"),
    (Kana, "Yamada", "not_kana"),
    (Phrase, f"card {CARD}", "residence_card_number"),
    (Phrase, f"my number {MY_NUMBER}", "my_number"),
    (Paragraph, "1234\n5678\n9018", "my_number"),
    (Paragraph, "１２３４−５６７８−９０１８", "my_number"),
    (Paragraph, "٠١٢٣ " + MY_NUMBER, "my_number"),
    (Paragraph, "card AB‐12345678‐CD", "residence_card_number"),
    (Line, "a\u0000b", "unseen_character"),
    (Line, "a\u202eb", "unseen_character"),
    (Line, "a\u2066b", "unseen_character"),
    (Line, "a\nb", "unseen_character"),
    (Line, "   ", "blank"),
    (Line, "\u3000\u3164\u2800", "blank"),
    (Line, "x" * 201, "too_long"),
    (Paragraph, "x" * 4001, "too_long"),
    (Line, "", "too_short"),
]


@pytest.mark.parametrize(("kind", "written", "kept"), TAKEN)
def test_what_is_right_is_kept_in_its_one_form(kind: Any, written: object, kept: object) -> None:
    assert TypeAdapter(kind).validate_python(written) == kept


@pytest.mark.parametrize(("kind", "written", "code"), REFUSED)
def test_what_is_wrong_is_refused_by_name(kind: Any, written: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(written)

    assert [fault["type"] for fault in refused.value.errors()] == [code]


@pytest.mark.parametrize("kind", [Day, PersonName, Kana, Telephone, PostalCode, Municipality, Country, Language, Email])
@given(text=st.text())
def test_no_text_is_more_than_refused(kind: Any, text: str) -> None:
    with contextlib.suppress(ValidationError):
        TypeAdapter(kind).validate_python(text)
