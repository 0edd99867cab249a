"""Which troubles are shared with ISA, which are dealt with together, and when may one be closed? Clause 3(2)."""

from datetime import datetime

from app.memorandum.clause import Act, Basis, Clause, Duty, Party, Refusal, Urgency

CLAUSE = Clause(
    number="3(2)",
    heading="（２）マッチングに関するトラブルへの対応",
    text=(
        "協会がマッチングに関する業務を実施する中で、関係者との間でトラブルが生じた場合は、誠実かつ丁寧に対応する。",
        "協会は、関係者との間で発生した全てのトラブルについて、速やかに出入国在留管理庁と事案を共有する。",
        (
            "また、協会限りでの対応が困難と考える運用上のトラブルが生じた場合は、"
            "協会及び出入国在留管理庁の双方が協力しながら、運用の見直しを含め、"
            "同様のトラブルの再発防止に努めるものとする。"
        ),
    ),
    english=(
        "Where, in the course of the Association's work relating to matching, trouble arises with persons "
        "concerned, it is dealt with sincerely and carefully. The Association promptly shares with ISA the "
        "case in respect of all troubles that have arisen with persons concerned. Further, where operational "
        "trouble arises that is considered difficult for the Association alone to deal with, both the "
        "Association and ISA, in cooperation, endeavour to prevent the recurrence of similar trouble, "
        "including by reviewing operations."
    ),
    duty_bearers=frozenset({Party.ISA, Party.ASSOCIATION}),
    urgency=Urgency.PROMPTLY,
)

REFUSALS: tuple[str, ...] = ("close-before-shared", "close-before-measures")


def is_shared_always() -> bool:
    """Answer whether every trouble is shared: it is, whatever its gravity, solved or entered by mistake (T3.2-1)."""
    # 発生した全てのトラブルについて
    return True


def share_due(known_at: datetime, shared_at: datetime | None, *, arose_in_term: bool) -> Duty | None:
    """Return the Association's duty to share a trouble; one that arose in a term stays owed after it (R3.2-6)."""
    if shared_at is not None or not arose_in_term:
        return None
    # 速やかに出入国在留管理庁と事案を共有する
    return Duty(CLAUSE.number, Act.SHARE, frozenset({Party.ASSOCIATION}), known_at, Urgency.PROMPTLY)


def is_joint(*, operational: bool, too_hard_alone: bool) -> bool:
    """Answer whether both parties owe the effort against recurrence: both conditions are needed (T3.2-3)."""
    # 協会限りでの対応が困難と考える運用上のトラブル
    return operational and too_hard_alone


def require_closable(
    *,
    shared: bool,
    joint: bool,
    association_measures: bool,
    isa_measures: bool,
    isa_no_need: bool,
    isa_silent: bool,
) -> None:
    """Let a trouble be closed once shared and, in joint handling, once both sides have done their part.

    ISA's part is its measures, its word of no need, or a silence too long to wait for.

    Raises:
        Refusal: `close-before-shared` or `close-before-measures` (R3.2-4).

    """
    if not shared:
        raise Refusal(CLAUSE, "close-before-shared", Basis.READING, "R3.2-4")
    isa_is_done = isa_measures or isa_no_need or isa_silent
    if joint and not (association_measures and isa_is_done):
        raise Refusal(CLAUSE, "close-before-measures", Basis.READING, "R3.2-4")
