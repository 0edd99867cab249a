"""Which consents are to be listed? By facts that stand in clear; who they are is never asked here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Query
from sqlalchemy import ColumnElement, and_, not_
from sqlmodel import col

from app.consents.availability import overdue_before
from app.consents.models import Availability, Consent, ConsentState
from app.memorandum.clause import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks for; what is left out does not matter."""

    state: Annotated[ConsentState | None, Query()] = None
    source: Annotated[Source | None, Query()] = None
    outside_term: Annotated[bool | None, Query(description="arrived while no agreement was in force")] = None
    availability: Annotated[Availability | None, Query()] = None
    confirmation_overdue: Annotated[bool | None, Query(description="the supporter is to be asked again")] = None

    def conditions(self, at: datetime, availability_days: int) -> list[ColumnElement[bool]]:
        """Return what rows have to meet; a word of a supporter holds for so many days."""
        plain = {
            Consent.state: self.state,
            Consent.source: self.source,
            Consent.outside_term: self.outside_term,
            Consent.availability: self.availability,
        }
        met = [col(column) == value for column, value in plain.items() if value is not None]
        if self.confirmation_overdue is not None:
            overdue = and_(
                col(Consent.state) == ConsentState.ACTIVE,
                col(Consent.availability_confirmed_at) < overdue_before(at, availability_days),
            )
            met.append(overdue if self.confirmation_overdue else not_(overdue))
        return met
