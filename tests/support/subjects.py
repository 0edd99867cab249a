"""Which requests of the person stand in the way of a disposal, or ask for one? Entered as far as that needs."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.requests.models import (
    AnswerBy,
    Channel,
    Measure,
    PersonRequest,
    Requester,
    RequestKind,
    RequestState,
    RequestSubject,
    Resource,
)
from tests.support.clients import an_actor


def a_request(installation: Installation, applicant: UUID, *, granted: Measure | None = None) -> UUID:
    """Return a demand of an applicant that something stop: in review, or granted to some extent."""
    return installation.database.run(_add, an_actor(installation, Role.PRIVACY_OFFICER), applicant, granted)


def _add(session: Session, actor: Actor, applicant: UUID, granted: Measure | None) -> UUID:
    request = PersonRequest(
        created_at=actor.at,
        kind=RequestKind.STOP,
        state=RequestState.IN_REVIEW if granted is None else RequestState.GRANTED,
        channel=Channel.EMAIL,
        requester=Requester.THE_PERSON,
        answer_by=AnswerBy.ELECTRONIC,
        measure=Measure.DELETE,
        grounds=[],
        arrived_at=actor.at,
        due_on=tokyo_day(actor.at),
        decided_at=None if granted is None else actor.at,
        granted_measure=granted,
        refusal_grounds=[],
        withheld=[],
        corrected=[],
    )
    session.add(request)
    session.flush()
    session.add(RequestSubject(request_id=request.id, record_id=applicant, resource=Resource.APPLICANTS))
    record(session, actor, "request.made", "requests", request.id)
    return request.id
