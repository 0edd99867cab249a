"""What is shown of a consent without opening it, as things stand on the day it is shown?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.access.actor import Actor
from app.consents.availability import confirm_by, is_overdue
from app.consents.models import Consent
from app.consents.schemas import ConsentSummary
from app.core.database import settings_of


def summary(session: Session, actor: Actor, consent: Consent) -> ConsentSummary:
    """Return what may be shown of a consent without opening it."""
    return ConsentSummary.model_validate(shown(session, consent.model_dump(), actor.at))


def shown(session: Session, row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return a consent's row, with until when the supporter's word holds."""
    last = confirm_by(row["state"], row["availability_confirmed_at"], settings_of(session).availability_days)
    return {**row, "confirm_by": last, "confirmation_overdue": is_overdue(last, at)}
