"""Which provisions were made, within a match or of a person, and what do the records say?"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.provisions.models import Names, ProvidedTo, ProvisionRecord
from app.vault.sealing import open_sealed

TABLE = "provision_records"


def provisions_in_match(session: Session, match_id: UUID) -> Sequence[ProvisionRecord]:
    """Return what was provided within a match, in order; the records outlive the data of its sides."""
    return _found(session, col(ProvisionRecord.match_id) == match_id)


def provisions_in_incident(session: Session, incident_id: UUID) -> Sequence[ProvisionRecord]:
    """Return what was provided in the course of an incident, in order."""
    return _found(session, col(ProvisionRecord.incident_id) == incident_id)


def provisions_of_supporter(session: Session, consent_ids: Sequence[UUID]) -> Sequence[ProvisionRecord]:
    """Return what was told of the holder of these consents; what they were told themselves is not among it."""
    theirs = col(ProvisionRecord.consent_id).in_(consent_ids)
    return _found(session, theirs & (col(ProvisionRecord.recipient) != ProvidedTo.SUPPORTER))


def provisions_of_applicant(session: Session, applicant_ids: Sequence[UUID]) -> Sequence[ProvisionRecord]:
    """Return what was told of an applicant; what they were told themselves is not among it."""
    theirs = col(ProvisionRecord.applicant_id).in_(applicant_ids)
    return _found(session, theirs & (col(ProvisionRecord.recipient) != ProvidedTo.APPLICANT))


def open_names(session: Session, made: ProvisionRecord) -> Names | None:
    """Open who the two were; None for a record from before names were kept. Whoever shows them records that."""
    if made.sealed is None:
        return None
    return Names.model_validate(open_sealed(session, TABLE, made.id, made.sealed))


def _found(session: Session, which: sa.ColumnElement[bool]) -> Sequence[ProvisionRecord]:
    return session.exec(select(ProvisionRecord).where(which).order_by(col(ProvisionRecord.id))).all()
