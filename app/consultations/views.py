"""How is a consultation shown? As a line without its words, or whole, which is recorded as a reading."""

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consultations import queries
from app.consultations.models import Consultation
from app.consultations.schemas import ConsultationLine, ConsultationView, LimitsView, LimitView, SaidView
from app.incidents.queries import incidents_linked_to
from app.limits.queries import limits_of


def line(_session: Session, consultation: Consultation) -> ConsultationLine:
    """Return a consultation as it stands in a list."""
    return ConsultationLine.model_validate(_facts(consultation))


def full(session: Session, actor: Actor, consultation: Consultation) -> ConsultationView:
    """Return a consultation with its words, and record the reading."""
    entries = queries.entries_of(session, consultation)
    record(session, actor, "consultation.read", queries.TABLE, consultation.id, fields=["situation", "entries"])
    return ConsultationView.model_validate(
        _facts(consultation)
        | {
            "situation": queries.situation_of(session, consultation),
            "incident_ids": incidents_linked_to(session, queries.TABLE, consultation.id),
            "entries": [SaidView.model_validate(entry, from_attributes=True) for entry in entries],
        },
    )


def show_limits(session: Session, _actor: Actor) -> LimitsView:
    """Return what each word of urgency means in hours: ours first, then as it was decided."""
    limits = limits_of(session)
    ours = [
        LimitView(word=word, act=None, hours=hours, from_at=None, decided_by=None)
        for word, hours in limits.ours.items()
    ]
    decided = [
        LimitView(word=one.word, act=one.act, hours=one.hours, from_at=one.from_at, decided_by=one.consultation_id)
        for one in limits.decided
    ]
    return LimitsView(limits=[*ours, *decided])


def _facts(consultation: Consultation) -> dict[str, object]:
    return consultation.model_dump(exclude={"sealed"}) | {"opened_at": consultation.created_at}
