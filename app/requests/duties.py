"""How does the answer to each request of a person stand? Owed without delay by law, within a target that is ours."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.core.clock import tokyo_day
from app.limits.duties import About, DutyView, by_day
from app.memorandum.clause import Urgency
from app.requests.articles import ARTICLE_OF
from app.requests.models import PersonRequest
from app.requests.queries import TABLE

ANSWER = "answer"


def standing_of_all(session: Session, at: datetime) -> list[DutyView]:
    """Return how every answer stands, given or to be given, by what is kept in clear."""
    return [_answer(one, at) for one in session.exec(select(PersonRequest).order_by(col(PersonRequest.id)))]


def _answer(request: PersonRequest, at: datetime) -> DutyView:
    named, about = (ARTICLE_OF[request.kind], ANSWER), About(TABLE, request.id)
    met_on = None if request.notified_at is None else tokyo_day(request.notified_at)
    return by_day(about, named, request.arrived_at, request.due_on, met_on, at, urgency=Urgency.WITHOUT_DELAY)
