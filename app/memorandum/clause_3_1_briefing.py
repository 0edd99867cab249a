"""May this person do matching work now, for someone from this country? Clause 3(1)."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from app.memorandum.clause import Basis, Clause, Party, Refusal, Urgency

StaffId = TypeVar("StaffId")

CLAUSE = Clause(
    number="3(1)",
    heading="（１）マッチングの業務従事者に対する制度趣旨等の徹底",
    text=(
        (
            "協会がマッチングの業務を行うに当たっては、本制度の趣旨及び日系四世受入れサポーターの意義のほか、"
            "日系四世の出身国の習慣、国情、宗教など、"
            "適正なマッチングを行うに当たり必要となる情報を十分に理解する者を充てることとする。"
        ),
        (
            "協会は、マッチングの業務に従事する者に対し、当該業務への従事に先立ち、あらかじめ、"
            "本制度の趣旨及び日系四世受入れサポーターの意義について必要な説明を行うものとする。"
        ),
    ),
    english=(
        "In doing the matching work the Association assigns persons who fully understand the purpose of the "
        "Scheme and the significance of supporters and also the information needed for proper matching, such "
        "as the customs, national conditions and religion of the fourth-generation Nikkei's country of "
        "origin. To persons engaged in the matching work the Association gives, beforehand and prior to their "
        "engagement in it, the necessary explanation of the purpose of the Scheme and the significance of "
        "supporters."
    ),
    duty_bearers=frozenset({Party.ASSOCIATION}),
    urgency=Urgency.BEFOREHAND,
)

REFUSALS: tuple[str, ...] = ("not-briefed", "briefing-lapsed", "no-staff-member", "country-not-known")


class Topic(StrEnum):
    """The two things to be explained: the Scheme's purpose and the significance of supporters (T3.1-2)."""

    SCHEME = "scheme"
    SUPPORTERS = "supporters"


class Standing(StrEnum):
    """How a person stands towards the explanation."""

    UNBRIEFED = "unbriefed"
    BRIEFED = "briefed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Briefing:
    """An explanation given at an instant, on some topics, from a version of the material (None where unknown)."""

    explained_at: datetime
    topics: frozenset[Topic]
    version: int | None = None


def standing(briefings: Sequence[Briefing], at: datetime, current_version: int | None = None) -> Standing:
    """Return how a person stands at an instant; without a current version nothing lapses (R3.1-2)."""
    # 当該業務への従事に先立ち、あらかじめ
    before = [briefing for briefing in briefings if briefing.explained_at < at]
    if not _covers_both_topics(before):
        return Standing.UNBRIEFED
    if current_version is None:
        return Standing.BRIEFED
    current = (given for given in before if given.version is not None and given.version >= current_version)
    return Standing.BRIEFED if _covers_both_topics(current) else Standing.LAPSED


def require_briefed(briefings: Sequence[Briefing], at: datetime, current_version: int | None = None) -> None:
    """Let matching work pass if both topics were explained before it, and from the current material if one is given.

    Raises:
        Refusal: `not-briefed`, by the text (T3.1-3); `briefing-lapsed` (R3.1-2).

    """
    found = standing(briefings, at, current_version)
    if found is Standing.UNBRIEFED:
        raise Refusal(CLAUSE, "not-briefed", Basis.TEXT)
    if found is Standing.LAPSED:
        raise Refusal(CLAUSE, "briefing-lapsed", Basis.READING, "R3.1-2")


def require_staff(staff_id: StaffId | None) -> StaffId:
    """Return the staff member behind an act of matching work.

    Raises:
        Refusal: `no-staff-member` (R3.1-4); unattended runs are refused alike.

    """
    if staff_id is None:
        raise Refusal(CLAUSE, "no-staff-member", Basis.READING, "R3.1-4")
    return staff_id


def require_country_knowledge(known: AbstractSet[str], country: str) -> None:
    """Let matching work pass if knowledge of the matched person's country of origin is attested.

    The text asks that those assigned understand the country (T3.1-1); that each act asks for an attested knowledge of
    this person's country is ours, so the refusal says that it rests on a reading.

    Raises:
        Refusal: `country-not-known` (R3.1-3).

    """
    # 日系四世の出身国の習慣、国情、宗教など
    if country not in known:
        raise Refusal(CLAUSE, "country-not-known", Basis.READING, "R3.1-3")


def _covers_both_topics(briefings: Iterable[Briefing]) -> bool:
    return set().union(*(briefing.topics for briefing in briefings)) == set(Topic)
