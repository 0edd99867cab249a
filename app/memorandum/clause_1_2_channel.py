"""By which way, and how often, does ISA hand over a consent form? Clause 1(2)."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import StrEnum

from app.memorandum.clause import Act, Basis, Clause, Duty, Party, Refusal, Urgency

CLAUSE = Clause(
    number="1(2)",
    heading="（２）提供方法・頻度",
    text=(("出入国在留管理庁は、別紙の承諾書を受け取った場合には、その都度、メールで、当該承諾書を協会に提供する。"),),
    english=(
        "When ISA has received a consent form of the Annex, it provides that form to the Association each "
        "time, by e-mail."
    ),
    duty_bearers=frozenset({Party.ISA}),
    urgency=Urgency.EACH_TIME,
)

REFUSALS: tuple[str, ...] = ("channel-not-agreed",)


class Channel(StrEnum):
    """The ways by which a form can arrive; the text names e-mail alone."""

    EMAIL = "email"
    API = "api"
    UPLOAD = "upload"


def require_channel(channel: Channel, listed: AbstractSet[Channel]) -> None:
    """Let e-mail pass always, another channel where the terms in force list it.

    Raises:
        Refusal: `channel-not-agreed` (R1.2-1).

    """
    # その都度、メールで、当該承諾書を協会に提供する
    if channel is not Channel.EMAIL and channel not in listed:
        raise Refusal(CLAUSE, "channel-not-agreed", Basis.READING, "R1.2-1")


def provision_due(received_by_isa_at: datetime, provided_at: datetime | None) -> Duty | None:
    """Return what ISA owes for one form it has received, as long as it has not provided that form (T1.2-2)."""
    if provided_at is not None:
        return None
    return Duty(CLAUSE.number, Act.PROVIDE, CLAUSE.duty_bearers, received_by_isa_at, Urgency.EACH_TIME)


def elapsed(received_by_isa_at: datetime | None, provided_at: datetime) -> timedelta | None:
    """Return the time a form took, to be shown and never judged; None where ISA did not state its receipt (R1.2-3)."""
    return None if received_by_isa_at is None else provided_at - received_by_isa_at
