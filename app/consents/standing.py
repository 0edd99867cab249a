"""How does a supporter stand whose form is active? Available, paused, suspended, asked again, or no longer at all.

What only protects (pause, suspend, expire) is possible at any date; what makes data from ISA ready for use again asks
for a term in force (R5-4).
"""

from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.audit.trail import record
from app.consents import queries
from app.consents.lifecycle import AVAILABILITY, LIFE
from app.consents.models import Availability, Consent, ConsentState
from app.consents.queries import TABLE
from app.consents.schemas import ConsentSummary, ExpireConsent
from app.consents.views import summary
from app.core.errors import WrongState
from app.core.rows import move
from app.memorandum.clause_5_term import require_matching_term
from app.staff.queries import require_briefed_staff


def confirm_availability(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Record that the supporter was asked again and still takes new proposals."""
    return _turn(session, actor, consent_id, version, "confirm-availability", ready=True)


def pause_supporter(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Record that the supporter takes no new proposals for now; matches that are open go on."""
    return _turn(session, actor, consent_id, version, "pause")


def resume_supporter(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Record that the supporter takes new proposals again."""
    return _turn(session, actor, consent_id, version, "resume", ready=True)


def suspend_supporter(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Propose nothing new while it is in doubt whether the supporter is eligible."""
    return _turn(session, actor, consent_id, version, "suspend")


def reinstate_supporter(session: Session, actor: Actor, consent_id: UUID, version: int) -> ConsentSummary:
    """Let a supporter take new proposals again about whom the doubt is settled."""
    return _turn(session, actor, consent_id, version, "reinstate", ready=True)


def expire_consent(
    session: Session,
    actor: Actor,
    consent_id: UUID,
    version: int,
    body: ExpireConsent,
) -> ConsentSummary:
    """Record that a form no longer stands though nobody took it back; a person decides it, never the calendar."""
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    state = LIFE.after("expire", consent.state)

    move(session, consent, version, state=state, expired_at=actor.at, expired_reason=body.reason)
    record(session, actor, "consent.expired", TABLE, consent_id, reason=body.reason.value)
    return summary(session, actor, consent)


def _turn(
    session: Session,
    actor: Actor,
    consent_id: UUID,
    version: int,
    action: str,
    *,
    ready: bool = False,
) -> ConsentSummary:
    require_briefed_staff(session, actor)
    consent = queries.get_consent(session, consent_id)
    availability = AVAILABILITY.after(action, _standing(consent, action))
    if ready:
        require_matching_term(consent.source, actor.at, signed_terms(session))

    asked = {"availability_confirmed_at": actor.at} if ready else {}
    move(session, consent, version, availability=availability, **asked)
    record(session, actor, f"supporter.{availability.value}", TABLE, consent_id, by=action)
    return summary(session, actor, consent)


def _standing(consent: Consent, action: str) -> Availability:
    """Return how a supporter stands.

    Raises:
        WrongState: the form is not active.

    """
    if consent.state is not ConsentState.ACTIVE or consent.availability is None:
        raise WrongState(action, consent.state.value)
    return consent.availability
