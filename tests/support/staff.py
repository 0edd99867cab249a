"""Which staff does a test need? Made directly in the database, since a briefing by HTTP can never lie in the past."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.core.ids import new_id
from app.memorandum.clause_3_1_briefing import Topic
from app.staff.schemas import AddStaffMember, AttestCountryKnowledge, BriefStaffMember
from app.staff.service import add_staff_member, attest_country_knowledge, brief_staff_member
from tests.support.clients import an_actor

BOTH_TOPICS = frozenset(Topic)
YESTERDAY = timedelta(days=1)


def a_staff_member(installation: Installation) -> UUID:
    """Return somebody who was not briefed and knows no country."""
    return installation.database.run(_add, an_actor(installation, Role.STAFF_ADMINISTRATOR))


def a_briefed_staff_member(
    installation: Installation,
    *,
    topics: Iterable[Topic] = BOTH_TOPICS,
    material_version: int = 1,
    ago: timedelta = YESTERDAY,
    countries: Iterable[str] = ("BRA", "PER"),
) -> UUID:
    """Return somebody who was told these topics some time ago and is attested to know these countries."""
    actor = an_actor(installation, Role.STAFF_ADMINISTRATOR)
    told = BriefStaffMember(topics=frozenset(topics), material_version=material_version)
    return installation.database.run(_add_briefed, replace(actor, at=actor.at - ago), told, tuple(countries))


def _add(session: Session, actor: Actor) -> UUID:
    code = f"T-{new_id().int % 10**8}"
    return add_staff_member(session, actor, AddStaffMember(reference=code)).id


def _add_briefed(session: Session, actor: Actor, told: BriefStaffMember, countries: tuple[str, ...]) -> UUID:
    staff_id, colleague = _add(session, actor), _add(session, actor)
    brief_staff_member(session, actor, staff_id, told)
    for country in countries:
        word = AttestCountryKnowledge(country=country, attested_by=colleague)
        attest_country_knowledge(session, actor, staff_id, word)
    return staff_id
