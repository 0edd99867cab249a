"""Which clauses are there, what keeps each, and how does it outlive the term?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.memorandum import (
    clause_1_1_provision,
    clause_1_2_channel,
    clause_2_1_management,
    clause_2_2_purpose,
    clause_2_3_problem_report,
    clause_2_4_disposal,
    clause_3_1_briefing,
    clause_3_2_trouble,
    clause_4_exchange,
    clause_5_term,
    clause_6_consultation,
)
from app.memorandum.clause import Clause, KeptBy, Outlives
from app.memorandum.readings import READINGS

__all__ = ["BY_NUMBER", "CLAUSES", "CLAUSE_OF_REFUSAL", "PART_HEADINGS", "PREAMBLE", "READINGS", "REGISTER", "Entry"]

PREAMBLE = (
    "「日系四世の更なる受入制度」（以下「本制度」という。）における日系四世と"
    "日系四世受入れサポーターとのマッチング（以下「マッチング」という。）に係る情報提供及び情報管理等に関し、"
    "出入国在留管理庁と公益財団法人海外日系人協会（以下「協会」という。）との間で、"
    "下記のとおり取り決めることを確認する。"
)
PART_HEADINGS: Mapping[int, str] = MappingProxyType(
    {
        1: "１ 出入国在留管理庁が行う事項",
        2: "２ 協会が行う事項",
        3: "３ マッチングの実施に関する事項",
    },
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause in the register: what it may refuse, what keeps it, and in one sentence how."""

    clause: Clause
    refusals: tuple[str, ...]
    kept_by: KeptBy
    how: str

    @property
    def outlives(self) -> Outlives:
        """Return what clause 5 makes of it after the term."""
        return clause_5_term.AFTER_THE_TERM[self.clause.number]


REGISTER: tuple[Entry, ...] = (
    Entry(
        clause_1_1_provision.CLAUSE,
        clause_1_1_provision.REFUSALS,
        KeptBy.BOTH,
        "ISA provides the forms; receipts and counts that both sides can reconcile prove that it did.",
    ),
    Entry(
        clause_1_2_channel.CLAUSE,
        clause_1_2_channel.REFUSALS,
        KeptBy.BOTH,
        "ISA sends each form as it comes; e-mail is always taken, another channel where the terms list it.",
    ),
    Entry(
        clause_2_1_management.CLAUSE,
        clause_2_1_management.REFUSALS,
        KeptBy.BOTH,
        "Records are encrypted, reads recorded and guidelines kept by day; people follow the guideline.",
    ),
    Entry(
        clause_2_2_purpose.CLAUSE,
        clause_2_2_purpose.REFUSALS,
        KeptBy.BOTH,
        "A token has one purpose and a step shows only its fields; what people do with what they saw is theirs.",
    ),
    Entry(
        clause_2_3_problem_report.CLAUSE,
        clause_2_3_problem_report.REFUSALS,
        KeptBy.CODE,
        "A problem entered is readable by ISA in the same transaction and announced until acknowledged, at any date.",
    ),
    Entry(
        clause_2_4_disposal.CLAUSE,
        clause_2_4_disposal.REFUSALS,
        KeptBy.BOTH,
        "Keys are destroyed and storage scanned; people reach paper and mailboxes, and the report says what was not.",
    ),
    Entry(
        clause_3_1_briefing.CLAUSE,
        clause_3_1_briefing.REFUSALS,
        KeptBy.BOTH,
        "No matching act passes before the explanation; whether a person truly understands is kept by process.",
    ),
    Entry(
        clause_3_2_trouble.CLAUSE,
        clause_3_2_trouble.REFUSALS,
        KeptBy.BOTH,
        "Every trouble entered is shared and cannot be unshared; sincerity and care are kept by process.",
    ),
    Entry(
        clause_4_exchange.CLAUSE,
        clause_4_exchange.REFUSALS,
        KeptBy.BOTH,
        "People exchange views; a passed interval shows as owed by both, and the figures shared stay as they were.",
    ),
    Entry(
        clause_5_term.CLAUSE,
        clause_5_term.REFUSALS,
        KeptBy.CODE,
        "The force of each clause at any instant is computed from signed terms and from the disposal report.",
    ),
    Entry(
        clause_6_consultation.CLAUSE,
        clause_6_consultation.REFUSALS,
        KeptBy.BOTH,
        "People consult; a decision takes the holders of both offices on its day, and changes nothing provided for.",
    ),
)

CLAUSES: tuple[Clause, ...] = tuple(entry.clause for entry in REGISTER)
BY_NUMBER: Mapping[str, Clause] = MappingProxyType({clause.number: clause for clause in CLAUSES})
CLAUSE_OF_REFUSAL: Mapping[str, str] = MappingProxyType(
    {slug: entry.clause.number for entry in REGISTER for slug in entry.refusals},
)
