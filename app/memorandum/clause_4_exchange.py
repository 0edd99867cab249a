"""Is an exchange of views on the matching owed, and by whom? Clause 4."""

from datetime import date, timedelta

from app.memorandum.clause import BOTH_PARTIES, Act, Basis, Clause, Duty, Urgency

CLAUSE = Clause(
    number="4",
    heading="４ 定期的意見交換の実施",
    text=(
        (
            "マッチングの実施状況に関する情報共有を通じて、マッチングの業務の運用改善を図るため、"
            "協会及び出入国在留管理庁は定期的に意見交換の機会を設けることとする。"
        ),
    ),
    english=(
        "In order to improve the operation of the matching work through sharing information on how matching "
        "is being carried out, the Association and ISA regularly provide occasions to exchange views."
    ),
    duty_bearers=BOTH_PARTIES,
    urgency=Urgency.REGULARLY,
)

REFUSALS: tuple[str, ...] = ()


def exchange_due(last_held_on: date | None, interval_days: int, today: date) -> Duty | None:
    """Return the duty of both parties once the interval they agreed has run (R4-1); days are days in Japan.

    Where none was held yet the first is owed today; pass the first day of the term to count from that instead.
    """
    # 協会及び出入国在留管理庁は定期的に意見交換の機会を設けることとする
    since = today if last_held_on is None else last_held_on + timedelta(days=interval_days)
    if today < since:
        return None
    return Duty(
        CLAUSE.number,
        Act.EXCHANGE_VIEWS,
        CLAUSE.duty_bearers,
        since,
        Urgency.REGULARLY,
        Basis.READING,
        "R4-1",
    )
