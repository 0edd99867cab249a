"""What may the two office-holders decide together, and on what conditions? Clause 6."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from types import MappingProxyType

from app.memorandum.clause import BOTH_PARTIES, Basis, Clause, Party, Refusal, Urgency

CLAUSE = Clause(
    number="6",
    heading="６ その他",
    text=(
        (
            "本確認書に定めのない事態が生じ、"
            "出入国在留管理庁と協会とで対応等について調整する必要が生じた場合は、"
            "出入国在留管理庁在留管理支援部在留管理課長と公益財団法人海外日系人協会事務局長が、"
            "その都度協議の上、決定することとする。"
        ),
    ),
    english=(
        "Where a situation not provided for in this memorandum arises and ISA and the Association need to "
        "coordinate their response or the like, the Director of the Residency Management Division, Residency "
        "Management and Support Department, ISA, and the Secretary-General of the Association decide upon "
        "consultation with each other on each occasion."
    ),
    duty_bearers=BOTH_PARTIES,
    urgency=Urgency.EACH_TIME,
)

REFUSALS: tuple[str, ...] = (
    "conditions-not-met",
    "wrong-deciders",
    "already-provided-for",
    "no-effect-outside-the-term",
)


class Office(StrEnum):
    """The offices that decide: ISA's Director of the Residency Management Division and the Secretary-General."""

    ISA_DIRECTOR = "isa-director"
    ASSOCIATION_SECRETARY_GENERAL = "association-secretary-general"


OFFICE_OF: Mapping[Party, Office] = MappingProxyType(
    {Party.ISA: Office.ISA_DIRECTOR, Party.ASSOCIATION: Office.ASSOCIATION_SECRETARY_GENERAL},
)


class Subject(StrEnum):
    """What a consultation is about; all but the last three are provided for in the memorandum."""

    CHANNEL = "channel"
    PURPOSE = "purpose"
    REPORTING = "reporting"
    DISPOSAL = "disposal"
    BRIEFING = "briefing"
    SHARING = "sharing"
    TERM = "term"
    DECIDERS = "deciders"
    DAYS_FOR_A_WORD_OF_URGENCY = "days-for-a-word-of-urgency"
    EXCHANGE_INTERVAL = "exchange-interval"
    OTHER = "other"


NOT_PROVIDED_FOR = frozenset({Subject.DAYS_FOR_A_WORD_OF_URGENCY, Subject.EXCHANGE_INTERVAL, Subject.OTHER})


def require_both_conditions(*, unforeseen: bool, needs_coordination: bool) -> None:
    """Let a consultation pass if the situation is not provided for and the parties need to coordinate.

    Raises:
        Refusal: `conditions-not-met`, by the text (T6-1).

    """
    # 本確認書に定めのない事態が生じ
    if not (unforeseen and needs_coordination):
        raise Refusal(CLAUSE, "conditions-not-met", Basis.TEXT)


def require_deciders(offices: AbstractSet[Office]) -> None:
    """Let a decision pass if it was made by the holders of exactly the two offices together.

    Raises:
        Refusal: `wrong-deciders`, by the text (T6-2, T6-3).

    """
    # 在留管理課長と公益財団法人海外日系人協会事務局長が、その都度協議の上、決定することとする
    if offices != set(Office):
        raise Refusal(CLAUSE, "wrong-deciders", Basis.TEXT)


def require_not_provided_for(subject: Subject) -> None:
    """Let a decision pass if it changes nothing that the memorandum itself provides.

    Raises:
        Refusal: `already-provided-for` (R6-2): that needs a new or amended document.

    """
    if subject not in NOT_PROVIDED_FOR:
        raise Refusal(CLAUSE, "already-provided-for", Basis.READING, "R6-2")


def may_give_hours(subject: Subject, word: Urgency) -> bool:
    """Answer whether a decision on a subject may give hours to a word: 定期的 is the interval, あらかじめ has none."""
    if word is Urgency.REGULARLY:
        return subject is Subject.EXCHANGE_INTERVAL
    return subject is Subject.DAYS_FOR_A_WORD_OF_URGENCY and word is not Urgency.BEFOREHAND


def require_effect(*, beyond_its_occasion: bool, in_force: bool) -> None:
    """Let a decision reach beyond its occasion, as it says itself (R6-3), while the clause is in force.

    Raises:
        Refusal: `no-effect-outside-the-term` (R6-4): settings decided earlier stay, none is added.

    """
    # その都度協議の上、決定することとする
    if beyond_its_occasion and not in_force:
        raise Refusal(CLAUSE, "no-effect-outside-the-term", Basis.READING, "R6-4")
