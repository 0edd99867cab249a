"""Is the printed answer whole, in Japanese, escaped, and free of anything from outside?"""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.conventions.eras import NotADayOfAnEra, in_era
from app.memorandum.clause_2_2_purpose import Step
from app.provisions.models import OccasionKind, ProvidedTo
from app.requests import page
from app.requests.disclosure_schemas import (
    DisclosureView,
    HeldApplicant,
    HeldConsent,
    HeldDocument,
    HeldMatch,
    IncidentMention,
    ProvisionLine,
    ReadingLine,
    RequestLine,
    ToldToPerson,
)
from app.requests.models import RequestKind, RequestState

AT = datetime(2026, 6, 1, 15, 30, tzinfo=UTC)
ID = UUID(int=7)
HOSTILE = '<script>alert("x")</script><img src=http://evil.example/x>'
UNSAID = (
    "isa_received_at verified_at activated_at returned_at withdrawn_at expired_at expired_reason availability "
    "availability_confirmed_at disposed_at"
)


def a_document() -> HeldDocument:
    """Return a document whose name is hostile."""
    return HeldDocument(
        kind="form", name=HOSTILE, media_type="application/pdf", size=12345, sha256="ab" * 32, held_since=AT
    )


def a_disclosure(**said: object) -> DisclosureView:
    """Return a disclosure that has everything, unless said otherwise."""
    form = {"name": HOSTILE, "prefecture": "14", "languages": ["ja", "pt"], "signed_on": "2024-05-10", "matching": True}
    profile = {
        "name": "Carlos Example",
        "resides_in": "BRA",
        "consent_to_matching": {"given": False},
        "needs": [{"text": HOSTILE}],
    }
    consent = HeldConsent.model_validate(
        {
            "id": ID,
            "state": "active",
            "source": "isa",
            "channel": "email",
            "receipt_number": 12,
            "received_at": AT,
            "outside_term": True,
            "returned_reasons": ["not_signed", "not_dated"],
            "form": form,
            "documents": [a_document()],
        }
        | dict.fromkeys(UNSAID.split()),
    )
    applicant = HeldApplicant.model_validate(
        {"id": ID, "state": "active", "created_at": AT, "profile": profile, "documents": []}
        | dict.fromkeys(("activated_at", "withdrawn_at", "completed_at", "disposed_at")),
    )
    match = HeldMatch.model_validate(
        dict.fromkeys(HeldMatch.model_fields)
        | {
            "id": ID,
            "state": "in_contact",
            "proposed_at": AT,
            "told": [ToldToPerson(at=AT, step=Step.CONTACT_RELEASED, items=["name"])],
        },
    )
    provision = ProvisionLine(
        id=ID,
        provided_at=AT,
        recipient=ProvidedTo.APPLICANT,
        recipient_name=HOSTILE,
        items=["email", "name"],
        basis="consent of the person, article 27",
        abroad=True,
        occasion=OccasionKind.MATCH,
        step=Step.CONTACT_RELEASED,
        keep_until=date(2029, 6, 2),
    )
    reading = ReadingLine(
        at=AT,
        client_id="desk",
        staff_id=None,
        role="coordinator",
        purpose="support",
        action="consent.read",
        record_id=ID,
        fields=["name"],
    )
    line = RequestLine(
        id=ID,
        kind=RequestKind.DISCLOSURE,
        state=RequestState.NOTIFIED,
        arrived_at=AT,
        decided_at=AT,
        notified_at=None,
    )
    whole: dict[str, object] = {
        "request_id": ID,
        "kind": RequestKind.DISCLOSURE,
        "prepared_at": AT,
        "draft": False,
        "nothing_held": False,
        "withheld": [],
        "consents": [consent],
        "applicants": [applicant],
        "matches": [match],
        "provisions": [provision],
        "readings": [reading],
        "incidents": [IncidentMention(id=ID, kind="data_protection", state="shared", known_at=AT)],
        "requests": [line],
    }
    return DisclosureView.model_validate(whole | said)


def test_every_value_is_escaped_and_nothing_comes_from_outside() -> None:
    text = page.page_of(a_disclosure())

    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;") == 4
    assert not re.search(
        r"""(src|href|url|@import|action)\s*[=(]""", text.replace("http://evil.example", "").replace("src=/x", "")
    )


def test_the_page_is_a_whole_document_in_japanese_for_paper() -> None:
    text = page.page_of(a_disclosure())

    assert text.startswith('<!doctype html>\n<html lang="ja">')
    assert '<meta charset="utf-8">' in text
    assert "@page { size: A4;" in text
    assert [
        words for words in ("承諾書", "マッチング", "第三者提供の記録", "閲覧の記録", "事案") if words not in text
    ] == []


def test_codes_and_days_are_in_words() -> None:
    text = page.page_of(a_disclosure())

    wanted = [
        "神奈川県（14）",
        "日本語、ポルトガル語",
        "令和6年5月10日（2024年5月10日）",
        "令和8年6月2日（2026年6月2日） 00:30",
        "ブラジル（BRA）",
        "署名がない、日付がない",
        "有効期間外の受領",
        "同意あり",
        "同意なし",
        "御本人の同意（第27条）",
        "外国にある第三者",
        "12,345 バイト",
        "支援（確認書２（２））",
    ]
    assert [words for words in wanted if words not in text] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"draft": True}, "審査中の案"),
        ({"nothing_held": True}, "保有個人データは存在しません"),
        ({"withheld": ["remarks", "readings"]}, "備考、閲覧の記録"),
        ({"kind": RequestKind.PROVISION_RECORDS}, "第三者提供記録開示書"),
    ],
)
def test_what_the_answer_is_stands_at_its_head(said: dict[str, object], words: str) -> None:
    assert words in page.page_of(a_disclosure(**said))
    assert words not in page.page_of(a_disclosure())


def test_an_answer_of_nothing_has_no_empty_tables() -> None:
    sections = ("consents", "applicants", "matches", "provisions", "readings", "incidents", "requests")

    text = page.page_of(a_disclosure(nothing_held=True, **dict.fromkeys(sections, ())))

    assert "<table" not in text


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("article 27(1)(iv)", "第27条第1項第4号"),
        ("article 26(1)", "第26条第1項"),
        ("article 27", "第27条"),
        ("clause 2(3)", "確認書2(3)"),
        ("consent of the person, article 27", "御本人の同意（第27条）"),
    ],
)
def test_a_basis_is_in_words(basis: str, words: str) -> None:
    assert page.basis_in_words(basis) == words


@pytest.mark.parametrize(
    ("value", "name", "words"),
    [
        (True, "matching", "同意あり"),
        (False, "consent_to_matching", "同意なし"),
        (True, "wheelchair", "はい"),
        (False, "wheelchair", "いいえ"),
        ([{"name": "N3", "signed_on": "2026-02-30"}], "levels", "氏名・名称：N3、承諾日：2026-02-30"),
        ("unheard", "prefecture", "unheard"),
        (3, "capacity", "3"),
    ],
)
def test_a_value_is_in_words(value: object, name: str, words: str) -> None:
    assert page.value_in_words(value, name) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(2026, 6, 1), "令和8年6月1日"),
    ],
)
def test_a_day_is_written_in_its_era(day: date, words: str) -> None:
    assert in_era(day) == words


def test_a_day_before_the_eras_known_here_has_none() -> None:
    with pytest.raises(NotADayOfAnEra):
        in_era(date(1912, 7, 29))
