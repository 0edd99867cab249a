"""How do the disposal that 2(4) asks for, and its report, stand? From the day the matching stopped (R2.4-1)."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from app.agreements.models import MatchingEnd
from app.core.clock import tokyo_day
from app.disposals.models import Disposal
from app.limits.duties import About, DutyView, judged
from app.limits.queries import Limits, limits_of
from app.memorandum.clause_2_4_disposal import disposal_due


def standing_of_all(session: Session, at: datetime) -> list[DutyView]:
    """Return how everything stands that 2(4) has asked for since the matching was declared to have stopped."""
    limits = limits_of(session)
    ends = session.exec(select(MatchingEnd).order_by(col(MatchingEnd.id))).all()
    return [duty for end in ends for duty in _of_end(limits, end, _disposal_of(session, end), at)]


def standing_of(session: Session, disposal: Disposal, at: datetime) -> list[DutyView]:
    """Return how what 2(4) asks for stands for one disposal; nothing is asked of one on another basis (R2.4-3)."""
    end = session.get(MatchingEnd, disposal.matching_end_id) if disposal.matching_end_id else None
    return [] if end is None else list(_of_end(limits_of(session), end, disposal, at))


def _of_end(limits: Limits, end: MatchingEnd, disposal: Disposal | None, at: datetime) -> Iterator[DutyView]:
    about = About("matching-ends", end.id) if disposal is None else About("disposals", disposal.id)
    today, disposed_at = tokyo_day(at), None if disposal is None else disposal.verified_at
    dispose = disposal_due(end.stopped_on, None, None, today)
    if dispose is not None:
        yield judged(limits, about, dispose, disposed_at, at)
    report = disposal_due(end.stopped_on, disposed_at, None, today)
    if report is not None and disposed_at is not None:
        yield judged(limits, about, report, end.reported_at, at)


def _disposal_of(session: Session, end: MatchingEnd) -> Disposal | None:
    """Return the disposal of an end that has come furthest."""
    found = session.exec(select(Disposal).where(Disposal.matching_end_id == end.id).order_by(col(Disposal.id))).all()
    verified = (one for one in found if one.verified_at is not None)
    return next(verified, found[-1] if found else None)
