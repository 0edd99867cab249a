"""Which consent forms did ISA provide, and is every one of them accounted for? Clause 1(1)."""

from app.memorandum.clause import Clause, Party, Source

CLAUSE = Clause(
    number="1(1)",
    heading="（１）リストの提供",
    text=(
        (
            "出入国在留管理庁は、協会に対し、"
            "本制度により入国・在留しようとする日系四世が本邦において本制度の趣旨に沿った環境の下で活動するこ"
            "とができるよう、マッチングに関して必要な日系四世受入れサポーターになることを希望する者の承諾書（"
            "以下「承諾書」という。）を協会に提供する。"
        ),
    ),
    english=(
        "So that fourth-generation Nikkei who are to enter or stay under the Scheme can carry on their "
        "activities in Japan in an environment in keeping with the purpose of the Scheme, ISA provides to the "
        'Association the letters of consent ("consent forms") of those who wish to become supporters, as '
        "needed for matching."
    ),
    duty_bearers=frozenset({Party.ISA}),
    urgency=None,
)

REFUSALS: tuple[str, ...] = ()


def is_provided_by_isa(source: Source) -> bool:
    """Answer whether a form is a provision under 1(1) and enters its counts (T1.1-1)."""
    return source is Source.ISA


def unaccounted(provided: int, held: int, disposed: int, returned: int) -> int:
    """Return how many provided forms are in no place, or below zero how many are in more than one (R1.1-3)."""
    return provided - (held + disposed + returned)


def reconciles(provided: int, held: int, disposed: int, returned: int) -> bool:
    """Answer whether each provided form is in exactly one place: held, disposed of or returned (R1.1-3)."""
    return min(provided, held, disposed, returned) >= 0 and unaccounted(provided, held, disposed, returned) == 0
