"""How is the service doing, in figures for Prometheus? Worked out from the database at each scrape, by each collector.

A collector belongs to the resource whose figures it works out, and yields metric families without personal data.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from sqlmodel import Session
from typing_extensions import override

from app.access.guards import MetricsRead
from app.disposals.metrics import measure as disposals
from app.incidents.metrics import measure as suspicions
from app.matching.metrics import measure as matches
from app.oversight.duties import measure as duties
from app.webhooks.metrics import measure as deliveries

COLLECTORS: tuple[Callable[[Session, datetime], Iterable[Metric]], ...] = (
    deliveries,
    suspicions,
    matches,
    disposals,
    duties,
)
"""What is asked at each scrape, in this order."""
router = APIRouter(tags=["health"])


class _Collected(Collector):
    """Families that have been worked out."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    @override
    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._families


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "figures", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def show_metrics(caller: MetricsRead) -> Response:
    """Show how deliveries stand, in the text format of Prometheus; no figure is about a person."""

    def work(session: Session) -> list[Metric]:
        at = caller.admitted(session).at
        return [family for collect in COLLECTORS for family in collect(session, at)]

    registry = CollectorRegistry()
    registry.register(_Collected(await caller.installation.database.read(work)))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)
