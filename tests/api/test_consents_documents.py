"""Who opens the files kept of a consent? Briefed staff, each time on record, and what is suspect not unawares."""

from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
import sqlalchemy as sa
from sqlmodel import Session
from starlette import types
from starlette.testclient import TestClient

from app.access.installation import Installation
from app.access.scopes import Scope
from app.audit.models import AuditEntry
from app.consents.models import ConsentState
from app.core.rows import table_of
from app.documents.types import PDF
from app.vault.documents import PIECE_BYTES
from app.vault.errors import Unreadable
from app.vault.models import document_parts
from tests.support.agreements import an_agreement
from tests.support.consents import a_consent, a_mail
from tests.support.hands import Hand, Hands
from tests.support.papers import a_jpeg, a_pdf, a_png, an_archive, javascript, opening_with
from tests.support.serving import the_app

LARGE = a_png((1500, 1500), compress_level=0)
MACRO, ACTING = an_archive(), a_pdf(opening_with(javascript()))
MAIL = {"Content-Type": "message/rfc822"}
MANY = "bytes=" + ",".join(f"{place}-{place}" for place in range(10_000))


def add(hand: Hand, consent_id: UUID, content: bytes, media_type: str = PDF, **how: Any) -> httpx.Response:
    path, headers = f"/v1/consents/{consent_id}/documents", {"Content-Type": media_type}
    return hand.post(path, content=content, headers=headers, **how)


def mailed(hands: Hands, *files: bytes) -> list[str]:
    """Hand a mail over and return the ids of the forms in it."""
    taken = hands.mail_intake.post("/v1/consents/mail", content=a_mail(files=files), headers=MAIL).json()
    return [receipt["id"] for receipt in taken["receipts"]]


def documents_of(hands: Hands, consent_id: object) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = hands.coordinator.get(f"/v1/consents/{consent_id}/documents").json()["items"]
    return items


def readings(hands: Hands, consent_id: object) -> list[dict[str, Any]]:
    """Return what the trail says of the reading of a consent's files."""
    entries = hands.auditor.get(f"/v1/audit/entries?resource_id={consent_id}&limit=200").json()["items"]
    return [entry["facts"] | {"by": entry["staff_id"]} for entry in entries if entry["action"] == "document.read"]


def test_files_are_listed_as_they_came_and_the_listing_is_recorded(hands: Hands) -> None:
    consent_id = a_consent(hands.installation)
    added = [add(hands.coordinator, consent_id, a_pdf()), add(hands.coordinator, consent_id, a_png(), "image/png")]

    listed = documents_of(hands, consent_id)

    assert [answer.status_code for answer in added] == [201, 201]
    assert listed == [answer.json() for answer in added]
    assert [one["kind"] for one in listed] == ["form", "attachment"]
    entry = hands.auditor.get(f"/v1/audit/entries?resource_id={consent_id}").json()["items"][-1]
    assert (entry["action"], entry["facts"]["fields"]) == ("documents.read", ["name"])


def test_a_file_is_downloaded_as_an_attachment_and_on_record(hands: Hands) -> None:
    consent_id, content = a_consent(hands.installation), a_jpeg()
    added = add(hands.coordinator, consent_id, content, "image/jpeg")

    opened = hands.coordinator.get(added.headers["location"])

    assert (opened.status_code, opened.content) == (200, content)
    said = {name: opened.headers[name] for name in ("content-type", "content-disposition", "content-length")}
    assert said == {
        "content-type": "image/jpeg",
        "content-disposition": 'attachment; filename="form-1.jpg"',
        "content-length": str(len(content)),
    }
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert opened.headers["cache-control"] == "no-store"
    (read,) = readings(hands, consent_id)
    assert (read["document"], read["kind"], read["finding"]) == (added.json()["id"], "form", None)
    assert read["by"] == str(hands.coordinator.staff_id)


def a_large_one(hands: Hands) -> str:
    """Return the path of a file of many pieces."""
    consent_id = a_consent(hands.installation)
    location: str = add(hands.coordinator, consent_id, LARGE, "image/png").headers["location"]
    return location


def test_a_large_file_leaves_in_pieces_after_its_opening_is_on_record(sqlite_hands: Hands) -> None:
    path, token = a_large_one(sqlite_hands), sqlite_hands.coordinator.token(Scope.DOCUMENTS_READ)
    pieces: list[int] = []
    on_record: list[int] = []

    async def watched(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        async def seen(message: types.Message) -> None:
            if message["type"] == "http.response.start":
                on_record.append(openings_committed(sqlite_hands.installation))
            pieces.append(len(message.get("body", b"")))
            await send(message)

        await the_app()(scope, receive, seen)

    opened = TestClient(watched).get(path, headers={"Authorization": f"Bearer {token}"})

    assert (opened.content, on_record) == (LARGE, [1])
    assert max(pieces) == PIECE_BYTES < len(LARGE) / 20


def openings_committed(installation: Installation) -> int:
    """Return how many openings of files are in the database, as seen by somebody else."""
    entries = table_of(AuditEntry)
    with installation.database.engine.connect() as connection:
        return len(connection.execute(sa.select(entries).where(entries.c.action == "document.read")).all())


@pytest.mark.parametrize("asked", ["bytes=0-1", "bytes=-1", MANY, "x"])
def test_h85a_a_range_is_not_looked_at(sqlite_hands: Hands, asked: str) -> None:
    consent_id, content = a_consent(sqlite_hands.installation), a_pdf()
    path = add(sqlite_hands.coordinator, consent_id, content).headers["location"]

    opened = sqlite_hands.coordinator.get(path, headers={"Range": asked})

    assert (opened.status_code, opened.content, opened.headers["accept-ranges"]) == (200, content, "none")


def test_e43_a_file_is_not_reached_through_another_consent(hands: Hands) -> None:
    mine, others = a_consent(hands.installation), a_consent(hands.installation)
    path = add(hands.coordinator, others, a_pdf()).headers["location"]

    reached = hands.coordinator.get(path.replace(str(others), str(mine)))
    unknown = hands.coordinator.get(f"/v1/consents/{mine}/documents/{uuid4()}")

    assert (reached.status_code, unknown.status_code) == (404, 404)
    assert reached.json() | {"instance": ""} == unknown.json() | {"instance": ""}
    assert readings(hands, others) == readings(hands, mine) == []


def test_e41_a_file_of_no_consent_is_not_reached_at_all(sqlite_hands: Hands) -> None:
    path = add(sqlite_hands.coordinator, a_consent(sqlite_hands.installation), a_pdf()).headers["location"]
    document_id = path.rpartition("/")[2]

    reached = sqlite_hands.coordinator.get(f"/v1/consents/{uuid4()}/documents/{document_id}")

    assert reached.status_code == 404


def test_d37_isa_reads_no_files(sqlite_hands: Hands) -> None:
    (consent_id,) = mailed(sqlite_hands, a_pdf())

    answers = [
        sqlite_hands.isa_exchange.get(f"/v1/consents/{consent_id}{end}")
        for end in ("/document", "/documents", f"/documents/{uuid4()}")
    ]

    assert [answer.json()["type"] for answer in answers] == ["/problems/insufficient-scope"] * 3


@pytest.mark.parametrize("suspect", [MACRO, ACTING], ids=["macro", "acting"])
def test_case_92_a_suspect_enclosure_is_kept_and_not_opened_unawares(hands: Hands, suspect: bytes) -> None:
    an_agreement(hands.installation)
    clean, kept = mailed(hands, a_pdf(), suspect)

    listed = [one for one in documents_of(hands, kept) if one["kind"] == "form"]
    opened = hands.coordinator.get(f"/v1/consents/{kept}/document")

    finding = "other_type" if suspect is MACRO else "active_content"
    assert [(one["finding"], one["size"]) for one in listed] == [(finding, len(suspect))]
    assert (opened.status_code, opened.json()["type"]) == (409, "/problems/quarantined")
    assert f"acknowledge={finding}" in opened.json()["detail"]
    assert readings(hands, kept) == []
    assert hands.coordinator.get(f"/v1/consents/{clean}/document").content == a_pdf_as_mailed(hands, clean)


def a_pdf_as_mailed(hands: Hands, consent_id: str) -> bytes:
    """Return a clean form by its own address."""
    (form,) = [one for one in documents_of(hands, consent_id) if one["kind"] == "form"]
    assert form["finding"] is None
    content: bytes = hands.coordinator.get(f"/v1/consents/{consent_id}/documents/{form['id']}").content
    return content


def test_case_92_who_names_what_was_found_opens_it_as_bytes_and_on_record(hands: Hands) -> None:
    an_agreement(hands.installation)
    _, kept = mailed(hands, a_pdf(), ACTING)

    opened = hands.coordinator.get(f"/v1/consents/{kept}/document?acknowledge=active_content")

    assert (opened.status_code, opened.content) == (200, ACTING)
    assert opened.headers["content-type"] == "application/octet-stream"
    assert opened.headers["content-disposition"] == 'attachment; filename="form-2.quarantined"'
    assert [read["finding"] for read in readings(hands, kept)] == ["active_content"]


def test_case_92_what_was_found_is_on_record_from_the_start(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    clean, kept = mailed(sqlite_hands, a_pdf(), MACRO)

    entries = {one: sqlite_hands.auditor.get(f"/v1/audit/entries?resource_id={one}").json() for one in (clean, kept)}

    found = {
        one: [entry["facts"] for entry in said["items"] if "quarantined" in entry["action"]]
        for one, said in entries.items()
    }
    assert found[clean] == []
    assert [(facts["kind"], facts["finding"]) for facts in found[kept]] == [("form", "other_type")]


def test_a_mail_is_in_quarantine_with_the_file_in_it(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    (acting,), (clean,) = mailed(sqlite_hands, ACTING), mailed(sqlite_hands, a_pdf())

    statuses = [sqlite_hands.coordinator.get(f"/v1/consents/{one}/document").status_code for one in (acting, clean)]

    assert statuses == [409, 200]


@pytest.mark.parametrize(("query", "status"), [("other_type", 409), ("", 422), ("true", 422), ("active_content", 200)])
def test_only_what_was_found_is_acknowledged(sqlite_hands: Hands, query: str, status: int) -> None:
    an_agreement(sqlite_hands.installation)
    (kept,) = mailed(sqlite_hands, ACTING)

    assert sqlite_hands.coordinator.get(f"/v1/consents/{kept}/document?acknowledge={query}").status_code == status


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [(ACTING, PDF, "active_content"), (a_png(), "image/jpeg", "other_type")],
)
def test_staff_add_no_suspect_file(sqlite_hands: Hands, content: bytes, media_type: str, code: str) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    refused = add(sqlite_hands.coordinator, consent_id, content, media_type)

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    assert documents_of(sqlite_hands, consent_id) == []


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/octet-stream", "multipart/form-data"]
)
def test_staff_add_what_is_listed_and_nothing_else(sqlite_hands: Hands, media_type: str) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    assert add(sqlite_hands.coordinator, consent_id, b"<svg/>", media_type).status_code == 415


def test_a_file_beyond_the_limit_is_refused(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation)

    assert add(sqlite_hands.coordinator, consent_id, bytes(10 * 1024 * 1024 + 1)).status_code == 413


def test_a_file_added_again_with_its_key_is_there_once(sqlite_hands: Hands) -> None:
    consent_id, content = a_consent(sqlite_hands.installation), a_pdf()

    answers = [add(sqlite_hands.coordinator, consent_id, content, key="same") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert len(documents_of(sqlite_hands, consent_id)) == 1


def test_nothing_is_added_to_what_was_disposed_of(sqlite_hands: Hands) -> None:
    consent_id = a_consent(sqlite_hands.installation, state=ConsentState.DISPOSED)

    assert add(sqlite_hands.coordinator, consent_id, a_pdf()).status_code == 410
    assert sqlite_hands.coordinator.get(f"/v1/consents/{consent_id}/documents").status_code == 410


def test_a_piece_that_was_altered_does_not_leave(sqlite_hands: Hands, sqlite_installation: Installation) -> None:
    path = a_large_one(sqlite_hands)
    sqlite_installation.database.engine.dispose()
    with Session(sqlite_installation.database.engine) as session:
        session.execute(
            sa.update(document_parts).where(document_parts.c.number == 3).values(sealed=b"\x01" + bytes(60))
        )
        session.commit()

    with pytest.raises(Unreadable):
        sqlite_hands.coordinator.get(path)
