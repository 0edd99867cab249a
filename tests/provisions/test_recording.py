"""Is every provision asked of clause 2(2), written down whole in its own transaction, and kept for three years?"""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.access.installation import Installation
from app.audit.models import AuditEntry
from app.core.clock import FrozenClock
from app.memorandum.clause import Basis, Refusal, Source
from app.memorandum.clause_2_2_purpose import Grounds
from app.provisions import queries
from app.provisions.models import Names, OccasionKind, ProvidedTo, ProvisionRecord
from app.provisions.recording import Occasion, kept_until, require_allowed
from app.worker import tidy
from tests.memorandum.refusals import refusal_of
from tests.support.agreements import an_agreement
from tests.support.hands import Hands
from tests.support.matching import led
from tests.support.provisions import a_provision, provided

ISA, PPC, SUPPORTER = ProvidedTo.ISA, ProvidedTo.PPC, ProvidedTo.SUPPORTER
LAW = "article 27(1)(iv)"
READING = Basis.READING


@pytest.mark.parametrize(
    ("recipient", "source", "grounds", "basis"),
    [
        (ISA, Source.ISA, Grounds(clause="2(3)"), "clause 2(3)"),
        (ISA, Source.ISA, Grounds(clause="3(2)", law=LAW), LAW),
        (ISA, Source.DIRECT, Grounds(clause="3(2)", law=LAW), LAW),
        (PPC, Source.ISA, Grounds(law="article 26(1)"), "article 26(1)"),
    ],
)
def test_a_provision_with_grounds_is_let_pass_and_names_them(
    recipient: ProvidedTo, source: Source, grounds: Grounds, basis: str
) -> None:
    provision = a_provision(recipient=recipient, source=source, grounds=grounds)

    require_allowed(provision)

    assert provision.basis == basis


@pytest.mark.parametrize(
    ("recipient", "source", "grounds", "refused"),
    [
        (ISA, Source.ISA, Grounds(), ("basis-not-named", "2(2)", READING, "R2.2-2")),
        (ISA, Source.ISA, Grounds(clause="4"), ("basis-not-named", "2(2)", READING, "R2.2-2")),
        (ISA, Source.DIRECT, Grounds(clause="3(2)"), ("basis-not-named", "2(2)", READING, "R2.2-2")),
        (PPC, Source.ISA, Grounds(clause="2(3)"), ("basis-not-named", "2(2)", READING, "R2.2-3")),
        (SUPPORTER, Source.ISA, Grounds(law=LAW), ("purpose-not-allowed", "2(2)", Basis.TEXT, None)),
        (SUPPORTER, Source.ISA, Grounds(end="support-given"), ("not-the-counterpart", "2(2)", READING, "R2.2-1")),
    ],
)
def test_a_provision_without_grounds_is_refused(
    recipient: ProvidedTo, source: Source, grounds: Grounds, refused: tuple[str, str, Basis, str | None]
) -> None:
    provision = a_provision(recipient=recipient, source=source, grounds=grounds)

    assert refusal_of(require_allowed, provision) == refused


def test_a_provision_on_no_basis_at_all_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="basis"):
        assert a_provision(recipient=PPC, source=Source.DIRECT, grounds=Grounds()).basis


@pytest.mark.parametrize(
    ("provided_at", "until"),
    [
        (datetime(2026, 6, 1, 3, tzinfo=UTC), date(2029, 6, 1)),
        (datetime(2026, 6, 1, 15, tzinfo=UTC), date(2029, 6, 2)),
        (datetime(2024, 2, 29, 3, tzinfo=UTC), date(2027, 2, 28)),
    ],
)
def test_a_record_is_kept_for_three_years_of_japan_days(provided_at: datetime, until: date) -> None:
    assert kept_until(provided_at) == until


def test_a_provision_to_isa_is_written_down_with_its_basis_and_audited_by_fields(installation: Installation) -> None:
    incident = uuid4()

    made = read(installation, provided(installation, occasion=Occasion(OccasionKind.INCIDENT, incident)))

    assert made is not None
    assert (made.incident_id, made.recipient, made.basis) == (incident, ISA, "clause 2(3)")
    entry = installation.database.run(
        lambda s: s.exec(select(AuditEntry).where(AuditEntry.resource_id == incident)).one()
    )
    assert entry.action == "incident.disclosed"
    assert entry.facts == {"recipient": "isa", "fields": ["name", "email"], "provision": str(made.id)}


def test_a_refused_provision_leaves_no_record(sqlite_installation: Installation) -> None:
    with pytest.raises(Refusal):
        provided(sqlite_installation, grounds=Grounds())

    assert all_of(sqlite_installation) == []


def test_names_are_sealed_and_open_again(installation: Installation) -> None:
    made = provided(installation)

    names = installation.database.run(lambda s: queries.open_names(s, s.get_one(ProvisionRecord, made)))

    assert names == Names(person="Hanako Example", recipient=None, recipient_place=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"incident_id": None},
        {"match_id": uuid4()},
        {"consent_id": None},
    ],
)
def test_the_database_refuses_a_record_of_no_or_two_occasions_or_of_nobody(
    wrong: dict[str, UUID | None], installation: Installation
) -> None:
    made = read(installation, provided(installation))
    row = {**made.model_dump(), "id": uuid4(), **wrong}

    with installation.database.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.insert(ProvisionRecord).values(row))


def test_the_database_refuses_to_change_a_record(installation: Installation) -> None:
    provided(installation)

    with installation.database.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
        connection.execute(sa.update(ProvisionRecord).values(basis="another"))


def test_a_person_finds_what_was_told_of_them_and_not_what_they_were_told(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    match = led(sqlite_hands, 5)
    consent, applicant = UUID(match["consent_id"]), UUID(match["applicant_id"])

    of_supporter, of_applicant = sqlite_hands.installation.database.run(
        lambda s: (queries.provisions_of_supporter(s, [consent]), queries.provisions_of_applicant(s, [applicant]))
    )

    assert {one.recipient for one in of_supporter} == {ProvidedTo.APPLICANT}
    assert {one.recipient for one in of_applicant} == {ProvidedTo.SUPPORTER}


def test_a_record_is_deleted_after_its_last_day_with_its_key_and_an_audit_entry(
    installation: Installation, clock: FrozenClock
) -> None:
    made = read(installation, provided(installation))
    clock.advance(days=365 * 3 + 1)
    run_tidy(installation)
    on_the_last_day = all_of(installation)
    clock.advance(days=1)

    run_tidy(installation)

    assert [one.keep_until for one in on_the_last_day] == [date(2029, 6, 1)]
    assert all_of(installation) == []
    assert keys_of(installation, made.id) == 0
    assert deletions(installation) == [(made.id, {"keep_until": "2029-06-01"})]


def test_names_outlive_the_disposal_of_the_form_because_the_law_keeps_them(sqlite_hands: Hands) -> None:
    an_agreement(sqlite_hands.installation)
    match = led(sqlite_hands, 5)
    disposal = sqlite_hands.privacy_officer.post(
        "/v1/disposals", {"basis": "2(4)", "stopped_matching_on": "2026-06-01"}
    )
    for version, (hand, action) in enumerate(
        [(sqlite_hands.secretary_general, "approve"), (sqlite_hands.privacy_officer, "execute")], start=1
    ):
        hand.post(f"/v1/disposals/{disposal.json()['id']}/{action}", version=version)

    names = sqlite_hands.installation.database.run(
        lambda s: [
            queries.open_names(s, one) for one in queries.provisions_of_supporter(s, [UUID(match["consent_id"])])
        ]
    )

    assert sqlite_hands.coordinator.get(f"/v1/consents/{match['consent_id']}").status_code == 410
    assert {one.person for one in names if one} == {"Hanako Example"}
    assert len(names) == 2


def read(installation: Installation, provision_id: UUID) -> ProvisionRecord:
    """Return a record as it stands."""
    return installation.database.run(lambda session: session.get_one(ProvisionRecord, provision_id))


def all_of(installation: Installation) -> list[ProvisionRecord]:
    """Return every record."""
    return installation.database.run(lambda session: list(session.exec(select(ProvisionRecord))))


def run_tidy(installation: Installation) -> None:
    """Do what the worker does once a minute."""
    installation.database.run(tidy, installation.clock.now())


def keys_of(installation: Installation, record_id: UUID) -> int:
    """Return how many keys a record has."""
    count = sa.text("SELECT count(*) FROM record_keys WHERE record_id = :record").bindparams(
        sa.bindparam("record", record_id, sa.Uuid()),
    )
    return installation.database.run(lambda session: int(session.connection().execute(count).scalar_one()))


def deletions(installation: Installation) -> list[tuple[UUID | None, dict[str, object]]]:
    """Return what the audit says was deleted."""

    def look(session: Session) -> list[tuple[UUID | None, dict[str, object]]]:
        found = session.exec(select(AuditEntry).where(AuditEntry.action == "provision.deleted"))
        return [(one.resource_id, one.facts) for one in found]

    return installation.database.run(look)
