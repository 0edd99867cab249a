"""Is every body that cannot be refused by a clear problem, in English and in Japanese? One row per rule.

What the state of a thing forbids stands in `test_bad_acts.py`; what only the types of fields refuse, in
`tests/http/test_checks.py`, of which each rule has one row here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.core.clock import FrozenClock
from app.main import install
from tests.support.agreements import an_agreement
from tests.support.applicants import CONSENTED, a_person
from tests.support.consents import a_form
from tests.support.faults import ENGLISH, JAPANESE, faults_of, in_english, in_japanese
from tests.support.hands import Hands
from tests.support.incidents import REPORT
from tests.support.serving import NOON, demo_settings, the_app

TOMORROW = "2026-06-02"
"""The clock stands at noon of 2026-06-01 in Japan."""
FUTURE = "in_the_future"
AN_ORGANISATION = {"holder_kind": "organisation"}
ORGANISATION = "belongs_to_an_organisation"
MY_NUMBER, CARD = "1234 5678 9018", "AB12345678CD"
JLPT = {"exam": "jlpt", "result": "N3", "certified_on": "2025-01-20"}


def need(text: str, consented_on: str | None = None) -> dict[str, Any]:
    """Say what support has to heed."""
    return {"needs": [{"text": text, "shared_by_consent_on": consented_on}]}


def certificate(**said: Any) -> dict[str, Any]:
    """Say that a test was passed."""
    return {"certificates": [{**JLPT, **said}]}


OF_APPLICANTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("a day that is none", {"date_of_birth": "2001-02-30"}, "/date_of_birth", "date_from_datetime_parsing"),
    ("a day in no known form", {"date_of_birth": "03/02/2001"}, "/date_of_birth", "date_type"),
    ("an era that was over", {"date_of_birth": "平成31年5月1日"}, "/date_of_birth", "day_outside_its_era"),
    ("an era's last day and one more", {"date_of_birth": "昭和64年1月8日"}, "/date_of_birth", "day_outside_its_era"),
    ("born today", {"date_of_birth": "2026-06-01"}, "/date_of_birth", FUTURE),
    ("a month that is none", {"month_of_arrival": "2027-13"}, "/month_of_arrival", "string_pattern_mismatch"),
    ("consent of tomorrow", {"consent_to_matching": {**CONSENTED, "on": TOMORROW}}, "/consent_to_matching/on", FUTURE),
    ("a need's consent of tomorrow", need("x", TOMORROW), "/needs/0/shared_by_consent_on", FUTURE),
    ("a level that is none", certificate(result="N0"), "/certificates/0/result", "unknown_result"),
    ("a level of another test", certificate(exam="nat_test"), "/certificates/0/result", "unknown_result"),
    ("a test that is none", certificate(exam="toefl"), "/certificates/0/exam", "enum"),
    (
        "a certificate without its day",
        {"certificates": [{"exam": "jlpt", "result": "N3"}]},
        "/certificates/0/certified_on",
        "missing",
    ),
    ("a certificate of tomorrow", certificate(certified_on=TOMORROW), "/certificates/0/certified_on", FUTURE),
    ("applied before the scheme", {"coe_applied_on": "2018-06-30"}, "/coe_applied_on", "before_the_scheme"),
    (
        "granted before applied",
        {"coe_applied_on": "2025-02-01", "coe_granted_on": "2025-01-31"},
        "/coe_granted_on",
        "out_of_order",
    ),
    (
        "left before entered",
        {"stays": [{"entered_on": "2025-02-01", "left_on": "2025-01-31"}]},
        "/stays",
        "out_of_order",
    ),
    ("entered tomorrow", {"stays": [{"entered_on": TOMORROW, "left_on": None}]}, "/stays/0/entered_on", FUTURE),
    ("a name without a letter", {"name": "12345"}, "/name", "not_a_name"),
    ("a name of spaces", {"name": " \u3000 "}, "/name", "blank"),
    ("a name with a direction mark", {"name": "Ana\u202eSample"}, "/name", "unseen_character"),
    ("a name with a control character", {"name": "Ana\u0007Sample"}, "/name", "unseen_character"),
    ("a name too long", {"name": "A" * 201}, "/name", "too_long"),
    ("a passport in kanji", {"name_roman": "山田"}, "/name_roman", "not_roman"),
    ("a reading in letters", {"name_kana": "Yamada"}, "/name_kana", "not_kana"),
    ("a My Number in a need", need(f"my number is {MY_NUMBER}"), "/needs/0/text", "my_number"),
    ("a residence card in a need", need(f"card {CARD}"), "/needs/0/text", "residence_card_number"),
    (
        "an e-mail address of two lines",
        {"email": "a@example.jp\nBcc: b@example.jp"},
        "/email",
        "string_pattern_mismatch",
    ),
    ("a telephone number of letters", {"phone": "call me"}, "/phone", "telephone_number"),
    ("a country in two letters", {"country_of_origin": "BR"}, "/country_of_origin", "alpha_2_country"),
    ("a country that is none", {"resides_in": "XXX"}, "/resides_in", "unknown_country"),
    ("a language in three letters", {"languages": ["por"]}, "/languages/0", "unknown_language"),
    ("a language twice", {"languages": ["pt", "pt"]}, "/languages", "repeated"),
    ("a prefecture 00", {"wished_area": ["00"]}, "/wished_area/0", "unknown_prefecture"),
    ("a prefecture 48", {"wished_area": ["48"]}, "/wished_area/0", "unknown_prefecture"),
    ("a prefecture 1", {"wished_area": ["1"]}, "/wished_area/0", "unknown_prefecture"),
    ("a wrong check digit", {"wished_municipalities": ["141004"]}, "/wished_municipalities/0", "unknown_municipality"),
    (
        "a municipality elsewhere",
        {"wished_municipalities": ["131016"]},
        "/wished_municipalities",
        "not_in_the_prefecture",
    ),
    ("what is not asked", {"religion": "x"}, "", "extra_forbidden"),
]
OF_INCIDENTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("known tomorrow", {"known_at": "2026-06-02T00:00:00+09:00"}, "/known_at", "out_of_bounds"),
    ("happened tomorrow", {"occurred_at": "2026-06-02T00:00:00+09:00"}, "/occurred_at", "out_of_bounds"),
    (
        "found before it happened",
        {"occurred_at": "2026-05-02T00:00:00+09:00", "known_at": "2026-05-01T00:00:00+09:00"},
        "/occurred_at",
        "out_of_bounds",
    ),
    ("an instant without its offset", {"occurred_at": "2026-05-01T00:00:00"}, "/occurred_at", "datetime_type"),
    ("nobody", {"persons": 0}, "/persons", "greater_than_equal"),
    ("fewer than nobody", {"persons": -1}, "/persons", "greater_than_equal"),
    ("half a person", {"persons": 1.5}, "/persons", "int_type"),
    ("a number in a text", {"persons": "3"}, "/persons", "int_type"),
    ("a My Number in what happened", {"summary": f"It named {MY_NUMBER}."}, "/summary", "my_number"),
    ("nothing to read", {"summary": "\u3164 \u2800"}, "/summary", "blank"),
    ("too long a story", {"details": "x" * 4001}, "/details", "too_long"),
]
OF_CONSENTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("signed on a day that is none", {"signed_on": "令和6年2月30日"}, "/signed_on", "day_outside_its_era"),
    ("signed tomorrow", {"signed_on": TOMORROW}, "/signed_on", FUTURE),
    ("provided before ISA received it", {"isa_received_at": "2026-06-02T00:00:00+09:00"}, "/isa_received_at", FUTURE),
    ("received without an offset", {"isa_received_at": "2026-05-02T00:00:00"}, "/isa_received_at", "datetime_type"),
    ("remarks with a residence card", {"remarks": f"card {CARD}"}, "/remarks", "residence_card_number"),
    ("a residence card for a name", {"name": CARD}, "/name", "residence_card_number"),
    ("room for nobody", {"capacity": 0}, "/capacity", "greater_than_equal"),
    ("six digits of a postal code", {"postal_code": "231-000"}, "/postal_code", "postal_code"),
    ("a municipality elsewhere", {"municipality": "131016"}, "/municipality", "not_in_the_prefecture"),
    ("an individual's contact person", {"contact_person": "Ema"}, "/contact_person", ORGANISATION),
    ("an individual's corporate number", {"corporate_number": "7000012050002"}, "/corporate_number", ORGANISATION),
    ("an organisation's alias", {**AN_ORGANISATION, "name_alias": "Ema"}, "/name_alias", "belongs_to_an_individual"),
    (
        "a wrong corporate number",
        {**AN_ORGANISATION, "corporate_number": "7000012050003"},
        "/corporate_number",
        "corporate_number",
    ),
]
BODIES = {
    "/v1/applicants": ("coordinator", a_person, OF_APPLICANTS),
    "/v1/incidents": ("operator", lambda **said: {**REPORT, **said}, OF_INCIDENTS),
    "/v1/consents": ("isa_exchange", a_form, OF_CONSENTS),
}
ROWS = [
    pytest.param(path, role, make(**said), (pointer, code), id=f"{rule} {path}")
    for path, (role, make, rows) in BODIES.items()
    for rule, said, pointer, code in rows
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Hands]:
    """Yield the hands of one installation for all rows: a refused body leaves nothing behind."""
    folder = tmp_path_factory.mktemp("desk")
    file = folder / "yonsei.db"
    file.write_bytes(sqlite_template.read_bytes())
    installation = install(demo_settings(f"sqlite:///{file}", folder), FrozenClock(NOON))
    an_agreement(installation)
    app = the_app()
    app.state.installation = installation
    with TestClient(app) as client:
        yield Hands(client, installation)
    installation.database.close()


@pytest.mark.parametrize(("path", "role", "body", "fault"), ROWS)
def test_a_body_that_cannot_be_is_refused_in_words_of_both_languages(
    desk: Hands,
    path: str,
    role: str,
    body: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    english, japanese = (getattr(desk, role).post(path, body, headers=words) for words in (ENGLISH, JAPANESE))

    assert [faults_of(english), faults_of(japanese)] == [[fault], [fault]]
    assert in_english(english.json()["errors"][0]["message"])
    assert in_japanese(japanese.json()["errors"][0]["message"])


@pytest.mark.parametrize(
    ("path", "role", "body"),
    [
        ("/v1/applicants", "coordinator", a_person(date_of_birth="平成13年2月3日", **certificate(result="ｎ３"))),
        ("/v1/applicants", "coordinator", a_person(name_kana="ｱﾅ ｻﾝﾌﾟﾙ", phone="０９０−００００−００００")),
        ("/v1/applicants", "coordinator", a_person(**need("<b>no</b> pork & no shellfish"))),
        ("/v1/applicants", "coordinator", a_person(date_of_birth="1980-01-01")),
        ("/v1/incidents", "operator", {**REPORT, "persons": None}),
        ("/v1/incidents", "operator", {**REPORT, "persons": 1001}),
        (
            "/v1/consents",
            "isa_exchange",
            a_form(signed_on="R06.05.10", postal_code="〒２３１－０００１", remarks="<script>alert('1')</script>"),
        ),
    ],
)
def test_what_only_looks_wrong_is_taken(desk: Hands, path: str, role: str, body: dict[str, Any]) -> None:
    assert getattr(desk, role).post(path, body).status_code == 201


def test_a_level_in_small_letters_is_kept_as_the_level(desk: Hands) -> None:
    registered = desk.coordinator.post("/v1/applicants", a_person(**certificate(result="n3")))

    shown = desk.coordinator.get(registered.headers["location"]).json()
    assert (shown["profile"]["certificates"], shown["standing"]["level"]) == ([JLPT], "N3")


def test_html_is_text_and_is_given_back_as_it_came(desk: Hands) -> None:
    text = "<img src=x onerror=alert(1)> & \"quotes\" 'too'"
    registered = desk.coordinator.post("/v1/applicants", a_person(**need(text)))

    shown = desk.coordinator.get(registered.headers["location"])

    assert shown.json()["profile"]["needs"][0]["text"] == text
    assert shown.headers["content-type"] == "application/json"
