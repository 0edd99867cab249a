"""What can be done with an endpoint? Propose it, confirm it, pause, resume, and send again what was sent."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import Author, record
from app.core.database import settings_of
from app.core.errors import Invalid
from app.core.rows import move
from app.core.settings import Settings
from app.http.paging import Page, page_of
from app.webhooks import queries
from app.webhooks.closing import close
from app.webhooks.keys import make_secret, shown_secret
from app.webhooks.lifecycle import LIFE
from app.webhooks.models import Delivery, DeliveryAttempt, DeliveryStatus, Endpoint, EndpointHealth, EndpointState
from app.webhooks.queueing import hold, release, watch_streams
from app.webhooks.replaying import replay
from app.webhooks.schemas import (
    AttemptView,
    ChangeEndpoint,
    CloseDelivery,
    ConfirmedEndpointView,
    DeliveryView,
    EndpointView,
    ProposeEndpoint,
    ReplayEvents,
    RotateSecret,
)
from app.webhooks.targets import fault_of


def propose_endpoint(session: Session, actor: Actor, body: ProposeEndpoint) -> EndpointView:
    """Write down where events might be pushed; nothing is sent before ISA confirms.

    Raises:
        Invalid: the URL is not one to which we send.

    """
    settings = settings_of(session)
    _require_reachable(body.url, settings)
    endpoint = Endpoint(
        created_at=actor.at,
        url=body.url,
        state=EndpointState.PROPOSED,
        streams=sorted(body.streams),
        allow_private=settings.demo,
        sends_v1=body.sends_v1,
        sends_v1a=body.sends_v1a,
        standby=body.standby,
    )
    session.add(endpoint)
    session.flush()
    session.add(EndpointHealth(endpoint_id=endpoint.id))
    record(session, actor, "webhook.proposed", "webhooks", endpoint.id, streams=list(endpoint.streams))
    return view(session, endpoint)


def change_endpoint(
    session: Session, actor: Actor, endpoint_id: UUID, version: int, body: ChangeEndpoint
) -> EndpointView:
    """Propose that an endpoint be another from now on; everything for it is held until ISA confirms.

    Raises:
        Invalid: the URL is not one to which we send.

    """
    _require_reachable(body.url, settings_of(session))
    endpoint = queries.get_endpoint(session, endpoint_id)
    wanted = {**body.model_dump(), "streams": sorted(body.streams)}
    changed = sorted(name for name, value in wanted.items() if value != getattr(endpoint, name))
    move(session, endpoint, version, state=LIFE.after("change", endpoint.state), **wanted)
    held = hold(session, endpoint.id)
    record(session, actor, "webhook.changed", "webhooks", endpoint.id, fields=changed, held=held)
    return view(session, endpoint)


def confirm_endpoint(session: Session, actor: Actor, endpoint_id: UUID, version: int) -> ConfirmedEndpointView:
    """Confirm for ISA that the endpoint is its own, at first or after it was gone; what waits is sent."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    state = LIFE.after("confirm", endpoint.state)
    needs_secret = endpoint.sends_v1 and endpoint.sealed_secret is None
    secret = make_secret(session, endpoint.id) if needs_secret else endpoint.sealed_secret
    move(session, endpoint, version, state=state, confirmed_at=actor.at, sealed_secret=secret)
    watch_streams(session, endpoint)
    _serve_again(session, actor, endpoint)
    record(session, actor, "webhook.confirmed", "webhooks", endpoint.id)
    return show_confirmed(session, actor, endpoint_id)


def rotate_secret(
    session: Session, actor: Author, endpoint_id: UUID, version: int, body: RotateSecret
) -> ConfirmedEndpointView:
    """Give an endpoint another secret; the one before signs beside it for a while, or in an emergency no more."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    LIFE.require("rotate-secret", endpoint.state)
    former = None if body.emergency else endpoint.sealed_secret
    until = actor.at + timedelta(days=settings_of(session).webhook_overlap_days) if former is not None else None
    fresh = make_secret(session, endpoint.id)
    move(session, endpoint, version, sealed_secret=fresh, former_secret=former, former_until=until)
    record(session, actor, "webhook.secret-rotated", "webhooks", endpoint.id, emergency=body.emergency)
    return confirmed_view(session, endpoint)


def pause_endpoint(session: Session, actor: Actor, endpoint_id: UUID, version: int) -> EndpointView:
    """Send nothing for the time being; what is announced meanwhile is held."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    move(session, endpoint, version, state=LIFE.after("pause", endpoint.state))
    record(session, actor, "webhook.paused", "webhooks", endpoint.id, held=hold(session, endpoint.id))
    return view(session, endpoint)


def resume_endpoint(session: Session, actor: Actor, endpoint_id: UUID, version: int) -> EndpointView:
    """Send again, beginning with what was held."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    move(session, endpoint, version, state=LIFE.after("resume", endpoint.state))
    released = _serve_again(session, actor, endpoint)
    record(session, actor, "webhook.resumed", "webhooks", endpoint.id, released=released)
    return view(session, endpoint)


def replay_events(
    session: Session,
    actor: Actor,
    endpoint_id: UUID,
    version: int,
    body: ReplayEvents,
) -> EndpointView:
    """Send events again, under the ids they had."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    LIFE.require("replay", endpoint.state)
    move(session, endpoint, version)
    record(
        session, actor, "webhook.replayed", "webhooks", endpoint.id, events=replay(session, endpoint, body, actor.at)
    )
    return view(session, endpoint)


def close_delivery(
    session: Session, actor: Actor, endpoint_id: UUID, version: int, body: CloseDelivery
) -> EndpointView:
    """Send an event to this endpoint no more, for a reason; only a person does that, and it can be sent again."""
    endpoint = queries.get_endpoint(session, endpoint_id)
    delivery = queries.get_delivery(session, endpoint_id, body.delivery_id)
    move(session, endpoint, version)
    close(session, delivery, body.reason)
    event_id, reason = str(delivery.event_id), body.reason.value
    record(session, actor, "delivery.closed", "webhooks", endpoint.id, event=event_id, reason=reason)
    return view(session, endpoint)


def show_endpoint(session: Session, _actor: Actor, endpoint_id: UUID) -> EndpointView:
    """Return one endpoint."""
    return view(session, queries.get_endpoint(session, endpoint_id))


def show_confirmed(session: Session, _actor: Actor, endpoint_id: UUID) -> ConfirmedEndpointView:
    """Return one endpoint with its secret, for ISA."""
    return confirmed_view(session, queries.get_endpoint(session, endpoint_id))


def list_endpoints(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[EndpointView]:
    """Return the endpoints, oldest entry first."""
    return page_of(session, Endpoint, view, limit, cursor)


def list_deliveries(
    session: Session,
    _actor: Actor,
    endpoint_id: UUID,
    status: DeliveryStatus | None,
    limit: int,
    cursor: str | None,
) -> Page[DeliveryView]:
    """Return the deliveries to an endpoint, oldest first."""
    queries.get_endpoint(session, endpoint_id)
    found = queries.deliveries_to(endpoint_id, status)
    place = f"deliveries|{endpoint_id}|{status or ''}"
    return queries.page_through(session, found, Delivery, place, _delivery_view, limit, cursor)


def list_attempts(
    session: Session,
    _actor: Actor,
    endpoint_id: UUID,
    delivery_id: UUID,
    limit: int,
    cursor: str | None,
) -> Page[AttemptView]:
    """Return the attempts at a delivery, first one first."""
    found = queries.attempts_at(queries.get_delivery(session, endpoint_id, delivery_id).id)
    return queries.page_through(
        session, found, DeliveryAttempt, f"attempts|{delivery_id}", _attempt_view, limit, cursor
    )


def view(session: Session, endpoint: Endpoint) -> EndpointView:
    """Return what the operator and ISA see of an endpoint."""
    health = session.get_one(EndpointHealth, endpoint.id)
    backlog = queries.backlog_of(session, endpoint.id)
    return EndpointView(
        id=endpoint.id,
        version=endpoint.version,
        created_at=endpoint.created_at,
        url=endpoint.url,
        state=endpoint.state,
        streams=endpoint.streams,
        allow_private=endpoint.allow_private,
        sends_v1=endpoint.sends_v1,
        sends_v1a=endpoint.sends_v1a,
        standby=endpoint.standby,
        former_until=endpoint.former_until,
        confirmed_at=endpoint.confirmed_at,
        consecutive_failures=health.consecutive_failures,
        probe_at=health.probe_at,
        waiting=backlog.waiting,
        held=backlog.held,
        parked=backlog.parked,
        oldest_since=backlog.oldest_since,
    )


def confirmed_view(session: Session, endpoint: Endpoint) -> ConfirmedEndpointView:
    """Return an endpoint with its secret, which only ISA sees."""
    sealed = endpoint.sealed_secret if endpoint.sends_v1 else None
    secret = shown_secret(session, endpoint.id, sealed) if sealed is not None else None
    return ConfirmedEndpointView(**view(session, endpoint).model_dump(), secret=secret)


def _require_reachable(url: str, settings: Settings) -> None:
    fault = fault_of(url, settings)
    if fault is not None:
        raise Invalid.at("/url", fault)


def _serve_again(session: Session, actor: Actor, endpoint: Endpoint) -> int:
    health = session.get_one(EndpointHealth, endpoint.id)
    health.consecutive_failures, health.probe_at = 0, None
    return release(session, endpoint.id, actor.at)


def _delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView.model_validate(delivery, from_attributes=True)


def _attempt_view(attempt: DeliveryAttempt) -> AttemptView:
    return AttemptView.model_validate(attempt, from_attributes=True)
