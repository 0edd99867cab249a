"""Which requests are there, about which records, and what do they ask of whoever holds or disposes of data?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.applicants.models import Applicant, ApplicantState
from app.consents.models import Consent, ConsentState
from app.core.errors import NotFound
from app.requests.models import (
    Measure,
    PersonRequest,
    RequestState,
    RequestSubject,
    RequestWords,
    Resource,
)
from app.vault.sealing import open_sealed

TABLE = "requests"
REASONS = "sealed_reasons"


@dataclass(frozen=True, slots=True)
class GrantedDeletion:
    """A person's granted demand that their records go, and those of them that are still held (article 35)."""

    request_id: UUID
    granted_at: datetime
    consent_ids: tuple[UUID, ...]
    applicant_ids: tuple[UUID, ...]


def get_request(session: Session, request_id: UUID) -> PersonRequest:
    """Return a request.

    Raises:
        NotFound: there is none of this id.

    """
    request = session.get(PersonRequest, request_id)
    if request is None:
        raise NotFound
    return request


def subjects_of(session: Session, request_id: UUID) -> Sequence[RequestSubject]:
    """Return the records that a request is about."""
    named = select(RequestSubject).where(RequestSubject.request_id == request_id)
    return session.exec(named.order_by(col(RequestSubject.record_id))).all()


def ids_in(subjects: Sequence[RequestSubject], resource: Resource) -> list[UUID]:
    """Return the ids of the subjects in one resource."""
    return [one.record_id for one in subjects if one.resource is resource]


def requests_about(session: Session, record_ids: Sequence[UUID]) -> Sequence[PersonRequest]:
    """Return every request about any of these records, oldest first."""
    about = select(RequestSubject.request_id).where(col(RequestSubject.record_id).in_(record_ids))
    found = select(PersonRequest).where(col(PersonRequest.id).in_(about))
    return session.exec(found.order_by(col(PersonRequest.arrived_at), col(PersonRequest.id))).all()


def open_requests_about(session: Session, record_id: UUID) -> Sequence[PersonRequest]:
    """Return the requests about a record whose answer is still owed, so that it is not disposed of under them.

    A granted deletion is not among them: it is what asks for the disposal.
    """
    found = requests_about(session, [record_id])
    return [
        one for one in found if one.state is not RequestState.NOTIFIED and one.granted_measure is not Measure.DELETE
    ]


def granted_deletions(session: Session) -> list[GrantedDeletion]:
    """Return every granted deletion of which something is still held: the duties of disposal on the basis `request`."""
    granted = select(PersonRequest).where(col(PersonRequest.granted_measure) == Measure.DELETE)
    found = session.exec(granted.order_by(col(PersonRequest.decided_at), col(PersonRequest.id))).all()
    duties = [_deletion(session, request) for request in found]
    return [duty for duty in duties if duty.consent_ids or duty.applicant_ids]


def open_words(session: Session, request: PersonRequest) -> RequestWords | None:
    """Open who asked and what was said, as long as it is kept; whoever shows it records that."""
    if request.sealed is None:
        return None
    return RequestWords.model_validate(open_sealed(session, TABLE, request.id, request.sealed))


def open_reasons(session: Session, request: PersonRequest) -> str | None:
    """Open the reasons given in writing, if there are any; whoever shows them records that."""
    if request.sealed_reasons is None:
        return None
    return str(open_sealed(session, TABLE, request.id, request.sealed_reasons, column=REASONS)["reasons"])


def _deletion(session: Session, request: PersonRequest) -> GrantedDeletion:
    subjects = subjects_of(session, request.id)
    forms = session.exec(select(Consent).where(col(Consent.id).in_(ids_in(subjects, Resource.CONSENTS)))).all()
    people = session.exec(select(Applicant).where(col(Applicant.id).in_(ids_in(subjects, Resource.APPLICANTS)))).all()
    return GrantedDeletion(
        request.id,
        request.decided_at or request.arrived_at,
        tuple(one.id for one in forms if one.state is not ConsentState.DISPOSED),
        tuple(one.id for one in people if one.state is not ApplicantState.DISPOSED),
    )
