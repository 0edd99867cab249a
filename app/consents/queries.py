"""Which consents are there, and what do their forms say? Read by every resource that matches or disposes."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.consents.models import Consent, ConsentForm, ConsentState, SealedContent, consents, provision_counts
from app.core.errors import Disposed, NotFound, WrongState
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


def active_consents(session: Session) -> list[Consent]:
    """Return the consents that may be matched, in the order they were provided."""
    active = select(Consent).where(Consent.state == ConsentState.ACTIVE).order_by(col(Consent.receipt_number))
    return list(session.exec(active))


def open_content(session: Session, consent_id: UUID, sealed: bytes | None) -> SealedContent:
    """Open what is sealed of a consent; whoever shows any of it records that.

    Raises:
        Disposed: nothing is left to open.

    """
    if sealed is None:
        raise Disposed
    return SealedContent.model_validate(open_sealed(session, TABLE, consent_id, sealed))


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


def provided_count(session: Session, source: Source) -> int:
    """Return how many forms were ever provided by a source."""
    count: int = session.connection().execute(_PROVIDED, {"source": source}).scalar_one()
    return count


def counts_by_state(session: Session, source: Source) -> Mapping[ConsentState, int]:
    """Return how many forms of a source are in each state."""
    counted = sa.select(consents.c.state, sa.func.count()).where(consents.c.source == source).group_by(consents.c.state)
    return dict(session.connection().execute(counted).all())
