"""Must a problem with information from ISA be reported to ISA, and since when? Clause 2(3), at any date."""

from datetime import datetime

from app.memorandum.clause import Act, Basis, Clause, Duty, Party, Source, Urgency

CLAUSE = Clause(
    number="2(3)",
    heading="（３）問題発生時の報告",
    text=(
        (
            "出入国在留管理庁から提供を受けた承諾書に係る個人情報の流出等、"
            "出入国在留管理庁から提供を受けた情報の適正な管理に関して問題が発生した場合、"
            "出入国在留管理庁に直ちに報告する。"
        ),
    ),
    english=(
        "Where a problem has arisen concerning the proper management of information provided by ISA, such as "
        "a leak of personal information relating to the consent forms provided by ISA, it is reported to ISA "
        "immediately."
    ),
    duty_bearers=frozenset({Party.ASSOCIATION}),
    urgency=Urgency.IMMEDIATELY,
)

REFUSALS: tuple[str, ...] = ()


def is_owed(source: Source | None) -> bool:
    """Answer whether a report is owed: not for direct registrations (T2.3-4), but where unsure it is (R2.3-1)."""
    return source is not Source.DIRECT


def report_due(source: Source | None, known_at: datetime, reported_at: datetime | None) -> Duty | None:
    """Return the duty to report, owed from when anyone working for the Association knew (R2.3-2) until the report.

    ISA's acknowledgement plays no part (R2.3-4), nor does any term, number of persons or gravity (T2.3-1, T2.3-3).
    """
    if reported_at is not None or not is_owed(source):
        return None
    # 出入国在留管理庁に直ちに報告する
    certain = source is Source.ISA
    return Duty(
        CLAUSE.number,
        Act.REPORT,
        CLAUSE.duty_bearers,
        known_at,
        Urgency.IMMEDIATELY,
        Basis.TEXT if certain else Basis.READING,
        None if certain else "R2.3-1",
    )
