"""Which disposals are there, and what would one have to cover?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.models import MatchingEnd
from app.consents.models import Consent, ConsentMail, ConsentState
from app.core.errors import NotFound
from app.disposals.models import Disposal
from app.events.models import Acknowledgement
from app.memorandum.clause import Source


def get_disposal(session: Session, disposal_id: UUID) -> Disposal:
    """Return a disposal.

    Raises:
        NotFound: there is none of this id.

    """
    disposal = session.get(Disposal, disposal_id)
    if disposal is None:
        raise NotFound
    return disposal


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
