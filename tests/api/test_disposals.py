"""Does a disposal go its way, with two people, and is the data gone where it says so?"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2 as httpx

from app.access.roles import Role
from app.audit.trail import record
from app.core.clock import FrozenClock
from app.disposals.execution import execute_disposal
from app.disposals.models import Disposal, DisposalState
from app.vault.keystore import Domain
from tests.support.agreements import an_agreement
from tests.support.clients import an_actor
from tests.support.hands import Hands

NEEDLE = "Needle Zqxjkvbw Example"
FORM = {
    "holder_kind": "individual",
    "name": NEEDLE,
    "email": "needle.zqxjkvbw@example.jp",
    "prefecture": "14",
    "languages": ["ja"],
    "capacity": 1,
    "signed_on": "2026-05-10",
    "form_version": "2024-04",
}
THE_CLAUSE = {"basis": "2(4)", "stopped_matching_on": "2026-06-01"}


def a_form(hands: Hands, name: str = NEEDLE) -> str:
    """Provide a form within a term and return its receipt id."""
    an_agreement(hands.installation)
    return str(hands.isa_exchange.post("/v1/consents", {**FORM, "name": name}).json()["id"])


def proposed(hands: Hands, body: dict[str, Any]) -> str:
    """Propose a disposal and return its id."""
    answer = hands.privacy_officer.post("/v1/disposals", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def step(hands: Hands, role: str, disposal: str, action: str, version: int) -> httpx.Response:
    """Take one step of a disposal."""
    answer: httpx.Response = getattr(hands, role).post(f"/v1/disposals/{disposal}/{action}", version=version)
    return answer


def verified(hands: Hands, disposal: str) -> None:
    """Lead a proposed disposal to where it can be reported."""
    for version, (role, action) in enumerate(
        [("secretary_general", "approve"), ("privacy_officer", "execute"), ("secretary_general", "verify")],
        start=1,
    ):
        answer = step(hands, role, disposal, action, version)
        assert answer.status_code == 200, answer.text


def test_a_whole_disposal_is_verified_and_reported(hands: Hands) -> None:
    a_form(hands)
    disposal = proposed(hands, THE_CLAUSE)

    verified(hands, disposal)
    reported = step(hands, "secretary_general", disposal, "report", 4)

    assert reported.json()["state"] == "reported"
    assert reported.json()["findings"] == []


def test_the_report_ends_clause_2_4_and_nothing_before_it_does(hands: Hands, clock: FrozenClock) -> None:
    a_form(hands)
    disposal = proposed(hands, THE_CLAUSE)
    verified(hands, disposal)

    before = in_force(hands)
    step(hands, "secretary_general", disposal, "report", 4)
    clock.advance(seconds=1)

    assert (before, in_force(hands)) == (True, False)


def in_force(hands: Hands) -> bool:
    """Return whether 2(4) is in force now."""
    clauses = hands.secretary_general.get("/v1/agreements/effect").json()["clauses"]
    return bool(next(one["in_force"] for one in clauses if one["clause"] == "2(4)"))


def test_a_disposed_form_is_gone_and_its_report_stays(hands: Hands) -> None:
    form = a_form(hands)
    disposal = proposed(hands, THE_CLAUSE)
    verified(hands, disposal)
    step(hands, "secretary_general", disposal, "report", 4)

    gone = hands.coordinator.get(f"/v1/consents/{form}")
    report = hands.isa_officer.get(f"/v1/reports/{disposal}")

    assert gone.status_code == 410
    assert report.json()["consent_ids"] == [form]


def test_reporting_before_verification_is_refused_by_the_text(hands: Hands) -> None:
    a_form(hands)
    disposal = proposed(hands, THE_CLAUSE)

    answer = step(hands, "secretary_general", disposal, "report", 1)

    assert answer.status_code == 403
    assert (answer.json()["clause"], answer.json()["basis"]) == ("2(4)", "text")


def test_2_4_needs_that_the_matching_has_stopped(sqlite_hands: Hands) -> None:
    answer = sqlite_hands.privacy_officer.post("/v1/disposals", {"basis": "2(4)", "stopped_matching_on": "2026-06-02"})

    assert answer.json()["type"] == "/problems/matching-not-stopped"


def test_survivors_of_a_single_disposal_stay_readable(hands: Hands) -> None:
    leaving, staying = a_form(hands), a_form(hands, name="Stays Example")

    verified(hands, proposed(hands, {"basis": "withdrawal", "consent_ids": [leaving]}))

    assert hands.coordinator.get(f"/v1/consents/{leaving}").status_code == 410
    assert hands.coordinator.get(f"/v1/consents/{staying}").json()["form"]["name"] == "Stays Example"


def test_a_form_can_come_in_after_everything_was_disposed_of(hands: Hands) -> None:
    a_form(hands)
    verified(hands, proposed(hands, THE_CLAUSE))

    again = hands.isa_exchange.post("/v1/consents", FORM)

    assert again.status_code == 201


def test_counts_still_reconcile_after_a_disposal(hands: Hands) -> None:
    a_form(hands)
    verified(hands, proposed(hands, THE_CLAUSE))

    counts = hands.isa_exchange.get("/v1/receipts/reconciliation").json()

    assert (counts["provided"], counts["disposed"]) == (1, 1)


def test_no_file_holds_the_name_and_the_old_epoch_is_destroyed(sqlite_hands: Hands, tmp_path: Path) -> None:
    a_form(sqlite_hands)
    disposal = proposed(sqlite_hands, THE_CLAUSE)
    verified(sqlite_hands, disposal)

    contents = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    seen = sqlite_hands.privacy_officer.get(f"/v1/disposals/{disposal}").json()

    assert b"Zqxjkvbw" not in contents
    assert seen["destroyed_epochs"] == [1]


def test_verification_finds_an_epoch_that_was_not_destroyed(sqlite_hands: Hands) -> None:
    form = a_form(sqlite_hands)
    disposal = proposed(sqlite_hands, THE_CLAUSE)
    verified(sqlite_hands, disposal)
    sqlite_hands.installation.database.run(spoil, sqlite_hands, UUID(disposal))

    answer = step(sqlite_hands, "secretary_general", disposal, "verify", 4)

    assert answer.json()["state"] == "executing"
    assert answer.json()["findings"] != []
    assert form in answer.json()["consent_ids"]


def test_a_reader_of_the_write_ahead_log_is_a_finding_until_it_ends(sqlite_hands: Hands) -> None:
    a_form(sqlite_hands)
    disposal = proposed(sqlite_hands, THE_CLAUSE)
    step(sqlite_hands, "secretary_general", disposal, "approve", 1)
    with closing(sqlite3.connect(str(sqlite_hands.installation.database.engine.url.database))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM consents").fetchone()
        step(sqlite_hands, "privacy_officer", disposal, "execute", 2)
        held = step(sqlite_hands, "secretary_general", disposal, "verify", 3)

    done = step(sqlite_hands, "secretary_general", disposal, "verify", 4)

    assert held.json()["findings"] == ["a reader holds on to the write-ahead log"]
    assert (done.json()["state"], done.json()["findings"]) == ("verified", [])


def test_execution_goes_on_after_a_crash_between_the_commit_and_the_keys(hands: Hands) -> None:
    a_form(hands)
    disposal = proposed(hands, THE_CLAUSE)
    step(hands, "secretary_general", disposal, "approve", 1)
    door, keys = hands.installation.database, hands.installation.key_store
    officer = an_actor(hands.installation, Role.PRIVACY_OFFICER)
    door.run(execute_disposal, officer, UUID(disposal), 2, keys.make_epoch(Domain.ISA))
    assert not keys.is_destroyed(Domain.ISA, 1)

    again = step(hands, "privacy_officer", disposal, "execute", 3)
    checked = step(hands, "secretary_general", disposal, "verify", 4)

    assert again.status_code == 200
    assert keys.is_destroyed(Domain.ISA, 1)
    assert checked.json()["state"] == "verified"


def spoil(session: Any, hands: Hands, disposal_id: UUID) -> None:
    """Claim another epoch and set the disposal back, as if its keys had never been destroyed."""
    found = session.get(Disposal, disposal_id)
    found.state, found.destroyed_epochs = DisposalState.EXECUTING, [2]
    record(session, an_actor(hands.installation, Role.OPERATOR), "disposal.spoiled", "disposals", disposal_id)


def test_a_disposal_and_its_report_are_duties_with_words_of_their_own(sqlite_hands: Hands, clock: FrozenClock) -> None:
    a_form(sqlite_hands)
    disposal = proposed(sqlite_hands, THE_CLAUSE)
    clock.advance(days=5)
    verified(sqlite_hands, disposal)
    clock.advance(days=8)
    step(sqlite_hands, "secretary_general", disposal, "report", 4)

    duties = sqlite_hands.isa_officer.get(f"/v1/reports/{disposal}").json()["duties"]

    assert [(duty["act"], duty["urgency"], duty["late"], duty["resource_id"]) for duty in duties] == [
        ("dispose", "promptly", True, disposal),
        ("report-disposal", "without-delay", True, disposal),
    ]
