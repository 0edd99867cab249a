"""Has ISA been silent for so long that joint handling may end without it? Silence must not block for ever (R3.2-4)."""

from datetime import datetime, timedelta

from sqlmodel import Session, func, select

from app.core.database import settings_of
from app.incidents.models import Contribution, Incident, IncidentEntry
from app.memorandum.clause import Party


def is_silence_long(session: Session, incident: Incident, at: datetime) -> bool:
    """Tell whether the days we wait have passed since ISA was asked, or since it last wrote."""
    asked = select(func.max(IncidentEntry.at)).where(
        IncidentEntry.incident_id == incident.id,
        IncidentEntry.action == "escalate",
    )
    wrote = select(func.max(Contribution.created_at)).where(
        Contribution.report_id == incident.id,
        Contribution.party == Party.ISA,
    )
    heard = max(filter(None, [session.exec(asked).one(), session.exec(wrote).one()]), default=None)
    return heard is not None and at - heard >= timedelta(days=settings_of(session).joint_silence_days)
