"""Does a scanned form come in with its fields, once, clean, and only where the terms in force list that way?"""

import hashlib
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from app.documents.findings import Finding
from app.memorandum.clause_1_2_channel import Channel
from tests.support.agreements import an_agreement
from tests.support.consents import a_form
from tests.support.hands import Hand, Hands
from tests.support.papers import a_jpeg, a_pdf, a_png, an_archive, deflated, javascript, opening_with, two_parts

PATH = "/v1/consents"


def provide(
    hand: Hand,
    form: object = None,
    scan: bytes = b"",
    *,
    boundary: str = "one",
    key: str | None = None,
    **said: str,
) -> httpx.Response:
    """Send a form with its scan as ISA's system does."""
    body = two_parts(a_form() if form is None else form, scan or a_pdf(), boundary=boundary, **said)
    return hand.post(PATH, content=body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}, key=key)


def test_a_scanned_form_gets_a_receipt_with_the_digest_of_its_file(hands: Hands) -> None:
    an_agreement(hands.installation)
    scan = a_pdf()

    receipt = provide(hands.isa_exchange, scan=scan)

    assert receipt.status_code == 201
    said = {member: receipt.json()[member] for member in ("channel", "digest", "receipt_number", "state")}
    digest = hashlib.sha256(scan).hexdigest()
    assert said == {"channel": "upload", "digest": digest, "receipt_number": 1, "state": "received"}
    assert hands.isa_exchange.get(receipt.headers["location"]).json() == receipt.json()


def test_a_scanned_form_is_kept_with_what_it_says(hands: Hands) -> None:
    an_agreement(hands.installation)
    form, scan = a_form(name="Taro Scanned"), a_png()

    consent_id = provide(hands.isa_exchange, form, scan, name="承諾書.png", media_type="image/png").json()["id"]

    shown = hands.coordinator.get(f"{PATH}/{consent_id}").json()
    (kept,) = hands.coordinator.get(f"{PATH}/{consent_id}/documents").json()["items"]
    assert (shown["form"]["name"], shown["channel"]) == ("Taro Scanned", "upload")
    assert (kept["kind"], kept["name"], kept["media_type"], kept["size"]) == (
        "form",
        "承諾書.png",
        "image/png",
        len(scan),
    )
    assert hands.coordinator.get(f"{PATH}/{consent_id}/document").content == scan


def test_a_scanned_form_is_verified_without_another_transcription(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    consent_id = provide(sqlite_hands.isa_exchange).json()["id"]

    verified = sqlite_hands.coordinator.post(f"{PATH}/{consent_id}/verify", {}, version=1)

    assert (verified.status_code, verified.json()["state"]) == (200, "verified")


def test_the_same_scan_again_gets_the_same_receipt_and_is_kept_once(hands: Hands) -> None:
    an_agreement(hands.installation)
    scan = a_pdf()
    first = provide(hands.isa_exchange, scan=scan)

    again = provide(hands.isa_exchange, a_form(name="Somebody Else"), scan, boundary="two")

    assert (again.status_code, again.json()) == (200, first.json() | {"already_held": True})
    assert len(hands.coordinator.get(f"{PATH}/{first.json()['id']}/documents").json()["items"]) == 1


def test_a_request_repeated_with_its_key_is_answered_alike_under_another_boundary(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    form, scan = a_form(), a_pdf()

    answers = [
        provide(sqlite_hands.isa_exchange, form, scan, boundary=boundary, key="same") for boundary in ("one", "two")
    ]
    another = provide(sqlite_hands.isa_exchange, form, a_pdf(pages=2), key="same")

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (another.status_code, another.json()["type"]) == (422, "/problems/idempotency-key-reused")


@pytest.mark.parametrize("channels", [[Channel.EMAIL], [Channel.EMAIL, Channel.API]])
def test_terms_that_do_not_list_uploads_refuse_a_scan(sqlite_hands: Hands, channels: list[Channel]) -> None:
    an_agreement(sqlite_hands.installation, channels=channels)

    refused = provide(sqlite_hands.isa_exchange, scan=b"%PDF-1.7 and not even one")

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/channel-not-agreed")
    assert [refused.json()[member] for member in ("clause", "basis", "reading")] == ["1(2)", "reading", "R1.2-1"]


def test_terms_that_list_uploads_alone_refuse_json(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation, channels=[Channel.EMAIL, Channel.UPLOAD])

    assert provide(sqlite_hands.isa_exchange).status_code == 201
    assert sqlite_hands.isa_exchange.post(PATH, a_form()).json()["type"] == "/problems/channel-not-agreed"


def test_nobody_but_isas_system_provides_a_scan(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)

    refused = [provide(sqlite_hands.mail_intake), provide(sqlite_hands.coordinator)]

    assert [answer.json()["type"] for answer in refused] == ["/problems/not-yours", "/problems/insufficient-scope"]


SUSPECT: dict[str, tuple[dict[str, Any], Finding]] = {
    "acts": ({"scan": a_pdf(opening_with(javascript()), packed=True)}, Finding.ACTIVE_CONTENT),
    "archive": ({"scan": an_archive()}, Finding.OTHER_TYPE),
    "another type": ({"scan": a_jpeg()}, Finding.OTHER_TYPE),
    "another name": ({"name": "form.exe"}, Finding.OTHER_TYPE),
    "web page": ({"scan": b"<svg onload=alert(1)>", "name": "a.png", "media_type": "image/png"}, Finding.OTHER_TYPE),
    "cut short": ({"scan": a_pdf()[:-50]}, Finding.UNREADABLE),
}


@pytest.mark.parametrize(("sent", "finding"), SUSPECT.values(), ids=SUSPECT.keys())
def test_h81_a_suspect_scan_is_refused_with_what_was_found(
    sqlite_hands: Hands, sent: dict[str, Any], finding: Finding
) -> None:
    an_agreement(sqlite_hands.installation)

    refused = provide(sqlite_hands.isa_exchange, **sent)

    assert refused.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]] == [("/file", finding.value)]
    assert provide(sqlite_hands.isa_exchange).json()["receipt_number"] == 1


@pytest.mark.parametrize(
    ("form", "pointers"),
    [
        (a_form(prefecture="99"), ["/prefecture"]),
        (a_form(state="active"), [""]),
        (a_form(signed_on="2030-01-01"), ["/signed_on"]),
        ([], [""]),
    ],
)
def test_a_form_that_cannot_be_is_refused_like_json(sqlite_hands: Hands, form: object, pointers: list[str]) -> None:
    an_agreement(sqlite_hands.installation)

    refused = provide(sqlite_hands.isa_exchange, form)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json()["errors"]] == pointers


def part(name: str, content: bytes, media_type: str = "application/json") -> bytes:
    head = f'--a\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: {media_type}\r\n\r\n'
    return head.encode() + content + b"\r\n"


MULTIPART = "multipart/form-data; boundary=a"
ILL_MADE = {
    "no file": (part("form", b"{}") + b"--a--\r\n", MULTIPART, 422),
    "no form": (part("file", a_pdf()) + b"--a--\r\n", MULTIPART, 422),
    "no end": (part("form", b"{}") + part("file", a_pdf()), MULTIPART, 400),
    "not JSON": (part("form", b"{") + part("file", a_pdf()) + b"--a--\r\n", MULTIPART, 400),
    "NaN": (part("form", b'{"capacity":NaN}') + part("file", a_pdf()) + b"--a--\r\n", MULTIPART, 400),
    "form in XML": (part("form", b"<a/>", "text/xml") + part("file", a_pdf()) + b"--a--\r\n", MULTIPART, 415),
    "10^5 parts": (part("file", b"x") * 100_000, MULTIPART, 400),
    "file of 11 MB": (part("form", b"{}") + part("file", bytes(11 * 1024 * 1024)), MULTIPART, 413),
    "form of 2 MB": (part("form", bytes(2 * 1024 * 1024)), MULTIPART, 413),
    "no boundary": (b"--a--\r\n", "multipart/form-data", 400),
    "mixed": (b"--a--\r\n", "multipart/mixed; boundary=a", 415),
    "urlencoded": (b"form=1", "application/x-www-form-urlencoded", 415),
}


@pytest.mark.parametrize(("body", "media_type", "status"), ILL_MADE.values(), ids=ILL_MADE.keys())
def test_case_66_what_is_no_form_in_two_parts_is_refused(
    sqlite_hands: Hands, body: bytes, media_type: str, status: int
) -> None:
    refused = sqlite_hands.isa_exchange.post(PATH, content=body, headers={"Content-Type": media_type})

    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_case_65_a_compressed_form_is_not_unpacked(sqlite_hands: Hands, coding: str) -> None:
    headers = {"Content-Type": MULTIPART, "Content-Encoding": coding}

    refused = sqlite_hands.isa_exchange.post(PATH, content=deflated(1024 * 1024), headers=headers)

    assert refused.status_code == 415


def test_nothing_of_a_scan_is_written_in_clear(sqlite_hands: Hands, tmp_path: Path, monkeypatch: Any) -> None:
    an_agreement(sqlite_hands.installation)
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    scan = a_pdf(pages=300).replace(b"Hanako Example", b"Needle Example")

    refused = provide(sqlite_hands.isa_exchange, scan=scan, name="needle.pdf")
    taken = provide(sqlite_hands.isa_exchange, scan=a_pdf().replace(b"Hanako", b"Needle"), name="needle.pdf")

    assert [refused.json()["errors"][0]["code"], taken.status_code] == ["too_many_pages", 201]
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"document_parts" in written
    assert b"eedle" not in written
    assert list(spool.iterdir()) == []
