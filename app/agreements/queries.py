"""Which terms are agreed, and what do they list at an instant? Read by every resource that asks about force."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.models import Agreement, AgreementState, MatchingEnd
from app.core.clock import tokyo_day
from app.core.errors import NotFound
from app.memorandum.clause_1_2_channel import Channel
from app.memorandum.clause_5_term import Term


def get_agreement(session: Session, agreement_id: UUID) -> Agreement:
    """Return an agreement.

    Raises:
        NotFound: there is none of this id.

    """
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound
    return agreement


def signed_terms(session: Session) -> list[Term]:
    """Return the terms of every signed agreement, oldest first."""
    signed = select(Agreement).where(Agreement.state == AgreementState.SIGNED).order_by(col(Agreement.starts_on))
    return [Term(str(row.id), row.starts_on, row.ends_on) for row in session.exec(signed)]


def in_force_at(session: Session, at: datetime) -> list[Agreement]:
    """Return the signed agreements whose term includes the Japan day of an instant."""
    day = tokyo_day(at)
    return list(
        session.exec(
            select(Agreement).where(
                Agreement.state == AgreementState.SIGNED,
                col(Agreement.starts_on) <= day,
                col(Agreement.ends_on) >= day,
            ),
        ),
    )


def channels_at(session: Session, at: datetime) -> frozenset[Channel]:
    """Return the channels that the terms in force at an instant list for clause 1(2)."""
    return frozenset(Channel(name) for row in in_force_at(session, at) for name in row.provision_channels)


def grants_isa_audit(session: Session, at: datetime) -> bool:
    """Return whether the terms in force at an instant let ISA audit (R2.1-2)."""
    return any(row.grants_isa_audit for row in in_force_at(session, at))


def disposal_reported_at(session: Session, at: datetime) -> datetime | None:
    """Return when the last report under 2(4) was made, if every end of the matching declared by `at` is reported."""
    declared = select(MatchingEnd.reported_at).where(col(MatchingEnd.declared_at) <= at)
    reports = session.exec(declared).all()
    made = [report for report in reports if report is not None]
    return max(made) if made and len(made) == len(reports) else None
