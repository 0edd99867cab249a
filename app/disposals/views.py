"""How is a disposal shown? In a list without words; whole, with what the parties wrote, which is recorded."""

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.disposals import queries
from app.disposals.models import Disposal
from app.disposals.schemas import BlockView, DisposalLine, DisposalView
from app.incidents.contributing import all_opened


def line(session: Session, disposal: Disposal) -> DisposalLine:
    """Return a disposal as it stands in a list."""
    return DisposalLine.model_validate(_facts(session, disposal))


def full(session: Session, actor: Actor, disposal: Disposal) -> DisposalView:
    """Return a disposal with what was written to its report, and record that this was read where anything was."""
    contributions = all_opened(session, disposal.id)
    if contributions:
        record(session, actor, "disposal.read", queries.RESOURCE, disposal.id, fields=["contributions"])
    return DisposalView.model_validate(_facts(session, disposal) | {"contributions": contributions})


def _facts(session: Session, disposal: Disposal) -> dict[str, object]:
    return disposal.model_dump() | {
        "acknowledged_at": queries.acknowledged_at(session, disposal),
        "blocked_by": [
            BlockView.model_validate(one, from_attributes=True) for one in queries.blocks_of(session, disposal)
        ],
    }
