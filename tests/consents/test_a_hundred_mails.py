"""Do a hundred mails as offices send them come in by HTTP and by the pipe, each form once, and stay sealed?"""

import base64
import hashlib
import io
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from app import cli
from app.access.installation import Installation
from app.vault.documents import open_document, summarise_documents
from tests.support.agreements import an_agreement
from tests.support.hands import Hands
from tests.support.papers import a_pdf

CHARSETS = {"iso-2022-jp": "iso2022_jp", "shift_jis": "cp932", "utf-8": "utf-8"}
SURNAMES = ("見本", "例示", "試験")
NEEDLE = "針金子"
PIPED, MAILS, SCANS = 50, 100, 3


@dataclass(frozen=True)
class Sent:
    """A mail as an office sent it, and what is to be found again of it."""

    raw: bytes
    name: str
    files: tuple[tuple[str, bytes], ...]

    @property
    def digests(self) -> list[str]:
        """What the receipts of its forms have to say."""
        forms = [content for _, content in self.files] or [self.raw]
        return [hashlib.sha256(form).hexdigest() for form in forms]


def mails() -> Iterator[Sent]:
    """Yield a hundred mails, always the same: in three charsets and encodings, with none to three forms each."""
    chance = random.Random(1202)
    for number in range(MAILS):
        charset = list(CHARSETS)[number % 3]
        name = f"{chance.choice(SURNAMES)} {NEEDLE}{number:03}"
        files = tuple(
            (f"承諾書{number}-{place}.{ending(number)}", a_form_of(name, number, place)) for place in range(number % 4)
        )
        yield Sent(written(name, charset, files, number), name, files)


def ending(number: int) -> str:
    """Return the ending of a file's name: a few scans, and for speed other files that nobody has to look through."""
    return "pdf" if number < 4 * SCANS else "docx"


def a_form_of(name: str, number: int, place: int) -> bytes:
    """Return a file that is a form of its own."""
    said = f"{name} {place}".encode()
    return a_pdf(lambda pdf: pdf.docinfo.update({"/Keywords": said.hex()})) if number < 4 * SCANS else b"PK" + said


def written(name: str, charset: str, files: tuple[tuple[str, bytes], ...], number: int) -> bytes:
    """Return a mail as an office's program writes it."""
    text = f"承諾書を提供します。\n氏名：{name}\n".encode(CHARSETS[charset])
    letter = MIMEText("", "plain", "us-ascii")
    letter.replace_header("Content-Type", f'text/plain; charset="{charset}"')
    how = ("8bit", "base64", "quoted-printable")[number // 3 % 3]
    letter.replace_header("Content-Transfer-Encoding", how)
    letter.set_payload(encoded(text, how).decode("ascii", "surrogateescape"))
    mail = MIMEMultipart() if files else letter
    for place, (file_name, content) in enumerate(files):
        mail.attach(letter) if place == 0 else None
        mail.attach(enclosed(file_name, content, charset, rfc2231=number % 2 == 0))
    mail["From"] = f"{Header('在留管理課', charset).encode()} <exchange@isa.example>"
    mail["Subject"] = Header(f"承諾書（{name}）", charset).encode()
    mail["Message-ID"] = f"<{number}@isa.example>"
    return mail.as_bytes()


def encoded(text: bytes, how: str) -> bytes:
    """Return a text in a transfer encoding."""
    if how == "base64":
        return base64.encodebytes(text)
    return b"".join(b"=%02X" % byte for byte in text) if how == "quoted-printable" else text


def enclosed(name: str, content: bytes, charset: str, *, rfc2231: bool) -> MIMEBase:
    """Return a part with a file, named in one of the two ways."""
    part = MIMEBase("application", "octet-stream")
    part.set_payload(base64.encodebytes(content).decode())
    part["Content-Transfer-Encoding"] = "base64"
    if rfc2231:
        part.add_header("Content-Disposition", "attachment", filename=(CHARSETS[charset], "ja", name))
    else:
        part.add_header("Content-Disposition", "attachment", filename=Header(name, charset).encode())
    return part


def test_a_hundred_mails_come_in_reconcile_and_stay_sealed(
    sqlite_hands: Hands,
    sqlite_installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    an_agreement(sqlite_installation)
    sent = list(mails())

    receipts = [receipt for mail in sent[PIPED:] for receipt in handed_over(sqlite_hands, mail.raw)]
    piped = pipe(sqlite_installation, sent[:PIPED], monkeypatch, tmp_path, capsys)
    again = handed_over(sqlite_hands, sent[-1].raw)

    receipts += [receipt for mail in piped for receipt in mail["receipts"]]
    expected = [digest for mail in (*sent[PIPED:], *sent[:PIPED]) for digest in mail.digests]
    assert [receipt["digest"] for receipt in receipts] == expected
    assert [receipt["receipt_number"] for receipt in receipts] == list(range(1, len(expected) + 1))
    assert [receipt["already_held"] for receipt in again] == [True] * len(sent[-1].digests)
    books = sqlite_hands.isa_exchange.get("/v1/receipts/reconciliation").json()
    assert (books["provided"], books["held"], books["reconciles"]) == (len(expected), len(expected), True)
    kept = sqlite_installation.database.run(documents_of, [UUID(receipt["id"]) for receipt in receipts])
    assert_readable(kept, (*sent[PIPED:], *sent[:PIPED]))
    events = sqlite_hands.isa_exchange.get("/v1/feeds/consents").text
    audit = sqlite_hands.auditor.get("/v1/audit/entries?limit=200").text
    database = str(sqlite_installation.database.engine.url.database)
    files = [Path(f"{database}{end}").read_bytes() for end in ("", "-wal")]
    written_down = [
        *files,
        events.encode(),
        audit.encode(),
        caplog.text.encode(),
        *(str(one).encode() for one in piped),
    ]
    assert [spelling for spelling in spellings() if any(spelling in place for place in written_down)] == []
    assert any(b"mail.received" in place for place in files)


def handed_over(hands: Hands, raw: bytes) -> list[dict[str, Any]]:
    """Hand a mail over by HTTP and return its receipts."""
    answer = hands.mail_intake.post("/v1/consents/mail", content=raw, headers={"Content-Type": "message/rfc822"})
    assert answer.status_code in {200, 201}, answer.text
    receipts: list[dict[str, Any]] = answer.json()["receipts"]
    return receipts


def pipe(
    installation: Installation,
    sent: list[Sent],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> list[dict[str, Any]]:
    """Hand mails over by the command, all but the last as files and the last from a pipe, and return what it prints."""
    monkeypatch.setenv("YONSEI_DATABASE_URL", installation.settings.database_url)
    monkeypatch.setenv("YONSEI_STATE_DIR", str(installation.settings.state_dir))
    monkeypatch.setenv("YONSEI_ISSUER", "https://matching.example")
    monkeypatch.setenv("YONSEI_MAIL_SENDERS", '["exchange@isa.example"]')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent[-1].raw)))
    files = [folder / f"{number}.eml" for number in range(len(sent) - 1)]
    for file, mail in zip(files, sent, strict=False):
        file.write_bytes(mail.raw)
    capsys.readouterr()
    assert cli.main(["intake", "mail", *map(str, files), "-"]) == 0
    for file in files:
        file.unlink()
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def documents_of(session: Session, consent_ids: list[UUID]) -> list[dict[str, tuple[str, str, bytes]]]:
    """Return what is kept of each form, by kind: name, digest and bytes."""
    return [
        {
            one.kind: (one.name, one.sha256, b"".join(open_document(session, one.id)[1]))
            for one in summarise_documents(session, consent_id)
        }
        for consent_id in consent_ids
    ]


def assert_readable(kept: list[dict[str, tuple[str, str, bytes]]], sent: tuple[Sent, ...]) -> None:
    """Hold what is kept to what was sent: each file by name, digest and bytes, each letter readable."""
    forms = iter(kept)
    for mail in sent:
        for place in range(len(mail.digests)):
            documents = next(forms)
            letter = documents["letter"][2].decode()
            assert f"氏名：{mail.name}" in letter
            assert f"Subject: 承諾書（{mail.name}）" in letter
            assert ("mail" in documents) is (len(mail.files) <= 1)
            if mail.files:
                name, content = mail.files[place]
                assert documents["form"] == (name, hashlib.sha256(content).hexdigest(), content)


def spellings() -> set[bytes]:
    """Return the needle as it could stand somewhere in clear."""
    plain = {NEEDLE.encode(codec) for codec in ("utf-8", "cp932", "iso2022_jp", "utf-16-le", "utf-16-be")}
    shifted = {base64.b64encode(b"-" * offset + NEEDLE.encode())[4:-4] for offset in range(3)}
    return plain | shifted | {json.dumps(NEEDLE)[1:-1].encode(), NEEDLE.encode().hex().encode()}
