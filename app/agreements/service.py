"""What can be done with an agreement? Draft it, sign it once for each party, and ask what is in force."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements import queries
from app.agreements.lifecycle import LIFE
from app.agreements.models import Agreement, AgreementState
from app.agreements.schemas import AgreementView, DraftAgreement, EffectView, ForceView
from app.audit.trail import record
from app.core.errors import Conflict
from app.core.rows import move
from app.http.paging import Page, page_of
from app.memorandum.clause_5_term import effect_at


def draft_agreement(session: Session, actor: Actor, body: DraftAgreement) -> AgreementView:
    """Write down a document that both parties may then sign."""
    agreement = Agreement(
        created_at=actor.at,
        title=body.title,
        state=AgreementState.DRAFTED,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        provision_channels=sorted(body.provision_channels),
        grants_isa_audit=body.grants_isa_audit,
    )
    session.add(agreement)
    record(session, actor, "agreement.drafted", "agreements", agreement.id)
    return view(session, agreement)


def sign_agreement(session: Session, actor: Actor, agreement_id: UUID, version: int) -> AgreementView:
    """Sign for the actor's party; the second signature makes it an agreement."""
    agreement = queries.get_agreement(session, agreement_id)
    mine = f"{actor.party}_signed_at"
    LIFE.require("sign", agreement.state)
    if getattr(agreement, mine) is not None:
        raise Conflict("already_signed_by_this_party")

    second = agreement.state is AgreementState.SIGNED_BY_ONE
    state = LIFE.after("sign", agreement.state, AgreementState.SIGNED if second else AgreementState.SIGNED_BY_ONE)
    move(session, agreement, version, state=state, **{mine: actor.at})
    record(session, actor, "agreement.signed", "agreements", agreement.id, party=actor.party.value)
    return view(session, agreement)


def show_agreement(session: Session, _actor: Actor, agreement_id: UUID) -> AgreementView:
    """Return one agreement."""
    return view(session, queries.get_agreement(session, agreement_id))


def list_agreements(session: Session, _actor: Actor, limit: int, cursor: str | None) -> Page[AgreementView]:
    """Return the agreements, oldest entry first."""
    return page_of(session, Agreement, view, limit, cursor)


def show_effect(session: Session, actor: Actor, at: datetime | None) -> EffectView:
    """Return the force of every clause at an instant, the present one unless another is asked for."""
    instant = at or actor.at
    reported_at = queries.disposal_reported_at(session, instant)
    effects = effect_at(instant, queries.signed_terms(session), reported_at)
    return EffectView(
        at=instant,
        clauses=[
            ForceView(
                clause=effect.clause,
                in_force=effect.in_force,
                basis=effect.basis,
                reading=effect.reading,
                because=effect.because,
            )
            for effect in effects
        ],
    )


def view(_session: Session, agreement: Agreement) -> AgreementView:
    """Return what both parties see of an agreement."""
    return AgreementView.model_validate(agreement, from_attributes=True)
