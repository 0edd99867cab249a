"""Which consents are there, and what do their forms say? Read by every resource that matches or disposes."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.consents import availability, capacity
from app.consents.models import (
    NOTHING_GIVEN,
    Availability,
    Consent,
    ConsentForm,
    ConsentState,
    SealedContent,
    provision_counts,
)
from app.core.database import settings_of
from app.core.errors import Conflict, Disposed, NotFound, WrongState
from app.memorandum.clause import Source
from app.vault.sealing import open_sealed

TABLE = "consents"
_PROVIDED = sa.select(provision_counts.c.provided).where(provision_counts.c.source == sa.bindparam("source"))


def get_consent(session: Session, consent_id: UUID) -> Consent:
    """Return a consent.

    Raises:
        NotFound: there is none of this id.
        Disposed: its data is gone.

    """
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFound
    if consent.state is ConsentState.DISPOSED:
        raise Disposed
    return consent


def open_content(session: Session, consent_id: UUID, sealed: bytes | None) -> SealedContent:
    """Open what is sealed of a consent; whoever shows any of it records that.

    Raises:
        Disposed: nothing is left to open.

    """
    if sealed is None:
        raise Disposed
    content = open_sealed(session, TABLE, consent_id, sealed)
    # What was sealed by an earlier version lacks the members that came later.
    for member, blank in {"form": dict.fromkeys(ConsentForm.model_fields), "given": NOTHING_GIVEN}.items():
        said = content[member]
        content[member] = {**blank, **said} if isinstance(said, dict) else said
    return SealedContent.model_validate(content)


def open_form(session: Session, consent: Consent) -> ConsentForm:
    """Open a consent's form; whoever shows any of it records that.

    Raises:
        Disposed: nothing is left to open.
        WrongState: it came by mail and has not been transcribed.

    """
    form = open_content(session, consent.id, consent.sealed).form
    if form is None:
        raise WrongState("open", consent.state.value)
    return form


def most_open_matches(session: Session, consent: Consent, on: date) -> int | None:
    """Return how many open matches a supporter may have on a day in Japan; None where there is no limit."""
    form = open_form(session, consent)
    return capacity.most_open_matches(form.holder_kind, form.capacity, on)


def require_available(session: Session, consent: Consent, at: datetime) -> None:
    """Let pass a supporter who takes new proposals, and said so not too long ago.

    Raises:
        Conflict: paused, suspended, or to be asked again first.

    """
    if consent.availability is Availability.PAUSED:
        raise Conflict("supporter_paused")
    if consent.availability is Availability.SUSPENDED:
        raise Conflict("supporter_suspended")
    days = settings_of(session).availability_days
    if availability.is_overdue(availability.confirm_by(consent.state, consent.availability_confirmed_at, days), at):
        raise Conflict("supporter_to_be_asked_again")


def provided_count(session: Session, source: Source) -> int:
    """Return how many forms were ever provided by a source."""
    count: int = session.connection().execute(_PROVIDED, {"source": source}).scalar_one()
    return count
