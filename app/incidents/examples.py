"""Which incidents does the demonstration begin with? One in each state from which a route moves it on."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.consents.models import Consent
from app.core.examples import example_id
from app.incidents import commission, drafts, following, naming, queries, service
from app.incidents.commission_schemas import ReportToCommission, TellPersons
from app.incidents.models import (
    CommissionReport,
    Incident,
    IncidentDraft,
    IncidentKind,
    InformationKind,
    NoticeMeans,
    Stage,
)
from app.incidents.naming_schemas import IdentityField, NamedPerson, NamePersons
from app.incidents.schemas import Escalate, Note, ReportIncident
from app.memorandum.clause import Source

_NOTES = {
    "contain": "The recipient was asked to delete the message and confirmed it.",
    "investigate": "The address was completed from the address book and not checked.",
    "take-measures": "Addresses are now confirmed by a second person before sending.",
    "handle": "Both sides were called and heard.",
    "escalate": "The way areas are asked for misleads people again and again.",
    "resolve": "Both sides agreed on how to go on.",
}
_PATHS = {
    "data_shared": (),
    "data_contained": ("contain",),
    "data_investigated": ("contain", "investigate"),
    "data_measures_taken": ("contain", "investigate", "take-measures"),
    "trouble_shared": (),
    "trouble_handling": ("handle",),
    "trouble_joint_handling": ("handle", "escalate"),
    "trouble_resolved": ("handle", "resolve"),
}


def seed(session: Session, actor: Actor) -> None:
    """Make the example incidents that are missing, by the very steps a caller would take."""
    for part, steps in _PATHS.items():
        incident_id = example_id("incidents", part)
        if session.get(Incident, incident_id) is None:
            _make(session, actor, incident_id, _report(part), steps)
    _tell(session, actor)
    _name(session, actor)
    draft_id = example_id("incident_drafts", "suspected")
    if session.get(IncidentDraft, draft_id) is None:
        drafts.note_as(session, actor, draft_id, None, "demo-retired-system")


def _tell(session: Session, actor: Actor) -> None:
    """Let one example be on its way to the Commission and the persons."""
    incident_id = example_id("incidents", "data_contained")
    filed, given = example_id("commission_reports", "preliminary"), example_id("person_notices", "given")
    if session.get(CommissionReport, filed) is None:
        report = ReportToCommission(stage=Stage.PRELIMINARY, overview="A list went to a wrong e-mail address.")
        commission.report_as(session, actor, filed, incident_id, report)
        notice = TellPersons(
            means=NoticeMeans.EMAIL,
            persons=1,
            overview="A list with your name went to somebody else.",
            data_items="Your name and e-mail address.",
        )
        commission.tell_as(session, actor, given, incident_id, notice)


def _name(session: Session, actor: Actor) -> None:
    """Let ISA know who is concerned by one example, where the example consents are there, unless it knows."""
    form = example_id("consents", "active")
    incident = queries.get_incident(session, example_id("incidents", "data_shared"))
    if session.get(Consent, form) is not None and not naming.named_to_isa(session, incident.id):
        person = NamedPerson(consent_id=form, fields=frozenset({IdentityField.NAME}))
        wanted = NamePersons(note="ISA has to reach the person itself.", persons=[person])
        following.name_persons(session, actor, incident.id, incident.version, wanted)


def _report(part: str) -> ReportIncident:
    if part.startswith("trouble"):
        return ReportIncident(
            kind=IncidentKind.TROUBLE,
            summary="A supporter and an applicant disagree about how often to meet.",
        )
    return ReportIncident(
        kind=IncidentKind.DATA_PROTECTION,
        summary="A list of supporters was sent to a wrong e-mail address.",
        source=Source.ISA,
        persons=1,
        information_kinds=frozenset({InformationKind.NAME, InformationKind.CONTACT}),
        receipt_ids=frozenset({example_id("consents", "active")}),
    )


def _make(session: Session, actor: Actor, incident_id: UUID, body: ReportIncident, steps: tuple[str, ...]) -> None:
    version = service.record_as(session, actor, incident_id, body).version
    for action in steps:
        if action == "escalate":
            escalation = Escalate(note=_NOTES[action], operational=True)
            moved = service.escalate_incident(session, actor, incident_id, version, escalation)
        else:
            moved = service.take_step(session, actor, incident_id, version, action, Note(note=_NOTES[action]))
        version = moved.version
