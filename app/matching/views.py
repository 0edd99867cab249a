"""What is shown of a match? Its state, and what its sides know of each other, every reading recorded."""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_opening
from app.audit.trail import record
from app.http.paging import Page, page_of
from app.matching import conditions, disclosure, queries
from app.matching.models import Match
from app.matching.schemas import MatchSummary, MatchView, ProvisionsView, ProvisionView
from app.provisions.queries import provisions_in_match
from app.staff.queries import require_briefed_staff


def show_match(session: Session, actor: Actor, match_id: UUID) -> MatchView:
    """Return one match and what its sides know of each other."""
    require_briefed_staff(session, actor)
    match = queries.get_match(session, match_id)
    require_opening(session, actor, match_id)
    return view(session, actor, match)


def list_matches(session: Session, actor: Actor, limit: int, cursor: str | None) -> Page[MatchSummary]:
    """Return the matches, nothing opened, in the order of their proposal."""
    require_briefed_staff(session, actor)
    return page_of(session, Match, _summary, limit, cursor)


def list_provisions(session: Session, actor: Actor, match_id: UUID) -> ProvisionsView:
    """Return the provision records of a match, also once the data of its sides is gone (rule 21)."""
    require_briefed_staff(session, actor)
    if session.get(Match, match_id) is None:
        queries.get_match(session, match_id)
    made = provisions_in_match(session, match_id)
    return ProvisionsView(items=[ProvisionView.model_validate(one, from_attributes=True) for one in made])


def view(session: Session, actor: Actor, match: Match) -> MatchView:
    """Return a match, opening what its sides know where that is still of use; what is read is recorded."""
    to_supporter = to_applicant = None
    if _is_whole(match):
        pair = queries.get_pair(session, match)
        if conditions.may_be_opened(session, actor, match, pair):
            to_supporter = disclosure.known_of_applicant(session, pair, match.step, match.told_at)
            to_applicant = disclosure.known_of_supporter(session, pair, match.step)
            record(session, actor, "match.read", "matches", match.id, fields=sorted({*to_supporter, *to_applicant}))
    return MatchView(
        **_summary(session, match).model_dump(),
        refusal_reason=match.refusal_reason,
        refused_by=match.refused_by,
        end_reason=match.end_reason,
        step=match.step,
        disclosed_to_supporter=to_supporter,
        disclosed_to_applicant=to_applicant,
    )


def _summary(_session: Session, match: Match) -> MatchSummary:
    return MatchSummary.model_validate(match, from_attributes=True)


def _is_whole(match: Match) -> bool:
    return match.consent_id is not None and match.applicant_id is not None
