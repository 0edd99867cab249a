"""How many matches must end because a side stepped back, in figures? No figure is about a person."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlmodel import Session

from app.matching.duties import match_duties_at


def measure(session: Session, at: datetime) -> Iterator[Metric]:
    """Yield how many ends of matches are owed, and how many of them are late."""
    owed = match_duties_at(session, at)
    figures = GaugeMetricFamily("yonsei_match_duties", "Matches that must end and have not.", labels=["standing"])
    figures.add_metric(["owed"], len(owed))
    figures.add_metric(["late"], sum(one.duty.late for one in owed))
    yield figures
