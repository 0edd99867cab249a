"""Which matches are there, and who is in them? Read by every resource that ends, counts or disposes."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.applicants.models import Applicant
from app.consents.models import Consent
from app.core.errors import Disposed, NotFound
from app.matching.models import OPEN, Match, MatchState


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides of a match; the supporter by the consent form."""

    consent: Consent
    applicant: Applicant


def get_match(session: Session, match_id: UUID) -> Match:
    """Return a match.

    Raises:
        NotFound: there is none of this id.
        Disposed: the data of its sides is gone.

    """
    match = session.get(Match, match_id)
    if match is None:
        raise NotFound
    if match.state is MatchState.DISPOSED:
        raise Disposed
    return match


def get_pair(session: Session, match: Match) -> Pair:
    """Return the two sides of a match as they stand.

    Raises:
        Disposed: one of them is gone.

    """
    consent = session.get(Consent, match.consent_id) if match.consent_id else None
    applicant = session.get(Applicant, match.applicant_id) if match.applicant_id else None
    if consent is None or applicant is None:
        raise Disposed
    return Pair(consent, applicant)


def lock(session: Session, consent_id: UUID | None, applicant_id: UUID | None) -> None:
    """Make others wait who are about to use or change these two, so that what is read next holds until the commit."""
    session.exec(select(Applicant.id).where(col(Applicant.id) == applicant_id).with_for_update()).first()
    session.exec(select(Consent.id).where(col(Consent.id) == consent_id).with_for_update()).first()


def open_matches_of(session: Session, consent_id: UUID) -> int:
    """Return how many open matches a supporter has."""
    counted = select(func.count()).where(Match.consent_id == consent_id, col(Match.state).in_(OPEN))
    return session.exec(counted).one()


def has_open_match(session: Session, applicant_id: UUID) -> bool:
    """Answer whether an applicant is in a match that has not closed."""
    held = select(Match.id).where(Match.applicant_id == applicant_id, col(Match.state).in_(OPEN))
    return session.exec(held).first() is not None
