"""What does each side of a match learn of the other? By steps (2(2)), and each provision is written down."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from app.applicants.queries import open_profile
from app.consents.queries import open_content, open_form
from app.core.clock import tokyo_day
from app.core.errors import PersonsConsentMissing
from app.matching.models import Match
from app.matching.queries import Pair
from app.matching.schemas import Fact, KnownOfApplicant, KnownOfSupporter
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import (
    Grounds,
    OfApplicant,
    OfSupporter,
    Purpose,
    Step,
    disclosed_to_applicant,
    disclosed_to_supporter,
)
from app.provisions.models import Names, OccasionKind, ProvidedTo
from app.provisions.recording import Occasion, Provision, require_allowed

BASIS = "consent of the person, article 27"
JAPAN = "JPN"
F = TypeVar("F", OfApplicant, OfSupporter)
END_FOR = {ProvidedTo.SUPPORTER: Purpose.SUPPORT_GIVEN, ProvidedTo.APPLICANT: Purpose.SUPPORT_RECEIVED}


def known_of_applicant(session: Session, pair: Pair, step: Step | None, told_at: datetime | None) -> KnownOfApplicant:
    """Return what the supporter knows of the applicant since a step; of the needs those that had their consent by then.

    A need that gets its consent later is told, and written down, with the next step.
    """
    names = frozenset() if step is None else disclosed_to_supporter(step)
    if not names or told_at is None:
        return {}
    profile = open_profile(session, pair.applicant)
    known, shared = _chosen(profile, names - {OfApplicant.NEEDS}), profile.needs_shared(tokyo_day(told_at))
    return {**known, OfApplicant.NEEDS: shared} if shared and OfApplicant.NEEDS in names else known


def known_of_supporter(session: Session, pair: Pair, step: Step | None) -> KnownOfSupporter:
    """Return what the applicant knows of the supporter at a step."""
    names = frozenset() if step is None else disclosed_to_applicant(step)
    return _chosen(open_form(session, pair.consent), names) if names else {}


def plan(session: Session, match: Match, pair: Pair, step: Step, at: datetime) -> list[Provision]:
    """Return what a step will tell each side at an instant that it does not know yet, once every consent is there.

    Raises:
        Refusal: clause 2(2) does not allow it.
        PersonsConsentMissing: the privacy law asks for a consent that is not recorded.

    """
    known = known_of_applicant(session, pair, match.step, match.told_at)
    to_supporter = _new(known, known_of_applicant(session, pair, step, at))
    to_applicant = _new(known_of_supporter(session, pair, match.step), known_of_supporter(session, pair, step))
    planned = [
        _provision(session, match, pair, step, ProvidedTo.SUPPORTER, to_supporter),
        _provision(session, match, pair, step, ProvidedTo.APPLICANT, to_applicant),
    ]
    due = [provision for provision in planned if provision.items]
    for provision in due:
        require_allowed(provision)
        _require_consents(session, pair, provision)
    return due


def _provision(
    session: Session,
    match: Match,
    pair: Pair,
    step: Step,
    recipient: ProvidedTo,
    items: tuple[str, ...],
) -> Provision:
    form, profile = open_form(session, pair.consent), open_profile(session, pair.applicant)
    to_supporter = recipient is ProvidedTo.SUPPORTER
    return Provision(
        recipient=recipient,
        occasion=Occasion(OccasionKind.MATCH, match.id, step),
        source=Source.DIRECT if to_supporter else pair.consent.source,
        grounds=Grounds(end=END_FOR[recipient], in_one_match=True, law=BASIS),
        items=items,
        names=Names(
            person=profile.name if to_supporter else form.name,
            recipient=form.name if to_supporter else profile.name,
            recipient_place=form.prefecture if to_supporter else profile.resides_in,
        ),
        consent_id=pair.consent.id,
        applicant_id=pair.applicant.id,
        abroad=not to_supporter and profile.resides_in != JAPAN,
    )


def _chosen(content: BaseModel, names: AbstractSet[F]) -> dict[F, Fact]:
    values = content.model_dump(mode="json", include={name.value for name in names})
    return {name: values[name] for name in sorted(names)}


def _new(before: dict[F, Fact], after: dict[F, Fact]) -> tuple[str, ...]:
    return tuple(name.value for name, value in after.items() if before.get(name) != value and value is not None)


def _require_consents(session: Session, pair: Pair, provision: Provision) -> None:
    if provision.recipient is ProvidedTo.SUPPORTER:
        _require_law("applicant", "27", given=open_profile(session, pair.applicant).consent_to_matching.given)
        return
    given = open_content(session, pair.consent.id, pair.consent.sealed).given
    _require_law("supporter", "27", given=given.matching)
    if provision.abroad:
        _require_law("supporter", "28", given=given.reach(open_profile(session, pair.applicant).resides_in))


def _require_law(side: str, article: str, *, given: bool | None) -> None:
    if not given:
        raise PersonsConsentMissing(side=side, article=article)
