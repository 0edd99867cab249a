"""Which consultations does the demonstration begin with? One in each state a route needs, and who holds the offices."""

from dataclasses import replace

from sqlmodel import Session

from app.access.actor import Actor
from app.access.roles import Role
from app.consultations.appointments import appoint_as
from app.consultations.decision import propose_decision
from app.consultations.models import Appointment, Consultation
from app.consultations.schemas import Effect, OpenConsultation, ProposeDecision, RecordAppointment, Say
from app.consultations.service import consult, open_as
from app.core.clock import tokyo_day
from app.core.examples import example_id
from app.memorandum.clause import Act, Party, Urgency
from app.memorandum.clause_6_consultation import Subject

HOLDERS = {
    "isa_director": (Role.ISA_OFFICER, Party.ISA, "demo-isa-officer"),
    "secretary_general": (Role.SECRETARY_GENERAL, Party.ASSOCIATION, "demo-secretary-general"),
}
WAY = {"opened": 0, "in_consultation": 1, "proposed": 2}
"""How far each example has come."""
_DECISION = ProposeDecision(
    decision="A trouble is shared within three days.",
    effect=Effect(word=Urgency.PROMPTLY, act=Act.SHARE, hours=72),
)


def seed(session: Session, actor: Actor) -> None:
    """Make the examples that are missing, by the very steps the office-holders would take."""
    isa, association = (
        replace(actor, role=role, party=party, client_id=client_id, staff_id=None)
        for role, party, client_id in HOLDERS.values()
    )
    for part, holder in zip(HOLDERS, (isa, association), strict=True):
        appointment_id = example_id("appointments", part)
        if session.get(Appointment, appointment_id) is None:
            held = RecordAppointment(holder=holder.client_id, acting=False, starts_on=tokyo_day(actor.at))
            appoint_as(session, holder, appointment_id, held)
    for part, steps in WAY.items():
        if session.get(Consultation, example_id("consultations", part)) is None:
            _make(session, isa, association, part, steps)


def _make(session: Session, isa: Actor, association: Actor, part: str, steps: int) -> None:
    body = OpenConsultation(
        subject=Subject.DAYS_FOR_A_WORD_OF_URGENCY,
        situation="The memorandum gives no number of days for sharing a trouble.",
        unforeseen=True,
        needs_coordination=True,
    )
    made = open_as(session, isa, example_id("consultations", part), body)
    if steps > 0:
        made = consult(session, association, made.id, made.version, Say(note="We suggest three days."))
    if steps > 1:
        propose_decision(session, association, made.id, made.version, _DECISION)
