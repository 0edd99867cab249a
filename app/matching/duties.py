"""Which matches must end because a side has stepped back? Worked out from the facts, so that nobody can forget to tell.

A withdrawal is recorded where it happens, in `consents` or `applicants`, which know nothing of matches. From that
commit on no act carries the match further (`conditions.require_standing`); ending it remains to be done.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.applicants.models import Applicant, ApplicantState
from app.consents.models import Consent, ConsentState
from app.http.fields import View
from app.limits.duties import About, DutyView, judged
from app.limits.queries import limits_of
from app.matching.lifecycle import LIFE
from app.matching.models import OPEN, EndReason, Match, RefusedBy
from app.memorandum.clause import Act, Basis, Duty, Party, Urgency
from app.staff.queries import require_briefed_staff

ARTICLE = "article 27"
"""Of the privacy law: what is given to the other side rests on a consent, and stands no longer than it does."""

_GONE = {ConsentState.WITHDRAWN, ConsentState.EXPIRED, ConsentState.DISPOSED}
_LEFT = {ApplicantState.WITHDRAWN, ApplicantState.DISPOSED}


class MatchDuty(View):
    """A match that must end: who stepped back, and the action and reason by which it ends."""

    side: RefusedBy
    action: str
    reason: EndReason
    duty: DutyView


class MatchDuties(View):
    """Every match that must end, the longest owed first."""

    items: Sequence[MatchDuty]


def list_match_duties(session: Session, actor: Actor) -> MatchDuties:
    """Return the open matches of whom a side has withdrawn, expired or been disposed of."""
    require_briefed_staff(session, actor)
    return MatchDuties(items=match_duties_at(session, actor.at))


def match_duties_at(session: Session, at: datetime) -> list[MatchDuty]:
    """Return what is owed at an instant, the longest owed first."""
    limits = limits_of(session)
    found = [
        MatchDuty(
            side=side,
            action=_ending(match),
            reason=EndReason.CONSENT_WITHDRAWN if side is RefusedBy.SUPPORTER else EndReason.APPLICANT_REQUEST,
            duty=judged(limits, About("matches", match.id), _duty(since), None, at),
        )
        for match, side, since in _stranded(session)
    ]
    return sorted(found, key=lambda one: one.duty.since)


def _stranded(session: Session) -> list[tuple[Match, RefusedBy, datetime]]:
    sides = (
        select(Match, Consent, Applicant)
        .join(Consent, col(Consent.id) == col(Match.consent_id))
        .join(Applicant, col(Applicant.id) == col(Match.applicant_id))
        .where(
            col(Match.state).in_(OPEN),
            sa.or_(col(Consent.state).in_(_GONE), col(Applicant.state).in_(_LEFT)),
        )
    )
    found = []
    for match, consent, applicant in session.exec(sides):
        if consent.state in _GONE:
            since = consent.withdrawn_at or consent.expired_at or consent.disposed_at
            found.append((match, RefusedBy.SUPPORTER, since or match.created_at))
        else:
            found.append((match, RefusedBy.APPLICANT, applicant.withdrawn_at or match.created_at))
    return found


def _duty(since: datetime) -> Duty:
    owed_by = frozenset({Party.ASSOCIATION})
    return Duty(ARTICLE, Act.END_MATCH, owed_by, since, Urgency.WITHOUT_DELAY, Basis.READING, "R2.1-4")


def _ending(match: Match) -> str:
    """Return the action that ends a match from where it stands."""
    return next(action for action in ("cancel", "break-off", "end") if match.state in LIFE.moves[action][0])
