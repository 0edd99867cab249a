"""Which incidents does a test need? Recorded and moved on by the service, as a request would."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.core.ids import new_id
from app.incidents import service
from app.incidents.models import IncidentKind
from app.incidents.schemas import Escalate, Note, ReportIncident
from app.memorandum.clause import Source
from tests.support.clients import an_actor
from tests.support.hands import Hand

SUMMARY = "A list was sent to a wrong address."
REPORT: dict[str, Any] = {"kind": "data_protection", "summary": SUMMARY, "source": "isa"}
TROUBLE: dict[str, Any] = {"kind": "trouble", "summary": "They disagree about how often to meet."}
NOTE = {"note": "Something was done."}
NO_TIME = timedelta(0)


def an_incident(
    installation: Installation,
    *,
    kind: IncidentKind = IncidentKind.DATA_PROTECTION,
    source: Source | None = Source.ISA,
    also_trouble: bool = False,
    summary: str = SUMMARY,
    known: timedelta = NO_TIME,
    after: tuple[str, ...] = (),
) -> UUID:
    """Return an incident that was known for some time when recorded, after some steps of its life."""
    actor = an_actor(installation, Role.PRIVACY_OFFICER)
    body = ReportIncident.model_validate(
        {
            "kind": kind,
            "source": source,
            "also_trouble": also_trouble,
            "summary": summary,
            "known_at": (actor.at - known).isoformat(),
        },
    )
    return installation.database.run(_make, actor, body, after)


def a_trouble(installation: Installation, *, known: timedelta = NO_TIME, after: tuple[str, ...] = ()) -> UUID:
    """Return a trouble of nobody's data, after some steps of its life."""
    return an_incident(installation, kind=IncidentKind.TROUBLE, source=None, known=known, after=after)


def step(hand: Hand, incident_id: UUID, action: str, **changed: Any) -> Any:
    """Send a step with the version as it stands and return the answer."""
    version = hand.get(f"/v1/incidents/{incident_id}").json()["version"]
    return hand.post(f"/v1/incidents/{incident_id}/{action}", NOTE | changed, version=version)


def _make(session: Session, actor: Actor, body: ReportIncident, steps: tuple[str, ...]) -> UUID:
    made = service.record_as(session, actor, new_id(), body)
    for version, action in enumerate(steps, start=made.version):
        if action == "escalate":
            escalation = Escalate(note="Too hard for us alone.", operational=True)
            service.escalate_incident(session, actor, made.id, version, escalation)
        else:
            service.take_step(session, actor, made.id, version, action, Note(note="Something was done."))
    return made.id
