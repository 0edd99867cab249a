"""Does every form that ISA sends by e-mail come in, term or no term, each with its own receipt and original?"""

import hashlib
from typing import Any
from uuid import UUID

import httpx2 as httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.installation import Installation
from app.access.roles import Role
from app.consents.enclosures import take_apart
from app.consents.mail import MOST_FORMS, read_mail
from app.consents.provision import receive_letter
from app.core.errors import Malformed, TooLarge
from app.vault.documents import open_document, summarise_documents
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.consents import a_form, a_mail
from tests.support.hands import Hands
from tests.support.papers import LIMITS

PATH, MAIL = "/v1/consents/mail", {"Content-Type": "message/rfc822"}
ONE, TWO, THREE = b"%PDF-1.7 one", b"%PDF-1.7 two", b"%PDF-1.7 three"
FROM = b"From: exchange@isa.example\r\n"
WITH_PICTURES = FROM + (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/html\r\n\r\n<img src=cid:logo>\r\n"
    b"--x\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n\r\nlogo\r\n"
    b"--x\r\nContent-Type: text/calendar; name=day.ics\r\nContent-Disposition: attachment\r\n\r\nBEGIN\r\n"
    b"--x\r\nContent-Type: application/pdf; name=empty.pdf\r\nContent-Disposition: attachment\r\n\r\n\r\n"
    b"--x\r\nContent-Type: application/x_odd; name=form.bin\r\nContent-Disposition: attachment\r\n\r\nform\r\n"
    b"--x--\r\n"
)


def test_a_mail_without_attachment_is_one_form(hands: Hands) -> None:
    an_agreement(hands.installation)
    raw = a_mail()

    taken = deliver(hands, raw)

    assert (taken.status_code, taken.json()["already_held"]) == (201, False)
    receipt = only(taken.json()["receipts"])
    assert receipt["digest"] == hashlib.sha256(raw).hexdigest()
    assert (receipt["state"], receipt["channel"], receipt["outside_term"]) == ("received", "email", False)


def test_every_attachment_is_a_form_of_its_own(hands: Hands) -> None:
    an_agreement(hands.installation)

    taken = deliver(hands, a_mail(files=[ONE, TWO, THREE])).json()

    assert [receipt["receipt_number"] for receipt in taken["receipts"]] == [1, 2, 3]
    assert [receipt["digest"] for receipt in taken["receipts"]] == [
        hashlib.sha256(form).hexdigest() for form in (ONE, TWO, THREE)
    ]


def test_the_same_form_in_another_mail_gets_the_same_receipt(hands: Hands) -> None:
    an_agreement(hands.installation)
    first = deliver(hands, a_mail(files=[ONE])).json()

    again = deliver(hands, a_mail("once more", files=[ONE]))
    mixed = deliver(hands, a_mail(files=[TWO, ONE]))

    assert (again.status_code, again.json()["already_held"]) == (200, True)
    assert again.json()["receipts"] == [first["receipts"][0] | {"already_held": True}]
    assert [receipt["already_held"] for receipt in mixed.json()["receipts"]] == [False, True]


def test_outside_a_term_a_mailed_form_is_sealed_and_both_sides_are_told(hands: Hands) -> None:
    taken = deliver(hands, a_mail(files=[ONE]))

    receipt = only(taken.json()["receipts"])
    assert (taken.status_code, receipt["outside_term"]) == (201, True)
    event = only(hands.isa_exchange.get("/v1/feeds/consents").json())
    assert event["type"] == "org.yonsei-matching.consent.received-outside-term.v1"
    assert event["data"] == {"id": receipt["id"], "receipt_number": 1}
    assert only(hands.coordinator.get("/v1/consents").json()["items"])["outside_term"] is True


def test_a_form_from_between_two_terms_is_used_once_terms_are_in_force(hands: Hands) -> None:
    receipt = only(deliver(hands, a_mail(files=[ONE])).json()["receipts"])
    an_agreement(hands.installation)

    body = {"transcription": a_form()}
    verified = hands.coordinator.post(f"/v1/consents/{receipt['id']}/verify", body, version=1)

    assert verified.json()["state"] == "verified"


def test_a_mail_can_be_asked_what_it_came_to(hands: Hands) -> None:
    taken = deliver(hands, a_mail(files=[ONE, TWO]))

    shown = hands.mail_intake.get(taken.headers["location"])

    assert (shown.status_code, shown.json()) == (200, taken.json())


def test_a_mail_handed_over_again_with_its_key_is_answered_alike(sqlite_hands: Hands) -> None:
    raw = a_mail(files=[ONE])

    answers = [sqlite_hands.mail_intake.post(PATH, content=raw, headers=MAIL, key="the-same") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_several_forms_of_one_mail_are_kept_apart(installation: Installation) -> None:
    raw, actor = a_mail("Two forms.", files=[ONE, TWO]), an_actor(installation, Role.MAIL_INTAKE)

    taken = installation.database.run(receive_letter, actor, take_apart(raw, LIMITS))

    kept = [originals(installation, receipt.id) for receipt in taken.receipts]
    assert [files["form"] for files in kept] == [ONE, TWO]
    assert all(b"Two forms." in files["letter"] and b"isa.example" in files["letter"] for files in kept)
    assert not any(TWO in file for file in kept[0].values())


def test_a_mail_with_one_form_is_kept_whole(installation: Installation) -> None:
    raw, actor = a_mail(files=[ONE]), an_actor(installation, Role.MAIL_INTAKE)

    taken = installation.database.run(receive_letter, actor, take_apart(raw, LIMITS))

    kept = originals(installation, taken.receipts[0].id)
    assert (kept["mail"], kept["form"], set(kept)) == (raw, ONE, {"mail", "form", "letter"})


@pytest.mark.parametrize(
    ("sender", "answer"),
    [("Exchange@ISA.example", (201, None)), ("exchange@isa.example.org", (422, "/problems/unknown-sender"))],
)
def test_forms_are_taken_from_listed_senders_only(
    sqlite_hands: Hands,
    sender: str,
    answer: tuple[int, str | None],
) -> None:
    info = sqlite_hands.installation.database.info
    info["settings"] = sqlite_hands.installation.settings.model_copy(
        update={"mail_senders": frozenset({"exchange@isa.example"})},
    )

    taken = deliver(sqlite_hands, a_mail(sender=sender))

    assert (taken.status_code, taken.json().get("type")) == answer


def test_isa_does_not_hand_mail_over_itself(sqlite_hands: Hands) -> None:
    refused = sqlite_hands.isa_exchange.post(PATH, content=a_mail(), headers=MAIL)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-yours")


@pytest.mark.parametrize(
    "raw",
    [
        b"no header at all",
        b"Subject: nobody\r\n\r\ntext",
        b"From: one@isa.example, two@isa.example\r\n\r\ntext",
        FROM + FROM + b"\r\ntext",
        b"From: \xff\xfe\r\n\r\ntext",
    ],
)
def test_what_is_no_mail_is_refused(sqlite_hands: Hands, raw: bytes) -> None:
    refused = deliver(sqlite_hands, raw)

    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed")


def test_mail_comes_as_mail(sqlite_hands: Hands) -> None:
    refused = sqlite_hands.mail_intake.post(PATH, content=a_mail(), headers={"Content-Type": "text/plain"})

    assert refused.status_code == 415


def test_what_is_no_form_is_kept_with_the_first_of_several(installation: Installation) -> None:
    second = b"--x\r\nContent-Type: a/b; name=two.bin\r\nContent-Disposition: attachment\r\n\r\nother\r\n--x--"
    raw, actor = WITH_PICTURES.replace(b"--x--", second), an_actor(installation, Role.MAIL_INTAKE)

    taken = installation.database.run(receive_letter, actor, read_mail(raw))

    kept = [originals(installation, receipt.id) for receipt in taken.receipts]
    assert [set(files) for files in kept] == [{"form", "letter", "attachment"}, {"form", "letter"}]


@pytest.mark.parametrize(("demo", "status"), [(True, 201), (False, 422)])
def test_in_earnest_nobody_is_taken_for_isa_while_no_sender_is_set(
    sqlite_hands: Hands,
    *,
    demo: bool,
    status: int,
) -> None:
    info = sqlite_hands.installation.database.info
    info["settings"] = sqlite_hands.installation.settings.model_copy(update={"demo": demo})

    assert deliver(sqlite_hands, a_mail()).status_code == status


def test_pictures_within_the_text_and_empty_files_are_no_forms() -> None:
    letter = read_mail(WITH_PICTURES)

    form = only(letter.enclosures)
    assert (form.name, form.media_type, form.content.strip()) == ("form.bin", "application/octet-stream", b"form")


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "utf-8"])
def test_japanese_mail_is_taken_apart_in_its_charset(charset: str) -> None:
    head = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()

    letter = read_mail(FROM + head + "承諾書をお送りします。".encode(charset))

    assert (letter.sender, letter.enclosures) == ("exchange@isa.example", ())
    assert letter.text.decode() == "From: exchange@isa.example\n\n承諾書をお送りします。"


def test_a_forwarded_mail_is_one_form() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    forwarded = a_mail("inside", files=[ONE, TWO])

    letter = read_mail(FROM + head + b"Content-Type: message/rfc822\r\n\r\n" + forwarded + b"\r\n--x--\r\n")

    assert b"inside" in only(letter.enclosures).content


def test_a_mail_holds_so_many_forms_and_no_more() -> None:
    with pytest.raises(TooLarge):
        read_mail(a_mail(files=[bytes([number]) for number in range(MOST_FORMS + 1)]))


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
        b"Content-Type: Multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nhi\r\n" * 3000,
    ],
    ids=["nested", "flat"],
)
def test_mail_of_very_many_parts_is_refused_before_it_is_taken_apart(raw: bytes) -> None:
    with pytest.raises(TooLarge):
        read_mail(FROM + raw)


def test_mails_within_mails_without_end_break_nothing() -> None:
    with pytest.raises(Malformed):
        read_mail(FROM + b"Content-Type: message/rfc822\r\n\r\n" * 3000)


@given(st.binary(max_size=400), st.sampled_from([b"", FROM, WITH_PICTURES[:300], FROM + b"Content-Type: "]))
def test_no_bytes_at_all_break_the_reading_of_mail(tail: bytes, head: bytes) -> None:
    try:
        letter = read_mail(head + tail)
    except Malformed:
        return

    assert "@" in letter.sender


def deliver(hands: Hands, raw: bytes) -> httpx.Response:
    """Hand a mail over as the association's mail server does."""
    return hands.mail_intake.post(PATH, content=raw, headers=MAIL)


def originals(installation: Installation, consent_id: UUID) -> dict[str, bytes]:
    """Return what is kept of a form as it came, by kind."""

    def read(session: Any) -> dict[str, bytes]:
        summaries = summarise_documents(session, consent_id)
        return {one.kind: b"".join(open_document(session, one.id)[1]) for one in summaries}

    return installation.database.run(read)


def only(items: Any) -> Any:
    """Return the one item there is."""
    (item,) = items
    return item
