"""How does the association answer what ISA writes to the report on a disposal? Sealed, for both to read."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.ids import new_id
from app.disposals import queries
from app.disposals.schemas import AnswerOnDisposal
from app.incidents.contributing import answer_to, opened
from app.incidents.contribution_schemas import ContributionView
from app.incidents.queries import get_contribution


def answer(session: Session, actor: Actor, disposal_id: UUID, body: AnswerOnDisposal) -> ContributionView:
    """Answer something ISA wrote about a disposal, for both parties to read."""
    disposal = queries.get_disposal(session, disposal_id)
    return answer_to(session, actor, new_id(), (queries.RESOURCE, disposal.id), body)


def show_contribution(session: Session, actor: Actor, contribution_id: UUID, disposal_id: UUID) -> ContributionView:
    """Return one contribution to a disposal's report; the reading is recorded."""
    row = get_contribution(session, disposal_id, contribution_id)
    record(session, actor, "disposal.read", queries.RESOURCE, disposal_id, contribution=str(row.id), fields=["text"])
    return opened(session, row)
