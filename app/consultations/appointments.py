"""Who holds the two offices? Each party says so of its own, and nobody appoints themselves to act (R6-1)."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.consultations import queries
from app.consultations.models import Appointment
from app.consultations.schemas import AppointmentView, RecordAppointment
from app.core.errors import Invalid
from app.core.ids import new_id
from app.http.paging import Page, page_of
from app.memorandum.clause_6_consultation import OFFICE_OF


def record_appointment(session: Session, actor: Actor, body: RecordAppointment) -> AppointmentView:
    """Write down who holds the office of the actor's party."""
    return appoint_as(session, actor, new_id(), body)


def appoint_as(session: Session, actor: Actor, appointment_id: UUID, body: RecordAppointment) -> AppointmentView:
    """Write it down under a given id.

    Raises:
        Invalid: somebody would appoint themselves to act for the holder.

    """
    if body.acting and body.holder == person(actor):
        raise Invalid.at("/holder", "yourself")
    appointment = Appointment(
        id=appointment_id,
        created_at=actor.at,
        office=OFFICE_OF[actor.party],
        holder=body.holder,
        acting=body.acting,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        recorded_by=person(actor),
    )
    session.add(appointment)
    record(session, actor, "appointment.recorded", "appointments", appointment.id, office=appointment.office.value)
    return view(session, appointment)


def show_appointment(session: Session, _actor: Actor, appointment_id: UUID) -> AppointmentView:
    """Return one appointment."""
    return view(session, queries.get_appointment(session, appointment_id))


def list_appointments(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[AppointmentView]:
    """Return the appointments of both parties, oldest entry first."""
    return page_of(session, Appointment, view, limit, cursor)


def view(_session: Session, appointment: Appointment) -> AppointmentView:
    """Return what both parties see of an appointment."""
    return AppointmentView.model_validate(appointment.model_dump() | {"recorded_at": appointment.created_at})


def person(actor: Actor) -> str:
    """Return as whom an appointment names somebody: the staff member, or else the client."""
    return str(actor.staff_id or actor.client_id)
