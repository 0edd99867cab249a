"""Which requests are there, about which records, and what do they ask of whoever holds or disposes of data?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.applicants.models import Applicant, ApplicantState
from app.consents.models import Consent, ConsentState
from app.core.errors import NotFound
from app.requests.models import (
    Measure,
    PersonRequest,
    RequestKind,
    RequestState,
    RequestSubject,
    RequestWords,
    Resource,
)
from app.vault.sealing import open_sealed

TABLE = "requests"
REASONS = "sealed_reasons"
_GRANTED = (RequestState.GRANTED, RequestState.PARTLY_GRANTED)
_TO_DELETE = (col(PersonRequest.measure) == Measure.DELETE) & col(PersonRequest.decision).in_(_GRANTED)


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
    return [one for one in found if one.state is not RequestState.NOTIFIED and not _asks_for_deletion(one)]


def granted_deletions(session: Session) -> list[GrantedDeletion]:
    """Return every granted deletion of which something is still held: the duties of disposal on the basis `request`."""
    rows = session.execute(
        sa.select(PersonRequest.id, PersonRequest.decided_at, RequestSubject.resource, RequestSubject.record_id)
        .join(RequestSubject, col(RequestSubject.request_id) == col(PersonRequest.id))
        .outerjoin(Consent, col(Consent.id) == col(RequestSubject.record_id))
        .outerjoin(Applicant, col(Applicant.id) == col(RequestSubject.record_id))
        .where(
            col(PersonRequest.kind) == RequestKind.STOP,
            _TO_DELETE,
            (col(Consent.state) != ConsentState.DISPOSED) | (col(Applicant.state) != ApplicantState.DISPOSED),
        )
        .order_by(col(PersonRequest.decided_at), col(PersonRequest.id), col(RequestSubject.record_id)),
    ).all()
    held: dict[tuple[UUID, datetime], dict[Resource, list[UUID]]] = {}
    for request_id, decided_at, resource, record_id in rows:
        held.setdefault((request_id, decided_at), {one: [] for one in Resource})[resource].append(record_id)
    return [
        GrantedDeletion(request_id, at, tuple(ids[Resource.CONSENTS]), tuple(ids[Resource.APPLICANTS]))
        for (request_id, at), ids in held.items()
    ]


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


def _asks_for_deletion(request: PersonRequest) -> bool:
    return request.measure is Measure.DELETE and request.decision in _GRANTED
