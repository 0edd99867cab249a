"""Which consents are of a person whose name, address or number is known? Told by their summaries, none opened."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access.actor import Actor
from app.access.searching import MOST_FOUND, SearchPerson, search_people
from app.consents.models import Consent
from app.consents.queries import TABLE
from app.consents.schemas import ConsentSummary
from app.consents.views import summary
from app.http.fields import View
from app.staff.queries import require_briefed_staff


class FoundConsents(View):
    """What a search found, none of it opened: at most a hundred, and whether there are more."""

    items: Sequence[ConsentSummary]
    more: bool


def search_consents(session: Session, actor: Actor, body: SearchPerson) -> FoundConsents:
    """Find consents by whole terms.

    Raises:
        TooManyRequests: the person has searched too often within the hour.

    """
    require_briefed_staff(session, actor)
    found = search_people(session, actor, TABLE, body)
    rows = session.exec(select(Consent).where(col(Consent.id).in_(found[:MOST_FOUND])).order_by(col(Consent.id)))
    items = [summary(session, actor, row) for row in rows]
    return FoundConsents(items=items, more=len(found) > MOST_FOUND)
