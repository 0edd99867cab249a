"""Which applicants are there, and what is known of them? Read by every resource that matches or disposes."""

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


def active_applicants(session: Session) -> list[Applicant]:
    """Return the applicants who may be matched, in the order of their registration."""
    active = select(Applicant).where(Applicant.state == ApplicantState.ACTIVE).order_by(col(Applicant.id))
    return list(session.exec(active))


def open_profile(session: Session, applicant: Applicant) -> ApplicantProfile:
    """Open what is known of an applicant; whoever shows any of it records that.

    Raises:
        Disposed: nothing is left to open.

    """
    if applicant.sealed is None:
        raise Disposed
    return ApplicantProfile.model_validate(open_sealed(session, TABLE, applicant.id, applicant.sealed))
