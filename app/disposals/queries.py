"""Which disposals are there, and what would one have to cover?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.models import MatchingEnd
from app.consents.models import Consent, ConsentMail, ConsentState
from app.core.errors import NotFound
from app.disposals.models import DelayReason, Disposal, DisposalState
from app.events.models import Acknowledgement
from app.incidents.models import Incident, IncidentState
from app.memorandum.clause import Source
from app.requests.queries import open_requests_about
from app.vault.keystore import Domain

RESOURCE = "disposals"


@dataclass(frozen=True, slots=True)
class Block:
    """Something open that concerns data to be disposed of (R2.4-5)."""

    reason: DelayReason
    id: UUID
    since: datetime


def get_disposal(session: Session, disposal_id: UUID) -> Disposal:
    """Return a disposal.

    Raises:
        NotFound: there is none of this id.

    """
    disposal = session.get(Disposal, disposal_id)
    if disposal is None:
        raise NotFound
    return disposal


def domain_of(session: Session, disposal_id: UUID) -> Domain:
    """Return the vault's domain whose keys a disposal destroys."""
    disposal = session.get(Disposal, disposal_id)
    return Domain.ISA if disposal is None else Domain(disposal.source)


def ids_of(disposal: Disposal) -> list[UUID]:
    """Return the records a disposal is about: forms and applicants."""
    return [UUID(one) for one in (*disposal.consent_ids, *disposal.applicant_ids)]


def blocks_of(session: Session, disposal: Disposal) -> list[Block]:
    """Return the open incidents that name a form and the open requests about a record, until it is carried out."""
    if disposal.state not in {DisposalState.PROPOSED, DisposalState.APPROVED}:
        return []
    forms = set(disposal.consent_ids)
    is_open = (col(Incident.state) != IncidentState.CLOSED) & col(Incident.recorded_in_error).is_(False)
    incidents = [one for one in session.exec(select(Incident).where(is_open)) if forms & set(one.receipt_ids)]
    requests = {one.id: one for record_id in ids_of(disposal) for one in open_requests_about(session, record_id)}
    return [
        *(Block(DelayReason.OPEN_INCIDENT, one.id, one.known_at) for one in incidents),
        *(Block(DelayReason.OPEN_REQUEST, one.id, one.arrived_at) for one in requests.values()),
    ]


def undisposed_forms(session: Session) -> list[UUID]:
    """Return every form ISA provided whose data is still held, whatever its state (T2.4-2)."""
    held = select(Consent.id).where(Consent.source == Source.ISA, Consent.state != ConsentState.DISPOSED)
    return list(session.exec(held.order_by(col(Consent.receipt_number))))


def mails_only_of(session: Session, consent_ids: Sequence[UUID]) -> list[UUID]:
    """Return the e-mails all of whose forms are among these."""
    disposed = {str(one) for one in consent_ids}
    return [mail.id for mail in session.exec(select(ConsentMail)) if set(mail.consent_ids) <= disposed]


def open_end(session: Session) -> MatchingEnd | None:
    """Return the declared end of the matching whose report has not been made."""
    return session.exec(select(MatchingEnd).where(col(MatchingEnd.reported_at).is_(None))).first()


def acknowledged_at(session: Session, disposal: Disposal) -> datetime | None:
    """Return when ISA acknowledged the report, if it has."""
    if disposal.report_event_id is None:
        return None
    found = session.get(Acknowledgement, disposal.report_event_id)
    return None if found is None or found.error is not None else found.acknowledged_at
