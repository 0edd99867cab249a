"""May this staff member do matching work? Facts of briefing and country knowledge, and clause 3(1) asked with them."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.access.actor import Actor
from app.core.database import settings_of
from app.core.errors import NotFound
from app.core.rows import Record, table_of
from app.memorandum import clause_3_1_briefing
from app.memorandum.clause_3_1_briefing import Briefing, Standing, Topic
from app.staff.models import BriefingRecord, CountryKnowledge, StaffMember

_TOLD = table_of(BriefingRecord).c
_BRIEFINGS = sa.select(_TOLD.explained_at, _TOLD.topics, _TOLD.material_version).where(
    _TOLD.staff_id == sa.bindparam("staff_id"),
)
R = TypeVar("R", bound=Record)


def get_staff_member(session: Session, staff_id: UUID) -> StaffMember:
    """Return a staff member.

    Raises:
        NotFound: there is none of this id.

    """
    return _get(session, StaffMember, staff_id)


def get_briefing(session: Session, briefing_id: UUID) -> BriefingRecord:
    """Return one explanation as it was recorded.

    Raises:
        NotFound: there is none of this id.

    """
    return _get(session, BriefingRecord, briefing_id)


def get_country_knowledge(session: Session, knowledge_id: UUID) -> CountryKnowledge:
    """Return one attestation as it was recorded.

    Raises:
        NotFound: there is none of this id.

    """
    return _get(session, CountryKnowledge, knowledge_id)


def is_reference_taken(session: Session, reference: str) -> bool:
    """Answer whether the association's code already stands for somebody."""
    return session.exec(select(StaffMember.id).where(StaffMember.reference == reference)).first() is not None


def briefings_of(session: Session, staff_id: UUID) -> list[Briefing]:
    """Return the explanations a staff member was given, none if nobody has this id."""
    rows = session.connection().execute(_BRIEFINGS, {"staff_id": staff_id})
    return [Briefing(at, frozenset(map(Topic, topics)), version) for at, topics, version in rows]


def countries_known(session: Session, staff_id: UUID) -> frozenset[str]:
    """Return the countries of origin (ISO 3166-1 alpha-3) whose knowledge is attested for a staff member."""
    return frozenset(session.exec(select(CountryKnowledge.country).where(CountryKnowledge.staff_id == staff_id)))


def standing_of(session: Session, staff_id: UUID, at: datetime) -> Standing:
    """Return how a staff member stands towards the explanation at an instant."""
    current = settings_of(session).explanation_version
    return clause_3_1_briefing.standing(briefings_of(session, staff_id), at, current)


def require_briefed_staff(session: Session, actor: Actor) -> UUID:
    """Return the staff member behind an act of matching work, if the explanation came before it.

    Raises:
        Refusal: `no-staff-member`, `not-briefed` or `briefing-lapsed` (clause 3(1)).

    """
    staff_id = clause_3_1_briefing.require_staff(actor.staff_id)
    current = settings_of(session).explanation_version
    clause_3_1_briefing.require_briefed(briefings_of(session, staff_id), actor.at, current)
    return staff_id


def require_country(session: Session, actor: Actor, country: str) -> None:
    """Let pass who is attested to know the country of origin (ISO 3166-1 alpha-3) of the person being matched.

    Raises:
        Refusal: `no-staff-member` or `country-not-known` (clause 3(1)).

    """
    staff_id = clause_3_1_briefing.require_staff(actor.staff_id)
    clause_3_1_briefing.require_country_knowledge(countries_known(session, staff_id), country)


def _get(session: Session, table: type[R], record_id: UUID) -> R:
    found = session.get(table, record_id)
    if found is None:
        raise NotFound
    return found
