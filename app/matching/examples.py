"""Which matches does the demonstration begin with? One in each state that a route needs, led there by the service."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.core.examples import MATCHED, example_id
from app.matching import service
from app.matching.models import Match
from app.matching.schemas import Answer, MatchView, ProposeMatch, RecordAnswer

_YES = RecordAnswer(answer=Answer.ACCEPTED)
Step = Callable[[Session, Actor, UUID, int], MatchView]
WAY: tuple[Step, ...] = (
    service.offer_to_supporter,
    lambda session, actor, match_id, version: service.record_supporter_answer(session, actor, match_id, version, _YES),
    service.offer_to_applicant,
    lambda session, actor, match_id, version: service.record_applicant_answer(session, actor, match_id, version, _YES),
    service.release_contact,
    service.record_contact,
    service.establish_match,
    service.start_support,
)
STEPS = {"to_cancel": 0, "to_break_off": 5}
"""How far the matches go that are not named by their state."""


def seed(session: Session, actor: Actor) -> None:
    """Add what is missing of the demonstration's matches."""
    for steps, part in enumerate(MATCHED):
        match_id = example_id("matches", part)
        if session.get(Match, match_id) is None:
            named = ProposeMatch(
                consent_id=example_id("consents", f"for_{part}"),
                applicant_id=example_id("applicants", f"for_{part}"),
            )
            service.propose_as(session, actor, match_id, named)
            for version, step in enumerate(WAY[: STEPS.get(part, steps)], start=1):
                step(session, actor, match_id, version)
