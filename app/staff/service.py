"""What can be done for a staff member? Add one, record an explanation or an attestation, and look."""

from functools import partial
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.rows import move
from app.http.paging import Page, page_of
from app.staff import queries
from app.staff.models import BriefingRecord, CountryKnowledge, StaffMember
from app.staff.schemas import (
    AddStaffMember,
    AttestCountryKnowledge,
    BriefingView,
    BriefStaffMember,
    CountryKnowledgeView,
    StaffMemberView,
)


def add_staff_member(session: Session, actor: Actor, body: AddStaffMember) -> StaffMemberView:
    """Enter a person, not yet briefed, under the association's own code."""
    if queries.is_reference_taken(session, body.reference):
        raise Conflict("reference_taken")

    member = StaffMember(created_at=actor.at, reference=body.reference)
    session.add(member)
    record(session, actor, "staff.added", "staff", member.id)
    return view(actor, session, member)


def brief_staff_member(session: Session, actor: Actor, staff_id: UUID, body: BriefStaffMember) -> BriefingView:
    """Record an explanation given at the server's present instant (T3.1-3)."""
    member = queries.get_staff_member(session, staff_id)

    briefing = BriefingRecord(
        created_at=actor.at,
        staff_id=member.id,
        explained_at=actor.at,
        topics=sorted(topic.value for topic in body.topics),
        material_version=body.material_version,
        given_by=str(actor.staff_id or actor.client_id),
    )
    session.add(briefing)
    told, material = briefing.topics, briefing.material_version
    record(session, actor, "staff.briefed", "staff", member.id, topics=told, material_version=material)
    return BriefingView.model_validate(briefing, from_attributes=True)


def attest_country_knowledge(
    session: Session,
    actor: Actor,
    staff_id: UUID,
    body: AttestCountryKnowledge,
) -> CountryKnowledgeView:
    """Record a colleague's word on a country of origin (R3.1-1); nobody attests their own knowledge."""
    member = queries.get_staff_member(session, staff_id)
    if body.attested_by == member.id:
        raise Invalid.at("/attested_by", "oneself")
    if session.get(StaffMember, body.attested_by) is None:
        raise Invalid.at("/attested_by", "unknown_staff_member")

    knowledge = CountryKnowledge(
        created_at=actor.at,
        staff_id=member.id,
        country=body.country,
        attested_by=body.attested_by,
        attested_at=actor.at,
    )
    session.add(knowledge)
    named = str(body.attested_by)
    record(session, actor, "staff.country-attested", "staff", member.id, country=body.country, attested_by=named)
    return CountryKnowledgeView.model_validate(knowledge, from_attributes=True)


def leave(session: Session, actor: Actor, staff_id: UUID, version: int) -> StaffMemberView:
    """Record that a person works here no more; what they did stays, and nothing speaks for them from now on.

    Raises:
        WrongState: that was recorded before.

    """
    member = queries.get_staff_member(session, staff_id)
    if member.left_at is not None:
        raise WrongState("leave", "left")

    move(session, member, version, left_at=actor.at)
    record(session, actor, "staff.left", "staff", member.id)
    return view(actor, session, member)


def show_staff_member(session: Session, actor: Actor, staff_id: UUID) -> StaffMemberView:
    """Return one staff member."""
    return view(actor, session, queries.get_staff_member(session, staff_id))


def list_staff(session: Session, actor: Actor, limit: int, cursor: str | None) -> Page[StaffMemberView]:
    """Return the staff, oldest entry first."""
    return page_of(session, StaffMember, partial(view, actor), limit, cursor)


def show_briefing(
    session: Session,
    _actor: Actor,
    briefing_id: UUID,
    staff_id: UUID | None = None,
) -> BriefingView:
    """Return one explanation, through the staff member it was given to where one is named."""
    briefing = queries.get_briefing(session, briefing_id)
    if staff_id not in {None, briefing.staff_id}:
        raise NotFound
    return BriefingView.model_validate(briefing, from_attributes=True)


def show_country_knowledge(
    session: Session,
    _actor: Actor,
    knowledge_id: UUID,
    staff_id: UUID | None = None,
) -> CountryKnowledgeView:
    """Return one attestation, through the staff member it tells of where one is named."""
    knowledge = queries.get_country_knowledge(session, knowledge_id)
    if staff_id not in {None, knowledge.staff_id}:
        raise NotFound
    return CountryKnowledgeView.model_validate(knowledge, from_attributes=True)


def view(actor: Actor, session: Session, member: StaffMember) -> StaffMemberView:
    """Return a staff member as things stand at the actor's instant."""
    return StaffMemberView(
        id=member.id,
        version=member.version,
        reference=member.reference,
        state=queries.standing_of(session, member.id, actor.at),
        countries=sorted(queries.countries_known(session, member.id)),
        left_at=member.left_at,
    )
