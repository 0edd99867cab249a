"""What can be done with a match? Propose it, take it step by step, and stop it at any time; `views` shows it.

Every act needs briefed staff (3(1)). Acts that carry a match on use the data of both sides, so they ask for a term in
force where the form came from ISA (R5-4) and for both sides still standing. Acts that stop a match protect: they use
nothing, so they are open outside a term too, and after either side has stepped back.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.applicants.queries import get_applicant
from app.audit.trail import record
from app.consents.queries import get_consent
from app.core.ids import new_id
from app.core.rows import move
from app.matching import conditions, disclosure, queries
from app.matching.lifecycle import LIFE
from app.matching.models import Match, MatchState, RefusalReason, RefusedBy
from app.matching.queries import Pair
from app.matching.schemas import Answer, MatchView, ProposeMatch, RecordAnswer, StopMatch
from app.matching.views import view
from app.memorandum.clause_2_2_purpose import Purpose, Step, require_purpose
from app.provisions.recording import provide
from app.staff.queries import require_briefed_staff


@dataclass(frozen=True, slots=True)
class Carried:
    """A match about to go on, its sides, and the state it goes to."""

    match: Match
    pair: Pair
    state: MatchState


_REFUSED = {Answer.DECLINED: MatchState.DECLINED, Answer.NO_REPLY: MatchState.NO_REPLY}


def propose_match(session: Session, actor: Actor, body: ProposeMatch) -> MatchView:
    """Bring an applicant and a supporter together, on paper only."""
    return propose_as(session, actor, new_id(), body)


def propose_as(session: Session, actor: Actor, match_id: UUID, body: ProposeMatch) -> MatchView:
    """Propose a match under a given id."""
    staff_id = require_briefed_staff(session, actor)
    queries.lock(session, body.consent_id, body.applicant_id)
    pair = _named(session, body)
    conditions.require_term(session, actor, pair.consent.source)
    require_purpose(Purpose.SUPPORT_RECEIVED, pair.consent.source)
    conditions.require_standing(pair)
    conditions.require_country_of(session, actor, pair)
    conditions.require_two_persons(session, pair)
    conditions.require_free(session, actor, pair)

    match = Match(
        id=match_id,
        created_at=actor.at,
        state=MatchState.PROPOSED,
        source=pair.consent.source,
        consent_id=pair.consent.id,
        applicant_id=pair.applicant.id,
        proposed_by=staff_id,
    )
    session.add(match)
    session.flush()
    record(session, actor, "match.proposed", "matches", match.id)
    return view(session, actor, match)


def offer_to_supporter(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Ask the supporter, telling what the step allows of the applicant."""
    return _disclose(session, actor, match_id, version, "offer-to-supporter", Step.OFFERED_TO_SUPPORTER)


def record_supporter_answer(
    session: Session,
    actor: Actor,
    match_id: UUID,
    version: int,
    body: RecordAnswer,
) -> MatchView:
    """Record the supporter's yes, no or silence; only a yes carries the match on."""
    action = "record-supporter-answer"
    if body.answer is Answer.ACCEPTED:
        return _go_on(session, actor, match_id, version, action, MatchState.SUPPORTER_ACCEPTED, "supporter_answered_at")
    return _refuse(session, actor, match_id, version, action, body, RefusedBy.SUPPORTER)


def offer_to_applicant(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Ask the applicant, telling what the step allows of the supporter."""
    return _disclose(session, actor, match_id, version, "offer-to-applicant", Step.OFFERED_TO_APPLICANT)


def record_applicant_answer(
    session: Session,
    actor: Actor,
    match_id: UUID,
    version: int,
    body: RecordAnswer,
) -> MatchView:
    """Record the applicant's yes, no or silence; only a yes carries the match on."""
    action = "record-applicant-answer"
    if body.answer is Answer.ACCEPTED:
        return _go_on(session, actor, match_id, version, action, MatchState.APPLICANT_ACCEPTED, "applicant_answered_at")
    return _refuse(session, actor, match_id, version, action, body, RefusedBy.APPLICANT)


def release_contact(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Tell each side the name of the other, and the applicant where to write."""
    return _disclose(session, actor, match_id, version, "release-contact", Step.CONTACT_RELEASED)


def record_contact(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Record that the two have been in contact."""
    return _go_on(session, actor, match_id, version, "record-contact", MatchState.IN_CONTACT, "contacted_at")


def establish_match(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Record that both want the support to come about."""
    return _go_on(session, actor, match_id, version, "establish", MatchState.ESTABLISHED, "established_at")


def start_support(session: Session, actor: Actor, match_id: UUID, version: int) -> MatchView:
    """Record that the support has begun."""
    return _go_on(session, actor, match_id, version, "start-support", MatchState.SUPPORTING, "support_started_at")


def end_match(session: Session, actor: Actor, match_id: UUID, version: int, body: StopMatch) -> MatchView:
    """Record that the support has come to its end."""
    return _stop(session, actor, match_id, version, "end", MatchState.ENDED, end_reason=body.reason)


def cancel_match(session: Session, actor: Actor, match_id: UUID, version: int, body: StopMatch) -> MatchView:
    """Give a match up before contact, which the association does."""
    why = {"end_reason": body.reason, "refused_by": RefusedBy.ASSOCIATION}
    return _stop(session, actor, match_id, version, "cancel", MatchState.CANCELLED, **why)


def break_off_match(session: Session, actor: Actor, match_id: UUID, version: int, body: StopMatch) -> MatchView:
    """Stop a match after contact was released."""
    return _stop(session, actor, match_id, version, "break-off", MatchState.BROKEN_OFF, end_reason=body.reason)


def _named(session: Session, body: ProposeMatch) -> Pair:
    return Pair(get_consent(session, body.consent_id), get_applicant(session, body.applicant_id))


def _carried(session: Session, actor: Actor, match_id: UUID, action: str, target: MatchState | None) -> Carried:
    """Gather and ask what every act asks that carries a match on."""
    require_briefed_staff(session, actor)
    match = queries.get_match(session, match_id)
    state = LIFE.after(action, match.state, target)
    queries.lock(session, match.consent_id, match.applicant_id)
    pair = queries.get_pair(session, match)
    conditions.require_term(session, actor, match.source)
    conditions.require_standing(pair, match=match)
    return Carried(match, pair, state)


def _disclose(session: Session, actor: Actor, match_id: UUID, version: int, action: str, step: Step) -> MatchView:
    carried = _carried(session, actor, match_id, action, None)
    conditions.require_country_of(session, actor, carried.pair)
    provisions = disclosure.plan(session, carried.match, carried.pair, step, actor.at)

    move(session, carried.match, version, state=carried.state, **{f"{step.value}_at": actor.at})
    for provision in provisions:
        provide(session, actor, provision)
    record(session, actor, f"match.{carried.state.value}", "matches", match_id)
    return view(session, actor, carried.match)


def _go_on(
    session: Session,
    actor: Actor,
    match_id: UUID,
    version: int,
    action: str,
    target: MatchState,
    instant: str,
) -> MatchView:
    carried = _carried(session, actor, match_id, action, target)

    move(session, carried.match, version, state=carried.state, **{instant: actor.at})
    record(session, actor, f"match.{carried.state.value}", "matches", match_id)
    return view(session, actor, carried.match)


def _refuse(
    session: Session,
    actor: Actor,
    match_id: UUID,
    version: int,
    action: str,
    body: RecordAnswer,
    by: RefusedBy,
) -> MatchView:
    reason = body.reason or RefusalReason.NO_REPLY
    instant = f"{by.value}_answered_at"
    target = _REFUSED[body.answer]
    why = {"refusal_reason": reason, "refused_by": by, instant: actor.at}
    return _stop(session, actor, match_id, version, action, target, **why)


def _stop(
    session: Session,
    actor: Actor,
    match_id: UUID,
    version: int,
    action: str,
    target: MatchState,
    **why: object,
) -> MatchView:
    require_briefed_staff(session, actor)
    match = queries.get_match(session, match_id)
    state = LIFE.after(action, match.state, target)

    move(session, match, version, state=state, closed_at=actor.at, **why)
    record(session, actor, f"match.{state.value}", "matches", match_id)
    return view(session, actor, match)
