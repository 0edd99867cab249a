"""What does ISA get for its forms? A receipt each, and counts that both sides can reconcile (clause 1(1))."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col

from app.access.actor import Actor
from app.consents import queries
from app.consents.books import Span, books_of
from app.consents.intake import Arrival
from app.consents.models import Consent, ConsentState
from app.consents.periods import Period
from app.consents.schemas import ReceiptView, ReconciliationView
from app.core.errors import Disposed, Invalid, NotFound
from app.http.paging import Page, page_of
from app.memorandum.clause import Source
from app.memorandum.clause_1_1_provision import is_provided_by_isa, reconciles


def show_receipt(session: Session, _actor: Actor, consent_id: UUID) -> ReceiptView:
    """Return the receipt of one form, disposed of or not."""
    return receipt_of(session, consent_id)


def list_receipts(
    session: Session,
    _actor: Actor,
    limit: int,
    cursor: str | None,
    period: Period,
    state: ConsentState | None,
) -> Page[ReceiptView]:
    """Return receipts in the order in which the forms came.

    Raises:
        Invalid: the period ends before it begins.

    """
    where = [col(Consent.source) == Source.ISA, *period.conditions()]
    if state is not None:
        where.append(col(Consent.state) == state)
    return page_of(session, Consent, receipt, limit, cursor, *where)


def reconcile(session: Session, actor: Actor, period: Period, at: datetime | None) -> ReconciliationView:
    """Count the forms that ISA provided in a period by where they are, or were at an instant, against their numbers.

    Raises:
        Invalid: the period ends before it begins, or the instant has not come.

    """
    if at is not None and at > actor.at:
        raise Invalid.at("?at", "in_the_future")
    span = Span(*period.bounds(), as_of=at, now=actor.at)
    books = books_of(session, Source.ISA, span)
    return ReconciliationView(
        at=at or actor.at,
        provided_from=period.first,
        provided_until=period.last,
        provided=books.provided,
        held=books.held,
        disposed=books.disposed,
        returned=books.returned,
        reconciles=reconciles(books.provided, books.held, books.disposed, books.returned),
    )


def receipt_of(session: Session, consent_id: UUID, *, already_held: bool = False) -> ReceiptView:
    """Return the receipt of a form that ISA provided.

    Raises:
        NotFound: there is none of this id.

    """
    consent = session.get(Consent, consent_id)
    if consent is None or not is_provided_by_isa(consent.source):
        raise NotFound
    return receipt(session, consent, already_held=already_held)


def first_receipt(actor: Actor, arrival: Arrival, number: int) -> ReceiptView:
    """Return the receipt of a form that has just been taken in for the first time."""
    said = {
        "id": arrival.consent_id,
        "version": 1,
        "receipt_number": number,
        "digest": arrival.digest,
        "received_at": actor.at,
        "channel": arrival.channel,
        "state": ConsentState.RECEIVED,
        "outside_term": arrival.outside_term,
        "already_held": False,
    }
    return ReceiptView.model_validate(said)


def receipt(session: Session, consent: Consent, *, already_held: bool = False) -> ReceiptView:
    """Return a consent's receipt."""
    apart = {"digest": _digest(session, consent), "already_held": already_held}
    return ReceiptView.model_validate(consent.model_dump() | apart)


def _digest(session: Session, consent: Consent) -> str | None:
    try:
        return queries.open_content(session, consent.id, consent.sealed).digest
    except Disposed:
        return None
