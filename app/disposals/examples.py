"""Which disposals does the demonstration begin with? One in each state that a route needs, of forms of their own."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.examples import example_id
from app.disposals.models import Disposal, DisposalState
from app.memorandum.clause_2_4_disposal import DisposalBasis

SEEDS: Mapping[str, tuple[DisposalState, tuple[UUID, ...]]] = {
    "proposed": (DisposalState.PROPOSED, (example_id("consents", "active_2"),)),
    "approved": (DisposalState.APPROVED, (example_id("consents", "active_2"),)),
    "blocked": (DisposalState.PROPOSED, (example_id("consents", "active"),)),
    "executing": (DisposalState.EXECUTING, ()),
    "verified": (DisposalState.VERIFIED, ()),
    "reported": (DisposalState.REPORTED, ()),
}
PROPOSER, APPROVER = "demonstration-proposer", "demonstration-approver"


def seed(session: Session, actor: Actor) -> None:
    """Add what is missing of the demonstration's disposals."""
    for part, (state, forms) in SEEDS.items():
        disposal_id = example_id("disposals", part)
        if session.get(Disposal, disposal_id) is None:
            session.add(_disposal(actor, disposal_id, state, forms))
            record(session, actor, "disposal.seeded", "disposals", disposal_id)


def _disposal(actor: Actor, disposal_id: UUID, state: DisposalState, forms: tuple[UUID, ...]) -> Disposal:
    approved = state is not DisposalState.PROPOSED
    executed = approved and state is not DisposalState.APPROVED
    verified = state in {DisposalState.VERIFIED, DisposalState.REPORTED}
    return Disposal(
        id=disposal_id,
        created_at=actor.at,
        basis=DisposalBasis.RETENTION,
        state=state,
        consent_ids=[str(form) for form in forms],
        destroyed_epochs=[],
        findings=[],
        attested=[],
        proposed_by=PROPOSER,
        approved_by=APPROVER if approved else None,
        approved_at=actor.at if approved else None,
        executed_by=PROPOSER if executed else None,
        executed_at=actor.at if executed else None,
        verified_by=APPROVER if verified else None,
        verified_at=actor.at if verified else None,
        reported_at=actor.at if state is DisposalState.REPORTED else None,
    )
