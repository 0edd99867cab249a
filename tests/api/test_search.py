"""Is a person found by whole terms however written, by whoever may, so often an hour, and on the record?"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2 as httpx
import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.access.roles import Role
from app.audit.models import AuditEntry
from app.conventions.terms import terms_of
from app.core.clock import FrozenClock
from app.vault.blind_index import blind, normalise
from app.vault.keys import keys_of
from app.vault.keystore import Domain
from app.vault.models import blind_indexes
from tests.support.agreements import an_agreement
from tests.support.applicants import an_applicant
from tests.support.consents import a_consent, a_form
from tests.support.hands import Hand, Hands
from tests.support.serving import the_app
from tests.support.staff import a_briefed_staff_member, a_staff_member

NAME, KANA = "山田 花子", "ヤマダ ハナコ"
NEEDLE = "Zqxjkvbw"


@pytest.fixture
def limited(sqlite_hands: Hands) -> Iterator[Hands]:
    """Yield hands of an installation in which three searches an hour are many."""
    installation = sqlite_hands.installation
    few = installation.settings.model_copy(update={"searches_per_hour": 3})
    installation.database.info["settings"] = few
    the_app().state.installation = replace(installation, settings=few)
    yield sqlite_hands
    installation.database.info["settings"] = installation.settings


def found(hands: Hands, what: str = "consents", **said: Any) -> list[str]:
    """Return the ids that a search finds."""
    answer = hands.coordinator.post(f"/v1/{what}/search", said)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_a_supporter_is_found_by_each_term_however_written(hands: Hands) -> None:
    said: dict[str, Any] = {"name": NAME, "name_kana": KANA, "email": "hanako@example.jp", "phone": "090-0000-0001"}
    consent = str(a_consent(hands.installation, **said))
    a_consent(hands.installation, name="Other Example", phone="090-0000-0002")

    by = [
        found(hands, name="山田花子"),
        found(hands, name="ﾔﾏﾀﾞ ﾊﾅｺ"),
        found(hands, name="やまだ はなこ"),
        found(hands, email="HANAKO@example.jp"),
        found(hands, phone="+81 90 0000 0001"),
        found(hands, name=NAME, phone="090-0000-0001"),
    ]

    assert by == [[consent]] * 6


def test_parts_wildcards_and_look_alikes_find_nobody(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation, name="admin example", email="admin@example.jp")

    answers = [
        found(sqlite_hands, **said)
        for said in (
            {"name": "admin"},
            {"name": "admin%"},
            {"name": "admin exampl_"},
            {"name": "\u0430dmin example"},
            {"email": "%@example.jp"},
            {"email": "a@example.jp"},
            {"name": "{{7*7}}x"},
            {"name": "${jndi:ldap://x}"},
            {"name": "admin example", "email": "other@example.jp"},
        )
    ]

    assert answers == [[]] * 9


def test_an_applicant_is_found_by_name_and_birth(sqlite_hands: Hands) -> None:
    ana = str(an_applicant(sqlite_hands.installation, name="Ana Example", date_of_birth="2001-02-03"))
    an_applicant(sqlite_hands.installation, name="Ana Example", date_of_birth="1999-09-09")

    by_birth = found(sqlite_hands, "applicants", name="ANA EXAMPLE", date_of_birth="2001-02-03")

    assert by_birth == [ana]
    assert len(found(sqlite_hands, "applicants", name="ana example")) == 2


def test_a_supporter_is_no_applicant(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation, name="Ana Example", email="ana@example.org")

    assert found(sqlite_hands, "applicants", name="Ana Example") == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("consents", {}),
        ("consents", {"name": "・"}),
        ("consents", {"date_of_birth": "2001-02-03"}),
        ("applicants", {"date_of_birth": "2001-02-03"}),
        ("consents", {"name": None}),
        ("consents", {"phone": "%"}),
    ],
)
def test_a_search_for_nothing_is_refused_without_an_echo(sqlite_hands: Hands, what: str, body: dict[str, Any]) -> None:
    answer = sqlite_hands.coordinator.post(f"/v1/{what}/search", body)

    assert answer.status_code == 422
    assert "2001" not in answer.text


def test_what_a_transcription_says_is_found_from_then_on(hands: Hands) -> None:
    an_agreement(hands.installation)
    mail = "/v1/consents/mail"
    raw = b"From: a@isa.example\r\nTo: b@association.example\r\nSubject: form\r\n\r\nForm\r\n"
    receipt = hands.mail_intake.post(mail, content=raw, headers={"Content-Type": "message/rfc822"}).json()
    consent = receipt["receipts"][0]["id"]
    body = {"transcription": a_form(name=NAME), "consents": {"matching": True}}

    before = found(hands, name=NAME)
    hands.coordinator.post(f"/v1/consents/{consent}/verify", body, version=1)

    assert (before, found(hands, name=NAME)) == ([], [consent])


def test_the_same_person_again_is_told_and_a_stranger_is_not(sqlite_hands: Hands) -> None:
    first = a_consent(sqlite_hands.installation, name=KANA, email="one@example.jp", phone="090-0000-0001")
    again = a_consent(sqlite_hands.installation, name="ﾔﾏﾀﾞ ﾊﾅｺ", email="two@example.jp", phone="090-0000-0002")
    other = a_consent(sqlite_hands.installation, name="Goro Example", phone="090-0000-0003")

    seen = {one: shown(sqlite_hands, one)["resembles"] for one in (first, again, other)}

    assert seen == {first: [], again: [str(first)], other: []}


def test_the_same_applicant_again_is_told(sqlite_hands: Hands) -> None:
    first = an_applicant(sqlite_hands.installation, name="Ana Example", email="ana@example.org")
    again = an_applicant(sqlite_hands.installation, name="Ana Sato", email="ANA@example.org")

    answer = sqlite_hands.coordinator.get(f"/v1/applicants/{again}")

    assert answer.json()["resembles"] == [str(first)]


def shown(hands: Hands, consent: UUID) -> dict[str, Any]:
    """Return a consent as staff see it."""
    view: dict[str, Any] = hands.coordinator.get(f"/v1/consents/{consent}").json()
    return view


def test_a_search_is_recorded_by_kinds_and_count_and_never_by_terms(sqlite_hands: Hands) -> None:
    a_consent(sqlite_hands.installation, name=NAME, email="hanako@example.jp")

    found(sqlite_hands, name=NAME, email="hanako@example.jp")
    (entry,) = sqlite_hands.installation.database.run(searches)

    assert (entry.staff_id, entry.purpose, entry.resource_id) == (sqlite_hands.coordinator.staff_id, "support", None)
    assert entry.facts == {"terms": ["email", "name"], "found": 1}


def searches(session: Session) -> list[AuditEntry]:
    """Return the entries of searches."""
    return list(session.exec(select(AuditEntry).where(AuditEntry.action == "consents.searched")))


def test_case_47_guessing_ends_with_the_hours_searches(limited: Hands, clock: FrozenClock) -> None:
    answers: list[httpx.Response] = []
    for guess in ("Y", "Ya", "Yam", "Yama"):
        answers.append(limited.coordinator.post("/v1/consents/search", {"name": guess}))
        clock.advance(minutes=10)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["retry-after"] == str(30 * 60)
    assert "Yama" not in answers[-1].text
    clock.advance(minutes=20)
    assert found(limited, name="Yama") == []


def test_searches_of_both_kinds_count_together_for_one_person_and_apart_for_two(limited: Hands) -> None:
    installation = limited.installation
    colleague = Hand(limited.client, installation, Role.COORDINATOR, a_briefed_staff_member(installation))
    for what in ("consents", "applicants", "consents"):
        found(limited, what, name="Somebody Example")

    refused = limited.coordinator.post("/v1/applicants/search", {"name": "Somebody Example"})

    assert refused.status_code == 429
    assert colleague.post("/v1/applicants/search", {"name": "Somebody Example"}).status_code == 200


def test_another_process_counts_what_this_one_answered(limited: Hands) -> None:
    for _ in range(3):
        found(limited, name="Somebody Example")
    with TestClient(the_app()) as elsewhere:
        hand = replace_client(limited.coordinator, elsewhere)

        assert hand.post("/v1/consents/search", {"name": "Somebody Example"}).status_code == 429


def replace_client(hand: Hand, client: TestClient) -> Hand:
    """Return the same hand at another door."""
    other = Hand.__new__(Hand)
    other.client, other.installation, other.role = client, hand.installation, hand.role
    other.staff_id, other.client_id = hand.staff_id, hand.client_id
    return other


def test_whoever_is_not_briefed_finds_nobody(sqlite_hands: Hands) -> None:
    installation = sqlite_hands.installation
    unbriefed = Hand(sqlite_hands.client, installation, Role.COORDINATOR, a_staff_member(installation))

    assert unbriefed.post("/v1/consents/search", {"name": NAME}).json()["type"] == "/problems/not-briefed"


def test_case_113_a_survivor_is_found_in_a_new_epoch_and_an_old_index_tells_nothing(hands: Hands) -> None:
    stays, goes = (a_consent(hands.installation, name=name) for name in (NAME, "Leaves Example"))
    dump = hands.installation.database.run(index_values)
    before = hands.installation.database.run(confirmations, dump, NAME, "Leaves Example")
    disposal = hands.privacy_officer.post("/v1/disposals", {"basis": "withdrawal", "consent_ids": [str(goes)]}).json()
    steps = [("secretary_general", "approve"), ("privacy_officer", "execute")]
    for version, (role, action) in enumerate(steps, start=1):
        getattr(hands, role).post(f"/v1/disposals/{disposal['id']}/{action}", version=version)

    confirmed = hands.installation.database.run(confirmations, dump, NAME, "Leaves Example")

    assert found(hands, name=NAME) == [str(stays)]
    assert found(hands, name="Leaves Example") == []
    assert (before, confirmed) == (2, 0)


def index_values(session: Session) -> list[bytes]:
    """Return the values of every blind index, as an old dump of the database has them."""
    return list(session.connection().execute(select(blind_indexes.c.value)).scalars())


def confirmations(session: Session, dump: list[bytes], *names: str) -> int:
    """Return how many known names somebody with the living index keys could confirm in an old dump."""
    keys = keys_of(session).index_keys(Domain.ISA).values()
    terms = [normalise(term.key) for name in names for term in terms_of({"name": name})]
    return len({blind(key, "consents:name", term) for key in keys for term in terms} & set(dump))


def test_no_term_reaches_a_file_a_log_or_an_answer(
    limited: Hands,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said: dict[str, Any] = {"name": f"{NEEDLE} Example", "email": f"{NEEDLE}@example.jp", "phone": "090-7531-8642"}
    a_consent(limited.installation, **said)
    an_applicant(limited.installation, name=said["name"], email=said["email"])
    (tmp_path / "control").write_text(NEEDLE)

    answers = [
        limited.coordinator.post("/v1/consents/search", said),
        limited.coordinator.post("/v1/consents/search", {**said, "prefix": f"{NEEDLE}%"}),
        limited.coordinator.post("/v1/applicants/search", {**said, "date_of_birth": NEEDLE}),
        *(limited.coordinator.post("/v1/applicants/search", {"name": said["name"]}) for _ in range(3)),
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 422, 200, 200, 429]
    told = "".join(answer.text for answer in answers) + caplog.text + "".join(capsys.readouterr())
    assert not [needle for needle in needles() if needle.decode() in told]
    assert {file.name for file in tmp_path.rglob("*") if file.is_file() and holds(file)} == {"control"}


def needles() -> tuple[bytes, ...]:
    """Return what must be nowhere: the terms as they were said, and as they are compared."""
    return tuple(text.encode() for text in (NEEDLE, NEEDLE.casefold(), "7531-8642", "819075318642"))


def holds(file: Path) -> bool:
    """Tell whether a needle stands in a file."""
    content = file.read_bytes()
    return any(needle in content for needle in needles())
