"""How much is to be disposed of and has not been, in figures? No figure is about a person."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlmodel import Session

from app.disposals.duties import disposal_duties_at
from app.memorandum.clause_2_4_disposal import DisposalBasis


def measure(session: Session, at: datetime) -> Iterator[Metric]:
    """Yield how many disposals are owed on each basis, and how many of them are late."""
    owed = disposal_duties_at(session, at)
    labels = ["basis", "standing"]
    figures = GaugeMetricFamily("yonsei_disposal_duties", "What is to be disposed of and has not been.", labels=labels)
    for basis in DisposalBasis:
        mine = [one.duty.late for one in owed if one.basis is basis]
        figures.add_metric([basis.value, "owed"], len(mine))
        figures.add_metric([basis.value, "late"], sum(mine))
    yield figures
