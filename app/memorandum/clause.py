"""What is a clause, and in which words do its rules speak: who owes, how urgently, on what basis?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


class Party(StrEnum):
    """The two parties to the memorandum."""

    ISA = "isa"
    ASSOCIATION = "association"


BOTH_PARTIES = frozenset(Party)


class Source(StrEnum):
    """Where information came from: provided by ISA, or registered with the Association itself."""

    ISA = "isa"
    DIRECT = "direct"


class Basis(StrEnum):
    """Whether an answer rests on the words of the memorandum or on a reading of ours."""

    TEXT = "text"
    READING = "reading"


class KeptBy(StrEnum):
    """What keeps a clause: this software, people's ways of working, or the two together."""

    CODE = "code"
    PROCESS = "process"
    BOTH = "both"


class Outlives(StrEnum):
    """What becomes of a clause after the term of clause 5."""

    ENDS_WITH_TERM = "ends-with-term"
    KEPT_ON = "kept-on"
    NO_END = "no-end"
    UNTIL_REPORTED = "until-reported"
    ALWAYS_COMPUTABLE = "always-computable"


class Urgency(StrEnum):
    """The memorandum's words for when a thing is owed; none of them carries a number."""

    IMMEDIATELY = "immediately"
    PROMPTLY = "promptly"
    WITHOUT_DELAY = "without-delay"
    EACH_TIME = "each-time"
    BEFOREHAND = "beforehand"
    REGULARLY = "regularly"

    @property
    def word(self) -> str:
        """Return the word as the memorandum has it."""
        return WORDS[self]

    def is_stronger_than(self, other: "Urgency") -> bool:
        """Answer whether this word asks for more speed; words that are not about speed are never stronger or weaker."""
        return self in STRENGTH and other in STRENGTH and STRENGTH[self] > STRENGTH[other]


WORDS: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.IMMEDIATELY: "直ちに",
        Urgency.PROMPTLY: "速やか",
        Urgency.WITHOUT_DELAY: "遅滞なく",
        Urgency.EACH_TIME: "その都度",
        Urgency.BEFOREHAND: "あらかじめ",
        Urgency.REGULARLY: "定期的",
    },
)
STRENGTH: Mapping[Urgency, int] = MappingProxyType(
    {Urgency.WITHOUT_DELAY: 1, Urgency.PROMPTLY: 2, Urgency.IMMEDIATELY: 3},
)


def strongest(words: Iterable[Urgency]) -> Urgency | None:
    """Return the word of speed that governs where several apply (R3.2-7), or None if none is about speed."""
    return max((word for word in words if word in STRENGTH), key=STRENGTH.__getitem__, default=None)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: number, heading and paragraphs as printed, an English rendering, and who owes it how urgently."""

    number: str
    heading: str
    text: tuple[str, ...]
    english: str
    duty_bearers: frozenset[Party]
    urgency: Urgency | None


class Refusal(Exception):
    """The memorandum, or a named reading of it, does not allow what was asked."""

    def __init__(self, clause: Clause, slug: str, basis: Basis, reading: str | None = None) -> None:
        if (basis is Basis.READING) is (reading is None):
            raise ValueError("a reading is named exactly where a refusal rests on one")
        super().__init__(slug)
        self.slug, self.clause, self.basis, self.reading = slug, clause.number, basis, reading


class Act(StrEnum):
    """What a duty asks to be done."""

    PROVIDE = "provide"
    REPORT = "report"
    DISPOSE = "dispose"
    END_MATCH = "end-match"
    REPORT_DISPOSAL = "report-disposal"
    SHARE = "share"
    EXCHANGE_VIEWS = "exchange-views"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed and not yet done; `since` is when it began to be owed, an instant or a day in Japan."""

    clause: str
    act: Act
    owed_by: frozenset[Party]
    since: datetime | date
    urgency: Urgency
    basis: Basis = Basis.TEXT
    reading: str | None = None


def tokyo_day(instant: datetime) -> date:
    """Return the calendar day in Japan on which an instant falls (R5-2).

    Raises:
        ValueError: the instant has no offset, so its day would depend on the computer.

    """
    if instant.utcoffset() is None:
        raise ValueError("an instant needs an offset from UTC")
    return instant.astimezone(TOKYO).date()
