"""Routes under `/v1/consultations`."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.access.guards import ConsultationsRead, ConsultationsWrite
from app.consultations import appointments, decision, service, views
from app.consultations.schemas import (
    AppointmentView,
    ConsultationLine,
    ConsultationView,
    LimitsView,
    OpenConsultation,
    ProposeDecision,
    RecordAppointment,
    Say,
)
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.memorandum import clause_6_consultation

router = APIRouter(prefix="/v1/consultations", tags=["consultations"], route_class=JsonRoute)
CLAUSE = clause_6_consultation.CLAUSE
Opened = Annotated[RecordId, example_path(example_id("consultations", "opened"))]
InConsultation = Annotated[RecordId, example_path(example_id("consultations", "in_consultation"))]
Proposed = Annotated[RecordId, example_path(example_id("consultations", "proposed"))]
Appointed = Annotated[RecordId, example_path(example_id("appointments", "isa_director"))]


@router.post("", status_code=201, response_model=ConsultationView, openapi_extra=creates(CLAUSE))
async def open_consultation(caller: ConsultationsWrite, body: OpenConsultation) -> Response:
    """Open a consultation on a situation not provided for; either party may, and both read it."""
    return await caller.create(service.open_consultation, service.show_consultation, body)


@router.get("", response_model=Page[ConsultationLine], openapi_extra=reads(CLAUSE))
async def list_consultations(caller: ConsultationsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List consultations in the order of their opening, without their words."""
    return await caller.look(service.list_consultations, limit, cursor)


@router.get("/limits", response_model=LimitsView, openapi_extra=reads(CLAUSE))
async def show_limits(caller: ConsultationsRead) -> Response:
    """Show how many hours each word of urgency is taken to mean, and which consultation decided it."""
    return await caller.look(views.show_limits)


@router.post("/appointments", status_code=201, response_model=AppointmentView, openapi_extra=creates(CLAUSE))
async def record_appointment(caller: ConsultationsWrite, body: RecordAppointment) -> Response:
    """Write down who holds your party's office; without it nobody decides, and a delegate never does."""
    return await caller.create(appointments.record_appointment, appointments.show_appointment, body)


@router.get("/appointments", response_model=Page[AppointmentView], openapi_extra=reads(CLAUSE))
async def list_appointments(caller: ConsultationsRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List who held and holds the two offices."""
    return await caller.look(appointments.list_appointments, limit, cursor)


@router.get("/appointments/{appointment_id}", response_model=AppointmentView, openapi_extra=reads(CLAUSE))
async def show_appointment(caller: ConsultationsRead, appointment_id: Appointed) -> Response:
    """Show one appointment."""
    return await caller.look(appointments.show_appointment, appointment_id)


@router.get("/{consultation_id}", response_model=ConsultationView, openapi_extra=reads(CLAUSE))
async def show_consultation(caller: ConsultationsRead, consultation_id: Opened) -> Response:
    """Show one consultation with all that was said; the reading is recorded."""
    return await caller.look(service.show_consultation, consultation_id)


@router.post("/{consultation_id}/consult", response_model=ConsultationView, openapi_extra=moves(CLAUSE))
async def consult(caller: ConsultationsWrite, consultation_id: InConsultation, body: Say) -> Response:
    """Say something for both to read; the first word of the other party begins the consultation."""
    return await caller.move(service.consult, service.show_consultation, consultation_id, body)


@router.post("/{consultation_id}/propose-decision", response_model=ConsultationView, openapi_extra=moves(CLAUSE))
async def propose_decision(
    caller: ConsultationsWrite, consultation_id: InConsultation, body: ProposeDecision
) -> Response:
    """Put the words of the one decision before the other party, and what it means beyond its occasion."""
    return await caller.move(decision.propose_decision, service.show_consultation, consultation_id, body)


@router.post("/{consultation_id}/decide", response_model=ConsultationView, openapi_extra=moves(CLAUSE))
async def decide(caller: ConsultationsWrite, consultation_id: Proposed) -> Response:
    """Confirm the other party's proposal as it stands; both must hold their offices on this day."""
    return await caller.move(decision.decide, service.show_consultation, consultation_id)


@router.post("/{consultation_id}/withdraw", response_model=ConsultationView, openapi_extra=moves(CLAUSE))
async def withdraw_consultation(caller: ConsultationsWrite, consultation_id: Opened, body: Say) -> Response:
    """End your own consultation without a decision."""
    return await caller.move(service.withdraw_consultation, service.show_consultation, consultation_id, body)
