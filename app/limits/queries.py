"""How many hours does a word of urgency mean for a duty? What was decided when the duty began, or else a setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.database import settings_of
from app.core.settings import Settings
from app.limits.models import DatedLimit
from app.memorandum.clause import Urgency

HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Limit:
    """Hours, and the consultation that decided them; None where they are ours."""

    hours: int
    decided_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit there is: those that are ours, by word, and those decided, oldest decision first."""

    ours: Mapping[Urgency, int]
    decided: Sequence[DatedLimit] = ()

    def of(self, word: Urgency, act: str, since: datetime) -> Limit | None:
        """Return the limit in force at the instant a duty began; None where nobody has set one.

        A decision for the one act goes before one for the word, and of each the latest counts. A later decision
        changes nothing for what was owed already.
        """
        begun = [one for one in self.decided if one.word is word and one.act in {None, act} and one.from_at <= since]
        chosen = max(begun, key=lambda one: (one.act is not None, one.from_at, one.id), default=None)
        if chosen is not None:
            return Limit(chosen.hours, chosen.consultation_id)
        return Limit(self.ours[word]) if word in self.ours else None

    def ours_for(self, word: Urgency) -> timedelta:
        """Return our own time for a word that a law uses, which no consultation under the memorandum changes."""
        return timedelta(hours=self.ours[word])


def limits_of(session: Session) -> Limits:
    """Return the limits of the installation, read once for as many duties as are to be judged."""
    decided = session.exec(select(DatedLimit).order_by(col(DatedLimit.id))).all()
    return Limits(ours(settings_of(session)), decided)


def ours(settings: Settings) -> Mapping[Urgency, int]:
    """Return our own hours by word; その都度 has none, for the time a form takes is never judged by us (R1.2-3)."""
    return {
        Urgency.IMMEDIATELY: settings.immediately_hours,
        Urgency.PROMPTLY: settings.promptly_days * HOURS_OF_A_DAY,
        Urgency.WITHOUT_DELAY: settings.without_delay_days * HOURS_OF_A_DAY,
    }
