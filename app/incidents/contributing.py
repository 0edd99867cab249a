"""How does a party write to a report? Sealed, for both to read, never changed, and told in the feed of incidents."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import Invalid
from app.core.ids import new_id
from app.events.catalogue import EventType
from app.events.outbox import announce
from app.incidents import queries
from app.incidents.contribution_schemas import Answer, ContributionView
from app.incidents.duties import RESOURCE
from app.incidents.models import Contribution, ContributionKind
from app.memorandum.clause import Party
from app.vault.keystore import Domain
from app.vault.sealing import seal


def write(
    session: Session,
    actor: Actor,
    contribution_id: UUID,
    subject: tuple[str, UUID],
    kind: ContributionKind,
    text: str,
    answers: UUID | None = None,
) -> Contribution:
    """Write to the report on a subject, a resource and an id in it, for the actor's party."""
    about, report_id = subject
    contribution = Contribution(
        id=contribution_id,
        created_at=actor.at,
        report_id=report_id,
        party=actor.party,
        client_id=actor.client_id,
        kind=kind,
        answers=answers,
        sealed=seal(session, Domain.DIRECT, "contributions", contribution_id, {"text": text}),
    )
    session.add(contribution)
    told = {"report_id": str(report_id), "party": actor.party.value, "kind": kind.value}
    announce(
        session, actor.at, EventType.CONTRIBUTION_RECORDED, f"{about}/{report_id}", id=str(contribution_id), **told
    )
    record(session, actor, "report.contributed", "reports", report_id, contribution=str(contribution_id))
    return contribution


def answer_to(
    session: Session, actor: Actor, contribution_id: UUID, subject: tuple[str, UUID], body: Answer
) -> ContributionView:
    """Answer something ISA wrote to the report on a subject.

    Raises:
        Invalid: ISA wrote nothing of this id to this report.

    """
    asked = session.get(Contribution, body.answers)
    if asked is None or asked.report_id != subject[1] or asked.party is not Party.ISA:
        raise Invalid.at("/answers", "nothing_to_answer")
    row = write(session, actor, contribution_id, subject, ContributionKind.ANSWER, body.text, answers=asked.id)
    return opened(session, row)


def opened(session: Session, row: Contribution) -> ContributionView:
    """Return one contribution with its words; whoever asks records the reading."""
    return ContributionView.model_validate(queries.open_contribution(session, row), from_attributes=True)


def all_opened(session: Session, report_id: UUID) -> list[ContributionView]:
    """Return what was contributed to a report, oldest first; whoever asks records the reading."""
    found = queries.contributions_to(session, report_id)
    return [ContributionView.model_validate(one, from_attributes=True) for one in found]


def answer(session: Session, actor: Actor, incident_id: UUID, body: Answer) -> ContributionView:
    """Answer something ISA wrote about an incident, for both parties to read."""
    return answer_to(session, actor, new_id(), (RESOURCE, queries.get_incident(session, incident_id).id), body)


def show_contribution(session: Session, actor: Actor, contribution_id: UUID, incident_id: UUID) -> ContributionView:
    """Return one contribution to an incident's report; the reading is recorded."""
    row = queries.get_contribution(session, incident_id, contribution_id)
    record(session, actor, "incident.read", RESOURCE, incident_id, contribution=str(row.id), fields=["text"])
    return opened(session, row)
