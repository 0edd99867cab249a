"""What was said and decided in a consultation, and who held which office on a day?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.consultations.models import Appointment, Consultation, ConsultationEntry
from app.core.errors import NotFound
from app.memorandum.clause import Party
from app.memorandum.clause_6_consultation import OFFICE_OF, Office
from app.vault.sealing import open_sealed

TABLE, ENTRIES = "consultations", "consultation_entries"


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry, opened."""

    number: int
    at: datetime
    party: Party
    office: Office | None
    acting: bool
    action: str
    state: str
    effect: Mapping[str, Any] | None
    text: str | None


def get_consultation(session: Session, consultation_id: UUID) -> Consultation:
    """Return a consultation.

    Raises:
        NotFound: there is none of this id.

    """
    consultation = session.get(Consultation, consultation_id)
    if consultation is None:
        raise NotFound
    return consultation


def get_appointment(session: Session, appointment_id: UUID) -> Appointment:
    """Return an appointment.

    Raises:
        NotFound: there is none of this id.

    """
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound
    return appointment


def appointment_of(session: Session, party: Party, holder: str, on: date) -> Appointment | None:
    """Return by what somebody holds their party's office on a day in Japan, in person rather than acting."""
    held = select(Appointment).where(
        Appointment.office == OFFICE_OF[party],
        Appointment.holder == holder,
        Appointment.starts_on <= on,
        or_(col(Appointment.ends_on).is_(None), col(Appointment.ends_on) >= on),
    )
    return session.exec(held.order_by(col(Appointment.acting), col(Appointment.id))).first()


def entry_at(session: Session, consultation: Consultation, number: int) -> ConsultationEntry:
    """Return one entry of a consultation."""
    entry = session.get(ConsultationEntry, (consultation.id, number))
    if entry is None:
        raise NotFound
    return entry


def situation_of(session: Session, consultation: Consultation) -> str:
    """Open what the consultation is about; whoever asks records the reading."""
    return str(open_sealed(session, TABLE, consultation.id, consultation.sealed)["situation"])


def entries_of(session: Session, consultation: Consultation) -> list[EntryText]:
    """Open everything said and done in a consultation, oldest first; whoever asks records the reading."""
    rows = session.exec(
        select(ConsultationEntry)
        .where(ConsultationEntry.consultation_id == consultation.id)
        .order_by(col(ConsultationEntry.number)),
    )
    return [
        EntryText(
            row.number,
            row.at,
            row.party,
            row.office,
            row.acting,
            row.action,
            row.state,
            row.effect,
            _text(session, row),
        )
        for row in rows
    ]


def _text(session: Session, entry: ConsultationEntry) -> str | None:
    if entry.sealed is None:
        return None
    return str(open_sealed(session, ENTRIES, entry.consultation_id, entry.sealed, row=entry.id)["text"])
