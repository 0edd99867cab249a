"""By which guideline is information sent by ISA handled, and who may look into how it was? Clause 2(1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.memorandum.clause import Basis, Clause, Party, Refusal

CLAUSE = Clause(
    number="2(1)",
    heading="（１）情報の管理",
    text=(
        (
            "協会は、出入国在留管理庁から送付された情報について、"
            "個人情報の保護に関する法律（平成１５年５月３０日法律第５７号）及び協会が定めた個人情報保護に関す"
            "るガイドライン等を遵守し、適正に取り扱う。"
        ),
    ),
    english=(
        "The Association, with regard to information sent by ISA, complies with the APPI (Act No. 57 of May "
        "30, 2003) and the guidelines and the like on the protection of personal information laid down by the "
        "Association, and handles it properly."
    ),
    duty_bearers=frozenset({Party.ASSOCIATION}),
    urgency=None,
)

REFUSALS: tuple[str, ...] = ("audit-not-granted",)


@dataclass(frozen=True, slots=True)
class Guideline:
    """A version of the Association's own guideline, in force from the start of a day in Japan until the next one."""

    version: str
    in_force_from: date


def guideline_in_force(versions: Sequence[Guideline], on: date) -> Guideline | None:
    """Return the guideline that governs a day in Japan, or None before the first (T2.1-2)."""
    # 協会が定めた個人情報保護に関するガイドライン等を遵守し
    begun = [version for version in versions if version.in_force_from <= on]
    return max(begun, key=lambda version: version.in_force_from, default=None)


def may_audit(party: Party, *, granted_by_terms: bool) -> bool:
    """Answer whether a party may see the audit record; the text gives ISA no such right (T2.1-3)."""
    return party is Party.ASSOCIATION or granted_by_terms


def require_audit_grant(party: Party, *, granted_by_terms: bool) -> None:
    """Let the Association look always, ISA where the terms in force grant it.

    Raises:
        Refusal: `audit-not-granted` (R2.1-2).

    """
    if not may_audit(party, granted_by_terms=granted_by_terms):
        raise Refusal(CLAUSE, "audit-not-granted", Basis.READING, "R2.1-2")
