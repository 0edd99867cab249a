"""What does each side of a match learn of the other? By steps (2(2)), and each provision is written down."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from app.access.actor import Actor
from app.applicants.queries import open_profile
from app.audit.trail import record
from app.consents.queries import open_content, open_form
from app.core.clock import tokyo_day
from app.core.errors import PersonsConsentMissing
from app.matching.models import Counterpart, Match, ProvisionRecord
from app.matching.queries import Pair
from app.matching.schemas import Fact, KnownOfApplicant, KnownOfSupporter
from app.memorandum.clause import Source
from app.memorandum.clause_2_2_purpose import (
    Grounds,
    OfApplicant,
    OfSupporter,
    Purpose,
    Recipient,
    Step,
    disclosed_to_applicant,
    disclosed_to_supporter,
    require_recipient,
)

BASIS = "consent of the person, article 27"
KEPT_YEARS = 3
"""The law's own number: rule 21 of its enforcement rules."""
JAPAN = "JPN"
F = TypeVar("F", OfApplicant, OfSupporter)
END_FOR = {Counterpart.SUPPORTER: Purpose.SUPPORT_GIVEN, Counterpart.APPLICANT: Purpose.SUPPORT_RECEIVED}


@dataclass(frozen=True, slots=True)
class Provision:
    """What a step tells one side anew; `abroad` where that side is."""

    recipient: Counterpart
    step: Step
    items: tuple[str, ...]
    abroad: bool


def known_of_applicant(session: Session, pair: Pair, step: Step | None) -> KnownOfApplicant:
    """Return what the supporter knows of the applicant at a step; needs only if the applicant shares them."""
    names = frozenset() if step is None else disclosed_to_supporter(step)
    if not names:
        return {}
    profile = open_profile(session, pair.applicant)
    return _chosen(profile, names if profile.needs_shared_by_consent else names - {OfApplicant.NEEDS})


def known_of_supporter(session: Session, pair: Pair, step: Step | None) -> KnownOfSupporter:
    """Return what the applicant knows of the supporter at a step."""
    names = frozenset() if step is None else disclosed_to_applicant(step)
    return _chosen(open_form(session, pair.consent), names) if names else {}


def plan(session: Session, match: Match, pair: Pair, step: Step) -> list[Provision]:
    """Return what a step will tell each side that it does not know yet, once every consent it needs is there.

    Raises:
        Refusal: clause 2(2) does not allow it.
        PersonsConsentMissing: the privacy law asks for a consent that is not recorded.

    """
    abroad = open_profile(session, pair.applicant).resides_in != JAPAN
    to_supporter = _new(known_of_applicant(session, pair, match.step), known_of_applicant(session, pair, step))
    to_applicant = _new(known_of_supporter(session, pair, match.step), known_of_supporter(session, pair, step))
    planned = [
        Provision(Counterpart.SUPPORTER, step, to_supporter, abroad=False),
        Provision(Counterpart.APPLICANT, step, to_applicant, abroad=abroad),
    ]
    due = [provision for provision in planned if provision.items]
    for provision in due:
        _require_allowed(session, pair, provision)
    return due


def write_down(session: Session, actor: Actor, match: Match, pair: Pair, provisions: list[Provision]) -> None:
    """Write a provision record for each, in the transaction in which it is made (articles 27 and 29)."""
    for provision in provisions:
        session.add(
            ProvisionRecord(
                match_id=match.id,
                recipient=provision.recipient,
                consent_id=pair.consent.id,
                applicant_id=pair.applicant.id,
                items=list(provision.items),
                step=provision.step,
                basis=BASIS,
                abroad=provision.abroad,
                provided_at=actor.at,
                keep_until=kept_until(actor.at),
            ),
        )
        facts = {"recipient": provision.recipient.value, "step": provision.step.value, "fields": list(provision.items)}
        record(session, actor, "match.disclosed", "matches", match.id, **facts)


def kept_until(provided_at: datetime) -> date:
    """Return the last Japan day on which a provision record is kept: three years on (Civil Code, article 143)."""
    day = tokyo_day(provided_at)
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + KEPT_YEARS, day=28 if leap_day else day.day)


def _chosen(content: BaseModel, names: AbstractSet[F]) -> dict[F, Fact]:
    values = content.model_dump(mode="json", include={name.value for name in names})
    return {name: values[name] for name in sorted(names)}


def _new(before: dict[F, Fact], after: dict[F, Fact]) -> tuple[str, ...]:
    return tuple(name.value for name, value in after.items() if name not in before and value is not None)


def _require_allowed(session: Session, pair: Pair, provision: Provision) -> None:
    to_supporter = provision.recipient is Counterpart.SUPPORTER
    source = Source.DIRECT if to_supporter else pair.consent.source
    grounds = Grounds(end=END_FOR[provision.recipient], in_one_match=True)
    require_recipient(Recipient.COUNTERPART, source, grounds)
    if to_supporter:
        _require_law("applicant", "27", given=open_profile(session, pair.applicant).consent_to_matching)
        return
    given = open_content(session, pair.consent.id, pair.consent.sealed).given
    _require_law("supporter", "27", given=given.matching)
    if provision.abroad:
        _require_law("supporter", "28", given=given.provision_abroad)


def _require_law(side: str, article: str, *, given: bool | None) -> None:
    if not given:
        raise PersonsConsentMissing(side=side, article=article)
