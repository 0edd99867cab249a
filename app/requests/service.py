"""What can be done with a person's request? Take it in, ask who it is, find the records, and tell the answer.

`deciding` grants and refuses. Nothing here asks for a term or a briefing: the requests rest on the privacy law, bind at
any date and for data from either source, and are no matching work (R2.2-3).
"""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.access.actor import Actor
from app.applicants.models import Applicant
from app.audit.trail import record
from app.consents.models import Consent
from app.core.clock import tokyo_day
from app.core.database import settings_of
from app.core.errors import Invalid, NotFound, WrongState
from app.core.ids import new_id
from app.core.rows import move
from app.http.paging import Page, page_of
from app.requests import articles, queries, views
from app.requests.lifecycle import LIFE, UNDECIDED
from app.requests.models import (
    AnswerBy,
    PersonRequest,
    RequestKind,
    RequestState,
    RequestSubject,
    RequestWords,
    Resource,
)
from app.requests.queries import TABLE
from app.requests.schemas import (
    ConfirmIdentity,
    LinkRecords,
    NotifyRequester,
    ReceiveRequest,
    RequestSummary,
    RequestView,
)
from app.vault.keystore import Domain
from app.vault.sealing import reseal, seal

_EARLIEST = datetime(2018, 7, 1, tzinfo=UTC)
"""The scheme's first day; nobody can have asked before."""


def receive_request(session: Session, actor: Actor, body: ReceiveRequest) -> RequestView:
    """Take a request in; the target for its answer counts from the day it arrived."""
    return receive_as(session, actor, new_id(), body)


def receive_as(session: Session, actor: Actor, request_id: UUID, body: ReceiveRequest) -> RequestView:
    """Take a request in under a given id.

    Raises:
        Invalid: it arrived in the future or before the scheme, or a measure or its grounds are missing or not expected.

    """
    arrived_at = (body.arrived_at or actor.at).astimezone(UTC)
    _require_sound(body, arrived_at, actor.at)

    words = RequestWords(name=body.name, contact=body.contact, words=body.words, checked=None)
    request = PersonRequest(
        **body.model_dump(exclude={"name", "contact", "words", "grounds", "arrived_at"}),
        id=request_id,
        created_at=actor.at,
        state=RequestState.RECEIVED,
        grounds=sorted(body.grounds),
        arrived_at=arrived_at,
        due_on=articles.due_on(tokyo_day(arrived_at), settings_of(session).request_answer_days),
        refusal_grounds=[],
        withheld=[],
        corrected=[],
        sealed=seal(session, Domain.DIRECT, TABLE, request_id, words.model_dump(mode="json")),
    )
    session.add(request)
    session.flush()
    record(session, actor, "request.received", TABLE, request_id, kind=request.kind.value)
    return views.full(session, actor, request)


def ask_identity(session: Session, actor: Actor, request_id: UUID, version: int) -> RequestView:
    """Record that the person was asked to show who they are."""
    request = queries.get_request(session, request_id)
    state = LIFE.after("ask-identity", request.state)

    move(session, request, version, state=state, identity_asked_at=actor.at)
    record(session, actor, "request.identity-asked", TABLE, request_id)
    return views.full(session, actor, request)


def confirm_identity(
    session: Session,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: ConfirmIdentity,
) -> RequestView:
    """Record how identity was shown, and an agent's authority; only then is any data opened (article 37).

    Raises:
        Invalid: the means do not fit the way the request came, or a paper or an authority is missing or not expected.

    """
    request = queries.get_request(session, request_id)
    state = LIFE.after("confirm-identity", request.state)
    if not articles.fits_channel(body.means, request.channel):
        raise Invalid.at("/means", "not_by_this_channel")
    if not articles.fits_means(body.paper, body.means):
        raise Invalid.at("/paper", "missing" if body.paper is None else "not_expected")
    if not articles.fits_requester(body.authority, request.requester):
        raise Invalid.at("/authority", "missing" if body.authority is None else "not_expected")

    sealed = _with_checked(session, request, body.checked)
    shown = {"identity_means": body.means, "identity_paper": body.paper, "authority": body.authority}
    move(session, request, version, state=state, identity_shown_at=actor.at, sealed=sealed, **shown)
    record(session, actor, "request.identity-confirmed", TABLE, request_id, means=body.means.value)
    return views.full(session, actor, request)


def link_records(session: Session, actor: Actor, request_id: UUID, version: int, body: LinkRecords) -> RequestView:
    """Name the person's records, disposed ones too, or that a search found none; a later search replaces it.

    Raises:
        NotFound: there is no such record.
        WrongState: the request has been decided.

    """
    request = queries.get_request(session, request_id)
    if request.state not in UNDECIDED:
        raise WrongState("link-records", request.state.value)
    named = [
        *(RequestSubject(request_id=request_id, record_id=one, resource=Resource.CONSENTS) for one in body.consent_ids),
        *(
            RequestSubject(request_id=request_id, record_id=one, resource=Resource.APPLICANTS)
            for one in body.applicant_ids
        ),
    ]
    if any(_is_missing(session, one) for one in named):
        raise NotFound

    move(session, request, version, searched_at=actor.at)
    session.execute(sa.delete(RequestSubject).where(col(RequestSubject.request_id) == request_id))
    session.add_all(named)
    session.flush()
    record(session, actor, "request.records-linked", TABLE, request_id, records=[str(one.record_id) for one in named])
    return views.full(session, actor, request)


def notify_requester(
    session: Session,
    actor: Actor,
    request_id: UUID,
    version: int,
    body: NotifyRequester,
) -> RequestView:
    """Record that the answer went out.

    Raises:
        Invalid: it went neither in the way asked for nor on paper (article 33(2)).

    """
    request = queries.get_request(session, request_id)
    state = LIFE.after("notify", request.state)
    if body.notified_by not in {request.answer_by, AnswerBy.PAPER}:
        raise Invalid.at("/notified_by", "not_the_way_asked_for")

    move(session, request, version, state=state, notified_at=actor.at, notified_by=body.notified_by)
    record(session, actor, "request.notified", TABLE, request_id, by=body.notified_by.value)
    return views.full(session, actor, request)


def show_request(session: Session, actor: Actor, request_id: UUID) -> RequestView:
    """Return one request with its words; the reading is recorded."""
    return views.full(session, actor, queries.get_request(session, request_id))


def list_requests(session: Session, actor: Actor, limit: int, cursor: str | None) -> Page[RequestSummary]:
    """Return the requests without their words, in the order of their taking in."""
    return page_of(session, PersonRequest, lambda _session, request: views.summary(actor, request), limit, cursor)


def _require_sound(body: ReceiveRequest, arrived_at: datetime, now: datetime) -> None:
    if not _EARLIEST <= arrived_at <= now:
        raise Invalid.at("/arrived_at", "out_of_bounds")
    stops = body.kind is RequestKind.STOP
    if (body.measure is not None) is not stops:
        raise Invalid.at("/measure", "missing" if stops else "not_expected")
    if bool(body.grounds) is not stops:
        raise Invalid.at("/grounds", "missing" if stops else "not_expected")


def _with_checked(session: Session, request: PersonRequest, checked: str | None) -> bytes | None:
    words = queries.open_words(session, request)
    if words is None:
        return None
    fields = words.model_copy(update={"checked": checked}).model_dump(mode="json")
    return reseal(session, Domain.DIRECT, TABLE, request.id, fields)


def _is_missing(session: Session, subject: RequestSubject) -> bool:
    table = Consent if subject.resource is Resource.CONSENTS else Applicant
    return session.get(table, subject.record_id) is None
