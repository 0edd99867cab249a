"""When must the information from ISA's forms be disposed of, by whom, and when may that be reported? Clause 2(4)."""

from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import StrEnum

from app.memorandum.clause import Act, Basis, Clause, Duty, Party, Refusal, Urgency

CLAUSE = Clause(
    number="2(4)",
    heading="（４）情報の廃棄",
    text=(
        (
            "協会が日系四世及び日系四世受入れサポーターとのマッチングを行わなくなった場合は、"
            "出入国在留管理庁から提供を受けた承諾書に係る情報を速やかかつ確実に廃棄し、"
            "その旨を出入国在留管理庁に遅滞なく報告する。"
        ),
    ),
    english=(
        "Where the Association has come no longer to do the matching with fourth-generation Nikkei and "
        "supporters, it promptly and surely disposes of the information relating to the consent forms "
        "provided by ISA, and reports to ISA without delay that it has done so."
    ),
    duty_bearers=frozenset({Party.ASSOCIATION}),
    urgency=Urgency.PROMPTLY,
)

REFUSALS: tuple[str, ...] = (
    "matching-not-stopped",
    "inventory-incomplete",
    "report-before-disposal",
    "same-person",
    "disposal-blocked",
)


class DisposalBasis(StrEnum):
    """What a disposal rests on: the clause, or for single records the privacy law (R2.4-3)."""

    THE_CLAUSE = "2(4)"
    WITHDRAWAL = "withdrawal"
    RETENTION = "retention"
    REQUEST = "request"


def ends_the_clause(basis: DisposalBasis) -> bool:
    """Answer whether the report of a disposal on this basis ends 2(4) (T2.4-4, R2.4-3)."""
    return basis is DisposalBasis.THE_CLAUSE


def disposal_due(
    stopped_on: date | None,
    disposed_at: datetime | None,
    reported_at: datetime | None,
    today: date,
) -> Duty | None:
    """Return what 2(4) asks next: disposal from the day the matching stopped (R2.4-1), then its report.

    Days are days in Japan. Neither a term's end nor ISA's acknowledgement plays a part (T2.4-1, T2.4-4).
    """
    if stopped_on is None or today < stopped_on or reported_at is not None:
        return None
    # 速やかかつ確実に廃棄し
    if disposed_at is None:
        return Duty(CLAUSE.number, Act.DISPOSE, CLAUSE.duty_bearers, stopped_on, Urgency.PROMPTLY)
    # その旨を出入国在留管理庁に遅滞なく報告する
    return Duty(CLAUSE.number, Act.REPORT_DISPOSAL, CLAUSE.duty_bearers, disposed_at, Urgency.WITHOUT_DELAY)


def require_stopped(stopped_on: date | None, today: date) -> None:
    """Let a disposal under the clause begin once the matching has stopped; days are days in Japan.

    Raises:
        Refusal: `matching-not-stopped`, by the text (T2.4-1).

    """
    # マッチングを行わなくなった場合
    if stopped_on is None or today < stopped_on:
        raise Refusal(CLAUSE, "matching-not-stopped", Basis.TEXT)


def require_complete(inventory: AbstractSet[Hashable], provided: AbstractSet[Hashable]) -> None:
    """Let a disposal under the clause pass if its inventory holds every form ISA provided and not yet disposed of.

    Raises:
        Refusal: `inventory-incomplete`, by the text (T2.4-2): no state of a form is exempt.

    """
    # 提供を受けた承諾書に係る情報
    if not provided <= inventory:
        raise Refusal(CLAUSE, "inventory-incomplete", Basis.TEXT)


def require_reportable(*, verified: bool) -> None:
    """Let a disposal be reported once it was done and verified.

    Raises:
        Refusal: `report-before-disposal`, by the text (T2.4-3).

    """
    # その旨を出入国在留管理庁に遅滞なく報告する
    if not verified:
        raise Refusal(CLAUSE, "report-before-disposal", Basis.TEXT)


def require_unblocked(*, blocked: bool, goes_on_on: date, today: date) -> None:
    """Let a disposal be carried out that nothing blocks, or whose block has had its time; days are days in Japan.

    Raises:
        Refusal: `disposal-blocked` (R2.4-5): a block delays until a named day and never holds for ever.

    """
    if blocked and today < goes_on_on:
        raise Refusal(CLAUSE, "disposal-blocked", Basis.READING, "R2.4-5")


def require_two_people(first: Hashable, second: Hashable) -> None:
    """Let a second person approve what a first proposed, or verify what a first executed.

    Raises:
        Refusal: `same-person` (R2.4-6).

    """
    if first == second:
        raise Refusal(CLAUSE, "same-person", Basis.READING, "R2.4-6")
