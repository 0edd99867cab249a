"""Which terms are agreed, and what do they list at an instant? Read by every resource that asks about force."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.agreements.models import Agreement, AgreementState, MatchingEnd
from app.core.clock import tokyo_day
from app.core.errors import NotFound
from app.core.rows import table_of
from app.memorandum.clause_1_2_channel import Channel
from app.memorandum.clause_5_term import Term

_SAID = table_of(Agreement).c
_SIGNED = _SAID.state == AgreementState.SIGNED
_TERMS = sa.select(_SAID.id, _SAID.starts_on, _SAID.ends_on).where(_SIGNED).order_by(_SAID.starts_on)
_IN_FORCE = sa.select(_SAID.provision_channels, _SAID.grants_isa_audit).where(
    _SIGNED,
    _SAID.starts_on <= sa.bindparam("day"),
    _SAID.ends_on >= sa.bindparam("day"),
)


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
    return [Term(str(row.id), row.starts_on, row.ends_on) for row in session.connection().execute(_TERMS)]


def channels_at(session: Session, at: datetime) -> frozenset[Channel]:
    """Return the channels that the terms in force at an instant list for clause 1(2)."""
    return frozenset(Channel(name) for row in _in_force(session, at) for name in row.provision_channels)


def grants_isa_audit(session: Session, at: datetime) -> bool:
    """Return whether the terms in force at an instant let ISA audit (R2.1-2)."""
    return any(row.grants_isa_audit for row in _in_force(session, at))


def disposal_reported_at(session: Session, at: datetime) -> datetime | None:
    """Return when the last report under 2(4) was made, if every end of the matching declared by `at` is reported."""
    declared = select(MatchingEnd.reported_at).where(col(MatchingEnd.declared_at) <= at)
    reports = session.exec(declared).all()
    made = [report for report in reports if report is not None]
    return max(made) if made and len(made) == len(reports) else None


def _in_force(session: Session, at: datetime) -> Sequence[sa.Row[Any, Any]]:
    """Return what the signed agreements say whose term includes the Japan day of an instant."""
    return session.connection().execute(_IN_FORCE, {"day": tokyo_day(at)}).all()
