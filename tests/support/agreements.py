"""Which agreements does a test need? Made directly in the database, signed by both parties unless said otherwise."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.installation import Installation
from app.access.roles import Role
from app.agreements.models import MatchingEnd
from app.agreements.schemas import DraftAgreement
from app.agreements.service import draft_agreement, sign_agreement
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.memorandum.clause_1_2_channel import Channel
from tests.support.clients import an_actor

HALF_A_YEAR = timedelta(days=182)
SIGNERS = (Role.ISA_OFFICER, Role.SECRETARY_GENERAL)


def an_agreement(
    installation: Installation,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    channels: Iterable[Channel] = tuple(Channel),
    grants_isa_audit: bool = False,
    signed_by: Iterable[Role] = SIGNERS,
) -> UUID:
    """Return an agreement, with a term of about a year around today unless days are given."""
    today = tokyo_day(installation.clock.now())
    draft = DraftAgreement(
        title="Agreement of a test",
        starts_on=starts_on or today - HALF_A_YEAR,
        ends_on=ends_on or today + HALF_A_YEAR,
        provision_channels=frozenset(channels),
        grants_isa_audit=grants_isa_audit,
    )
    signers = [an_actor(installation, role) for role in signed_by]
    return installation.database.run(_agree, draft, an_actor(installation, SIGNERS[0]), signers)


def an_end_of_the_matching(installation: Installation, *, reported: bool) -> UUID:
    """Return a declaration that the matching stopped today, its report under 2(4) made at once or not."""
    actor = an_actor(installation, Role.PRIVACY_OFFICER)
    return installation.database.run(_stop, actor, actor.at if reported else None)


def _agree(session: Session, draft: DraftAgreement, drafter: Actor, signers: list[Actor]) -> UUID:
    made = draft_agreement(session, drafter, draft)
    for version, signer in enumerate(signers, start=made.version):
        sign_agreement(session, signer, made.id, version)
    return made.id


def _stop(session: Session, actor: Actor, reported_at: datetime | None) -> UUID:
    end = MatchingEnd(stopped_on=tokyo_day(actor.at), declared_at=actor.at, reported_at=reported_at)
    session.add(end)
    record(session, actor, "matching.ended", "matching_ends", end.id)
    return end.id
