"""How is a disposal carried out? Keys are made before the transaction and destroyed after it, and it can be resumed."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any
from uuid import UUID

from fastapi import Response
from sqlmodel import Session, col, func, select, update

from app.access.actor import Actor
from app.access.caller import Caller
from app.access.installation import Installation
from app.applicants.models import Applicant, ApplicantState
from app.audit.trail import record
from app.consents.models import Consent, ConsentState
from app.core.clock import tokyo_day
from app.core.rows import move
from app.disposals import queries, views
from app.disposals.lifecycle import LIFE
from app.disposals.models import Disposal, DisposalState
from app.disposals.schemas import DisposalView
from app.disposals.service import longest_delay, person, show_disposal, verify_disposal
from app.matching.models import Match, MatchState
from app.memorandum.clause_2_4_disposal import DisposalBasis, require_unblocked
from app.provisions.models import ProvisionRecord
from app.vault.disposal import destroy_retired, discard_domain, record_destruction, retired_epochs, rotate
from app.vault.keystore import Domain

LONGEST_WAIT_SECONDS = 2
"""How long writers may be held up by a reader of the write-ahead log."""


async def execute(caller: Caller, disposal_id: UUID) -> Response:
    """Carry a disposal out: new key, one transaction, then the old keys destroyed; again after a crash in between."""
    installation = caller.installation
    domain = await installation.database.read(queries.domain_of, disposal_id)
    new_epoch = await asyncio.to_thread(installation.key_store.make_epoch, domain)
    answer = await caller.move(execute_disposal, show_disposal, disposal_id, new_epoch)
    epochs = await installation.database.transact(retired_epochs, domain)
    await asyncio.to_thread(destroy_retired, installation.key_store, domain, epochs, caller.at)
    await installation.database.transact(record_destruction, domain, caller.at)
    await asyncio.to_thread(empty_log, installation)
    return answer


def execute_disposal(
    session: Session,
    actor: Actor,
    disposal_id: UUID,
    version: int,
    new_epoch: int,
) -> DisposalView:
    """Delete the keys and scrub the rows; what was done before a crash is not done again."""
    disposal = queries.get_disposal(session, disposal_id)
    state = LIFE.after("execute", disposal.state)
    require_unblocked(
        blocked=bool(queries.blocks_of(session, disposal)),
        goes_on_on=disposal.delayed_until or longest_delay(session, disposal),
        today=tokyo_day(actor.at),
    )
    done = _discard(session, actor, disposal, new_epoch) if disposal.state is DisposalState.APPROVED else {}
    move(session, disposal, version, state=state, executed_by=person(actor), executed_at=actor.at, **done)
    counts = {"forms": len(disposal.consent_ids), "applicants": len(disposal.applicant_ids)}
    record(session, actor, "disposal.executed", "disposals", disposal.id, **counts)
    return views.full(session, actor, disposal)


async def verify(caller: Caller, disposal_id: UUID) -> Response:
    """Have somebody else look for what is left, once more after the write-ahead log was told to forget."""
    found = await asyncio.to_thread(empty_log, caller.installation)
    return await caller.move(verify_disposal, show_disposal, disposal_id, found)


def empty_log(installation: Installation) -> list[str]:
    """Let SQLite's write-ahead log forget what it holds, and return what keeps it from that.

    On PostgreSQL the log holds ciphertext of destroyed keys only, and there is nothing to do.
    """
    database = installation.database
    if not database.is_sqlite:
        return []
    # A connection of its own: the door's would wait for the reader six times as long.
    with closing(sqlite3.connect(str(database.engine.url.database), timeout=LONGEST_WAIT_SECONDS)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return ["a reader holds on to the write-ahead log"] if busy else []


def _discard(session: Session, actor: Actor, disposal: Disposal, new_epoch: int) -> dict[str, Any]:
    whole = disposal.basis is DisposalBasis.THE_CLAUSE
    forms = queries.undisposed_forms(session) if whole else [UUID(one) for one in disposal.consent_ids]
    people = [UUID(one) for one in disposal.applicant_ids]
    if whole:
        rotation = discard_domain(session, Domain.ISA, new_epoch, actor.at)
    else:
        doomed = [*forms, *people, *queries.mails_only_of(session, forms)]
        rotation = rotate(session, Domain(disposal.source), doomed, new_epoch, actor.at)
    kept, until = _provisions_kept(session, forms, people)
    _scrub_forms(session, actor, forms)
    _scrub_applicants(session, actor, people)
    return {
        "consent_ids": [str(form) for form in forms],
        "destroyed_epochs": list(rotation.old_epochs),
        "match_count": _scrub_matches(session, actor, forms, people),
        "provisions_kept": kept,
        "provisions_kept_until": until,
    }


def _scrub_forms(session: Session, actor: Actor, forms: list[UUID]) -> None:
    """Leave of a form what the counts of 1(1) need: its id, number, channel and day (R1.1-3)."""
    session.execute(
        update(Consent)
        .where(col(Consent.id).in_(forms))
        .values(
            state=ConsentState.DISPOSED,
            sealed=None,
            returned_reasons=[],
            resembles=[],
            isa_received_at=None,
            expired_reason=None,
            availability=None,
            availability_confirmed_at=None,
            disposed_at=actor.at,
            version=Consent.version + 1,
        )
        .execution_options(synchronize_session=False),
    )


def _scrub_applicants(session: Session, actor: Actor, people: list[UUID]) -> None:
    """Leave of an applicant the id, and that there was one."""
    session.execute(
        update(Applicant)
        .where(col(Applicant.id).in_(people))
        .values(
            state=ApplicantState.DISPOSED,
            sealed=None,
            resembles=[],
            disposed_at=actor.at,
            version=Applicant.version + 1,
        )
        .execution_options(synchronize_session=False),
    )


def _scrub_matches(session: Session, actor: Actor, forms: list[UUID], people: list[UUID]) -> int:
    scrubbed = (
        update(Match)
        .where(col(Match.consent_id).in_(forms) | col(Match.applicant_id).in_(people))
        .values(
            state=MatchState.DISPOSED,
            consent_id=None,
            applicant_id=None,
            closed_at=actor.at,
            version=Match.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(scrubbed).rowcount


def _provisions_kept(session: Session, forms: list[UUID], people: list[UUID]) -> tuple[int, Any]:
    """Return how many provision records the law has us keep, and until when the last of them (R2.4-4)."""
    theirs = col(ProvisionRecord.consent_id).in_(forms) | col(ProvisionRecord.applicant_id).in_(people)
    kept = select(func.count(), func.max(ProvisionRecord.keep_until)).where(theirs)
    count, until = session.execute(kept).one()
    return count, until
