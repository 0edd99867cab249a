"""May these two be matched, and may their match go on? Facts of both sides, asked anew at every step."""

from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import signed_terms
from app.applicants.models import ApplicantState
from app.applicants.queries import open_profile
from app.consents.models import ConsentState
from app.consents.queries import most_open_matches, open_form, require_available
from app.conventions.terms import are_of_one_person, terms_of
from app.core.clock import tokyo_day
from app.core.errors import Conflict
from app.matching import queries
from app.matching.models import Match
from app.matching.queries import Pair
from app.memorandum import clause_5_term
from app.memorandum.clause import Source
from app.staff.queries import require_country


def require_term(session: Session, actor: Actor, source: Source) -> None:
    """Let data from ISA be used for matching within a term only (clause 5, R5-4).

    Raises:
        Refusal: `outside-the-term`.

    """
    clause_5_term.require_matching_term(source, actor.at, signed_terms(session))


def require_country_of(session: Session, actor: Actor, pair: Pair) -> None:
    """Let pass whoever knows the applicant's country of origin (clause 3(1)).

    Raises:
        Refusal: `country-not-known`.

    """
    require_country(session, actor, open_profile(session, pair.applicant).country_of_origin)


def require_standing(pair: Pair, *, match: Match | None = None) -> None:
    """Let two sides be matched, or their match go on, as long as neither has stepped back.

    Raises:
        Conflict: the consent form or the applicant is not active.

    """
    if pair.consent.state is not ConsentState.ACTIVE:
        raise Conflict("consent_not_active")
    if pair.applicant.state not in _standing_applicants(match):
        raise Conflict("applicant_not_active")


def require_two_persons(session: Session, pair: Pair) -> None:
    """Let two sides be matched that are not one person: a name and one thing more are never the same.

    Raises:
        Conflict: they are.

    """
    supporter = open_form(session, pair.consent).model_dump(mode="json")
    applicant = open_profile(session, pair.applicant).model_dump(mode="json")
    if are_of_one_person(terms_of(supporter), terms_of(applicant)):
        raise Conflict("same_person")


def require_free(session: Session, actor: Actor, pair: Pair) -> None:
    """Let a new match be made of two who have room for it.

    Raises:
        Conflict: the applicant has not consented or is in an open match, or the supporter has no place left, takes no
            new proposals, or has to be asked again first.

    """
    if not open_profile(session, pair.applicant).consent_to_matching.given:
        raise Conflict("no_consent_to_matching")
    if queries.has_open_match(session, pair.applicant.id):
        raise Conflict("applicant_in_open_match")
    require_available(session, pair.consent, actor.at)
    most = most_open_matches(session, pair.consent, tokyo_day(actor.at))
    if most is not None and queries.open_matches_of(session, pair.consent.id) >= most:
        raise Conflict("supporter_at_capacity")


def may_be_opened(session: Session, actor: Actor, match: Match, pair: Pair) -> bool:
    """Answer whether what the two know of each other is still of use, so that it may be opened and shown."""
    in_term = match.source is Source.DIRECT or clause_5_term.term_at(actor.at, signed_terms(session)) is not None
    stands = pair.consent.state is ConsentState.ACTIVE and pair.applicant.state in _standing_applicants(match)
    return match.is_open and in_term and stands


def _standing_applicants(match: Match | None) -> set[ApplicantState]:
    """Return the states in which an applicant has not stepped back; once in contact the search may be complete."""
    in_contact = match is not None and match.contact_released_at is not None
    return {ApplicantState.ACTIVE, ApplicantState.COMPLETED} if in_contact else {ApplicantState.ACTIVE}
