"""Which staff does the demonstration begin with? One briefed who knows two countries, one not, and one who leaves."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.database import settings_of
from app.core.examples import example_id
from app.memorandum.clause_3_1_briefing import Topic
from app.staff.models import BriefingRecord, CountryKnowledge, StaffMember

BRIEFED, UNBRIEFED = example_id("staff", "briefed"), example_id("staff", "unbriefed")
LEAVING = example_id("staff", "leaving")
COUNTRIES_KNOWN = ("BRA", "PER")


def seed(session: Session, actor: Actor) -> None:
    """Add the demonstration's staff if they are missing."""
    if session.get(StaffMember, BRIEFED) is not None:
        return
    yesterday = actor.at - timedelta(days=1)
    session.add(StaffMember(id=BRIEFED, created_at=yesterday, reference="S-001"))
    session.add(StaffMember(id=UNBRIEFED, created_at=yesterday, reference="S-002"))
    session.add(StaffMember(id=LEAVING, created_at=yesterday, reference="S-003"))
    session.flush()
    session.add(_briefing(yesterday, settings_of(session).explanation_version))
    session.add_all(_knowledge(yesterday, country) for country in COUNTRIES_KNOWN)
    record(session, actor, "staff.seeded", "staff", BRIEFED)
    record(session, actor, "staff.seeded", "staff", UNBRIEFED)
    record(session, actor, "staff.seeded", "staff", LEAVING)


def _briefing(at: datetime, material_version: int) -> BriefingRecord:
    return BriefingRecord(
        id=example_id("briefings", "both-topics"),
        created_at=at,
        staff_id=BRIEFED,
        explained_at=at,
        topics=sorted(Topic),
        material_version=material_version,
        given_by="demonstration",
    )


def _knowledge(at: datetime, country: str) -> CountryKnowledge:
    return CountryKnowledge(
        id=example_id("country-knowledge", country),
        created_at=at,
        staff_id=BRIEFED,
        country=country,
        attested_by=UNBRIEFED,
        attested_at=at,
    )
