"""For what, to whom and in which steps may information from ISA be used? Clause 2(2), whatever the term (R5-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.memorandum.clause import Basis, Clause, Party, Refusal, Source

CLAUSE = Clause(
    number="2(2)",
    heading="（２）情報の利用範囲",
    text=(
        (
            "協会は、出入国在留管理庁から提供を受けた情報を利用するに当たり、"
            "本制度により入国・在留しようとする外国人が本制度の趣旨に沿った支援を受け、"
            "又は日系四世受入れサポーターが本制度の趣旨に沿った支援を行うことができるよう支援することのみを目"
            "的として利用し、それ以外の目的で利用、又は、他者への提供は行わない。"
        ),
    ),
    english=(
        "In using information provided by ISA, the Association uses it solely for the purpose of assisting so "
        "that foreign nationals who are to enter or stay under the Scheme can receive, or supporters can "
        "give, support in keeping with the purpose of the Scheme, and does not use it for any other purpose "
        "or provide it to others."
    ),
    duty_bearers=frozenset({Party.ASSOCIATION}),
    urgency=None,
)

REFUSALS: tuple[str, ...] = (
    "purpose-not-allowed",
    "recipient-not-allowed",
    "not-the-counterpart",
    "basis-not-named",
)


class Purpose(StrEnum):
    """The two allowed ends: helping the foreign national receive support, or the supporter give it (T2.2-1)."""

    SUPPORT_RECEIVED = "support-received"
    SUPPORT_GIVEN = "support-given"


class Recipient(StrEnum):
    """To whom information may go, and nobody else; PPC is the Personal Information Protection Commission."""

    COUNTERPART = "counterpart"
    ISA = "isa"
    THE_PERSON = "the-person"
    PPC = "ppc"


class OfApplicant(StrEnum):
    """What a supporter may learn of an applicant; there is no word for anything else."""

    COUNTRY_OF_ORIGIN = "country_of_origin"
    LANGUAGES = "languages"
    MONTH_OF_ARRIVAL = "month_of_arrival"
    NAME = "name"
    NEEDS = "needs"
    WISHED_AREA = "wished_area"


class OfSupporter(StrEnum):
    """What an applicant may learn of a supporter; there is no word for anything else."""

    EMAIL = "email"
    HOLDER_KIND = "holder_kind"
    LANGUAGES = "languages"
    NAME = "name"
    PREFECTURE = "prefecture"


class Step(StrEnum):
    """The steps of a match at which something is disclosed."""

    OFFERED_TO_SUPPORTER = "offered_to_supporter"
    OFFERED_TO_APPLICANT = "offered_to_applicant"
    CONTACT_RELEASED = "contact_released"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a disclosure is said to rest on: an end within one match, a clause that owes it to ISA, or a law."""

    end: str | None = None
    in_one_match: bool = False
    clause: str | None = None
    law: str | None = None


OWED_TO_ISA = frozenset({"2(3)", "2(4)", "3(2)"})

_APPLICANT_OFFERED = frozenset(
    {
        OfApplicant.COUNTRY_OF_ORIGIN,
        OfApplicant.LANGUAGES,
        OfApplicant.WISHED_AREA,
        OfApplicant.MONTH_OF_ARRIVAL,
        OfApplicant.NEEDS,
    },
)
_SUPPORTER_OFFERED = frozenset({OfSupporter.HOLDER_KIND, OfSupporter.PREFECTURE, OfSupporter.LANGUAGES})

DISCLOSED_OF_APPLICANT: Mapping[Step, frozenset[OfApplicant]] = MappingProxyType(
    {
        Step.OFFERED_TO_SUPPORTER: _APPLICANT_OFFERED,
        Step.OFFERED_TO_APPLICANT: _APPLICANT_OFFERED,
        Step.CONTACT_RELEASED: _APPLICANT_OFFERED | {OfApplicant.NAME},
    },
)
DISCLOSED_OF_SUPPORTER: Mapping[Step, frozenset[OfSupporter]] = MappingProxyType(
    {
        Step.OFFERED_TO_SUPPORTER: frozenset(),
        Step.OFFERED_TO_APPLICANT: _SUPPORTER_OFFERED,
        Step.CONTACT_RELEASED: _SUPPORTER_OFFERED | {OfSupporter.NAME, OfSupporter.EMAIL},
    },
)


def require_purpose(end: str | None, source: Source) -> None:
    """Let information from ISA be used for one of the two ends only; direct registrations are not in 2(2) (T2.2-4).

    Raises:
        Refusal: `purpose-not-allowed`, by the text (T2.2-1); naming no end is refused alike.

    """
    # 支援することのみを目的として利用し
    if source is Source.ISA and end not in set(Purpose):
        raise Refusal(CLAUSE, "purpose-not-allowed", Basis.TEXT)


def require_recipient(recipient: Recipient | None, source: Source, grounds: Grounds) -> None:
    """Let information go to the counterpart of one match, or to whom a clause or a law named in the grounds entitles.

    Whoever is none of the recipients is `None`, so that no record can ever name them.

    Raises:
        Refusal: `recipient-not-allowed`, by the text (T2.2-3); `purpose-not-allowed`, by the text (T2.2-1);
            `not-the-counterpart` (R2.2-1); `basis-not-named` (R2.2-2 towards ISA, R2.2-3 towards the person and the
            Commission).

    """
    if source is Source.DIRECT:
        _require_law_towards_isa(recipient, grounds)
    elif recipient is None:
        # 他者への提供は行わない
        raise Refusal(CLAUSE, "recipient-not-allowed", Basis.TEXT)
    elif recipient is Recipient.COUNTERPART:
        require_purpose(grounds.end, source)
        if not grounds.in_one_match:
            raise Refusal(CLAUSE, "not-the-counterpart", Basis.READING, "R2.2-1")
    elif recipient is Recipient.ISA:
        if grounds.clause not in OWED_TO_ISA:
            raise Refusal(CLAUSE, "basis-not-named", Basis.READING, "R2.2-2")
    elif not grounds.law:
        raise Refusal(CLAUSE, "basis-not-named", Basis.READING, "R2.2-3")


def disclosed_to_supporter(step: Step) -> frozenset[OfApplicant]:
    """Return the fields of the applicant that the supporter knows once a step is reached (R2.2-1)."""
    return DISCLOSED_OF_APPLICANT[step]


def disclosed_to_applicant(step: Step) -> frozenset[OfSupporter]:
    """Return the fields of the supporter that the applicant knows once a step is reached (R2.2-1)."""
    return DISCLOSED_OF_SUPPORTER[step]


def _require_law_towards_isa(recipient: Recipient | None, grounds: Grounds) -> None:
    if recipient is Recipient.ISA and not grounds.law:
        raise Refusal(CLAUSE, "basis-not-named", Basis.READING, "R2.2-2")
