"""Which clauses are in force at an instant, and why? Clause 5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from app.memorandum.clause import Basis, Clause, Outlives, Refusal, Source, tokyo_day

CLAUSE = Clause(
    number="5",
    heading="５ 本確認書の有効期間",
    text=(
        "本確認書の有効期間は令和７年３月末日までとする。ただし、上記２（３）についてはこの限りでない。",
        "また、上記２（４）については、同項の報告がされるまでを有効期間とする。",
    ),
    english=(
        "The term of validity of this memorandum is until the last day of March 2025. However, this does not "
        "apply to 2(3) above. Further, for 2(4) above the term of validity is until the report of that "
        "provision is made."
    ),
    duty_bearers=frozenset(),
    urgency=None,
)

REFUSALS: tuple[str, ...] = ("outside-the-term",)

AFTER_THE_TERM: Mapping[str, Outlives] = MappingProxyType(
    {
        "1(1)": Outlives.ENDS_WITH_TERM,
        "1(2)": Outlives.ENDS_WITH_TERM,
        "2(1)": Outlives.KEPT_ON,
        "2(2)": Outlives.KEPT_ON,
        "2(3)": Outlives.NO_END,
        "2(4)": Outlives.UNTIL_REPORTED,
        "3(1)": Outlives.ENDS_WITH_TERM,
        "3(2)": Outlives.ENDS_WITH_TERM,
        "4": Outlives.ENDS_WITH_TERM,
        "5": Outlives.ALWAYS_COMPUTABLE,
        "6": Outlives.ENDS_WITH_TERM,
    },
)

_ENDED = "No term of a signed agreement covers this day in Japan."
_ENDED_AND: Mapping[Outlives, str] = MappingProxyType(
    {
        Outlives.ENDS_WITH_TERM: _ENDED,
        Outlives.KEPT_ON: f"{_ENDED} What it protects is kept on as our own rule (R5-3).",
        Outlives.ALWAYS_COMPUTABLE: f"{_ENDED} What it says of 2(3) and 2(4) holds all the same.",
    },
)


@dataclass(frozen=True, slots=True)
class Term:
    """The term of a signed agreement: from the start of its first day in Japan to the end of its last (R5-1, R5-2)."""

    agreement_id: str
    starts_at: date
    ends_on: date

    def covers(self, day: date) -> bool:
        """Answer whether a day in Japan lies in the term, its first and last day included (T5-1)."""
        return self.starts_at <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether a clause is in force, and why; `kept_on` marks an ended clause whose protection we keep (R5-3)."""

    clause: str
    in_force: bool
    basis: Basis
    reading: str | None
    because: str
    kept_on: bool = False


def term_at(at: datetime, terms: Sequence[Term]) -> Term | None:
    """Return the term that covers an instant, the latest begun where several do, or None."""
    day = tokyo_day(at)
    return max((term for term in terms if term.covers(day)), key=lambda term: term.starts_at, default=None)


def effect_at(
    at: datetime,
    terms: Sequence[Term],
    clause_2_4_reported_at: datetime | None,
) -> tuple[Effect, ...]:
    """Return the force of all eleven clauses at an instant, given signed terms and when 2(4) was last reported."""
    day = tokyo_day(at)
    if not any(term.starts_at <= day for term in terms):
        because = "No agreement had begun on this day in Japan."
        return tuple(_effect(number, Basis.READING, "R5-1", because, in_force=False) for number in AFTER_THE_TERM)
    return tuple(
        _disposal_effect(at, terms, clause_2_4_reported_at)
        if outlives is Outlives.UNTIL_REPORTED
        else _begun_effect(number, outlives, term_at(at, terms))
        for number, outlives in AFTER_THE_TERM.items()
    )


def is_in_force(
    clause_number: str,
    at: datetime,
    terms: Sequence[Term],
    clause_2_4_reported_at: datetime | None,
) -> bool:
    """Answer whether one clause, named like `2(3)`, is in force at an instant."""
    return {effect.clause: effect.in_force for effect in effect_at(at, terms, clause_2_4_reported_at)}[clause_number]


def require_matching_term(source: Source, at: datetime, terms: Sequence[Term]) -> None:
    """Let matching with information from ISA pass within a term; direct registrations alone are not touched.

    Raises:
        Refusal: `outside-the-term` (R5-4): the text itself does not forbid it.

    """
    if source is Source.ISA and term_at(at, terms) is None:
        raise Refusal(CLAUSE, "outside-the-term", Basis.READING, "R5-4")


def _begun_effect(number: str, outlives: Outlives, term: Term | None) -> Effect:
    # 上記２（３）についてはこの限りでない
    if outlives is Outlives.NO_END:
        return _effect(number, Basis.TEXT, None, "The term does not bind this clause: it has no end.", in_force=True)
    if term is not None:
        because = f"The term runs until {term.ends_on.isoformat()}, that day in Japan included."
        return _effect(number, Basis.TEXT, None, because, in_force=True)
    kept_on = outlives is Outlives.KEPT_ON
    return Effect(number, in_force=False, basis=Basis.TEXT, reading=None, because=_ENDED_AND[outlives], kept_on=kept_on)


def _disposal_effect(at: datetime, terms: Sequence[Term], reported_at: datetime | None) -> Effect:
    # 同項の報告がされるまでを有効期間とする
    if reported_at is None or at < reported_at:
        return _effect("2(4)", Basis.TEXT, None, "Its report has not been made.", in_force=True)
    if any(tokyo_day(reported_at) < term.starts_at <= tokyo_day(at) for term in terms):
        because = "A new agreement began after the report of the earlier disposal."
        return _effect("2(4)", Basis.READING, "R5-5", because, in_force=True)
    return _effect("2(4)", Basis.TEXT, None, "Its report has been made.", in_force=False)


def _effect(number: str, basis: Basis, reading: str | None, because: str, *, in_force: bool) -> Effect:
    return Effect(number, in_force=in_force, basis=basis, reading=reading, because=because)
