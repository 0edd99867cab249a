"""How are events getting on, in figures? Asked of the database at each scrape; no figure is about a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy import case, extract, func, select
from sqlmodel import Session

from app.core.database import settings_of
from app.core.rows import table_of
from app.events.catalogue import Stream
from app.events.models import Acknowledgement, OutboxEvent
from app.webhooks.escalating import level_of
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus, Endpoint, EndpointState
from app.webhooks.outstanding import oldest_by_stream

_DELIVERIES, _ATTEMPTS, _ENDPOINTS = table_of(Delivery), table_of(DeliveryAttempt), table_of(Endpoint)
_EVENTS, _SAID = table_of(OutboxEvent), table_of(Acknowledgement)
_COUNTED = {
    "pending": (DeliveryStatus.PENDING, DeliveryStatus.LEASED),
    "held": (DeliveryStatus.HELD,),
    "parked": (DeliveryStatus.PARKED,),
    "unacknowledged": (DeliveryStatus.DELIVERED,),
}
_BOUNDS = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0)
"""Seconds; the last ones are where the alarms begin."""


def measure(session: Session, at: datetime) -> Iterator[Metric]:
    """Yield the figures of delivery at an instant."""
    yield from _oldest(session, at)
    yield _waiting(session)
    yield _attempts(session)
    yield _latency(session)
    yield _breakers(session)


def _oldest(session: Session, at: datetime) -> Iterator[Metric]:
    found, settings = oldest_by_stream(session), settings_of(session)
    ages = GaugeMetricFamily(
        "yonsei_oldest_unacknowledged_seconds",
        "Age of the oldest event that ISA has not acknowledged; 0 when there is none.",
        labels=["stream"],
    )
    levels = GaugeMetricFamily(
        "yonsei_delivery_alarm_level",
        "How loudly to complain of it: 0 on time, 1 warn, 2 page, 3 print the fallback page.",
        labels=["stream"],
    )
    for stream in Stream:
        age = at - found.get(stream, at)
        ages.add_metric([stream.value], max(age / timedelta(seconds=1), 0.0))
        levels.add_metric([stream.value], level_of(age, settings).value)
    yield from (ages, levels)


def _waiting(session: Session) -> Metric:
    counted = select(_DELIVERIES.c.endpoint_id, _DELIVERIES.c.status, func.count()).group_by(
        _DELIVERIES.c.endpoint_id, _DELIVERIES.c.status
    )
    counts = {(row[0], row[1]): row[2] for row in session.connection().execute(counted)}
    family = GaugeMetricFamily(
        "yonsei_deliveries",
        "Events on their way to an endpoint: pending, held while it is not served, parked for a human, "
        "arrived without a receipt.",
        labels=["endpoint", "status"],
    )
    for endpoint_id in session.connection().execute(select(_ENDPOINTS.c.id).order_by(_ENDPOINTS.c.id)).scalars():
        for word, statuses in _COUNTED.items():
            number = sum(counts.get((endpoint_id, status), 0) for status in statuses)
            family.add_metric([str(endpoint_id), word], number)
    return family


def _attempts(session: Session) -> Metric:
    counted = select(_ATTEMPTS.c.error, func.count()).group_by(_ATTEMPTS.c.error)
    family = CounterMetricFamily("yonsei_delivery_attempts", "Attempts by what they came to.", labels=["class"])
    for error, number in session.connection().execute(counted):
        family.add_metric([error or "ok"], number)
    return family


def _latency(session: Session) -> Metric:
    seconds = extract("epoch", _SAID.c.acknowledged_at) - extract("epoch", _EVENTS.c.recorded_at)
    within = [func.sum(case((seconds <= bound, 1), else_=0)) for bound in _BOUNDS]
    counted = (
        select(func.count(), func.sum(seconds), *within)
        .join_from(_EVENTS, _SAID, _SAID.c.event_id == _EVENTS.c.event_id)
        .where(_SAID.c.error.is_(None))
    )
    number, total, *buckets = session.connection().execute(counted).one()
    return HistogramMetricFamily(
        "yonsei_acknowledgement_seconds",
        "Time from the recording of an event to ISA's acknowledgement of it.",
        buckets=[(str(bound), float(n or 0)) for bound, n in zip((*_BOUNDS, "+Inf"), (*buckets, number), strict=True)],
        sum_value=float(total or 0),
    )


def _breakers(session: Session) -> Metric:
    """Yield 1 for the state an endpoint is in, and 0 for each other (a state set, as OpenMetrics has it)."""
    family = GaugeMetricFamily(
        "yonsei_endpoint_state", "Whether an endpoint is in this state.", labels=["endpoint", "state"]
    )
    states = select(_ENDPOINTS.c.id, _ENDPOINTS.c.state).order_by(_ENDPOINTS.c.id)
    for endpoint_id, present in session.connection().execute(states):
        for state in EndpointState:
            family.add_metric([str(endpoint_id), state.value], float(state is present))
    return family
