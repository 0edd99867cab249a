"""Which applicants are there, and what is known of them? Read by every resource that matches or disposes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.applicants.models import Applicant, ApplicantProfile, ApplicantState
from app.core.errors import Disposed, NotFound
from app.vault.sealing import open_sealed

TABLE = "applicants"


def get_applicant(session: Session, applicant_id: UUID) -> Applicant:
    """Return an applicant.

    Raises:
        NotFound: there is none of this id.
        Disposed: the data is gone.

    """
    applicant = session.get(Applicant, applicant_id)
    if applicant is None:
        raise NotFound
    if applicant.state is ApplicantState.DISPOSED:
        raise Disposed
    return applicant


@dataclass(frozen=True, slots=True)
class HeldApplicant:
    """An applicant with what is known of them, opened."""

    applicant: Applicant
    profile: ApplicantProfile


def held_applicants(session: Session, after: UUID | None) -> Iterator[HeldApplicant]:
    """Return every applicant of whom anything is held, opened one by one as they are asked for, in order."""
    held = select(Applicant).where(col(Applicant.sealed).is_not(None)).order_by(col(Applicant.id))
    if after is not None:
        held = held.where(col(Applicant.id) > after)
    for applicant in session.exec(held):
        yield HeldApplicant(applicant, open_profile(session, applicant))


def open_profile(session: Session, applicant: Applicant) -> ApplicantProfile:
    """Open what is known of an applicant; whoever shows any of it records that.

    Raises:
        Disposed: nothing is left to open.

    """
    if applicant.sealed is None:
        raise Disposed
    return ApplicantProfile.model_validate(open_sealed(session, TABLE, applicant.id, applicant.sealed))
