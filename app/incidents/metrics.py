"""How many suspicions wait for a word, in figures? No figure is about a person."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlmodel import Session, select

from app.incidents.drafts import is_late
from app.incidents.models import DraftState, IncidentDraft


def measure(session: Session, at: datetime) -> Iterator[Metric]:
    """Yield how many suspected harvests wait for the privacy officer, and how many of them for too long."""
    waiting = session.exec(select(IncidentDraft).where(IncidentDraft.state == DraftState.OPEN)).all()
    figures = GaugeMetricFamily("yonsei_suspicions", "Suspected harvests that wait for a word.", labels=["standing"])
    figures.add_metric(["owed"], len(waiting))
    figures.add_metric(["late"], sum(is_late(session, one, at) for one in waiting))
    yield figures
