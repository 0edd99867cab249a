"""Does 2(2) allow the two ends only, and show each side of a match no more than its step needs?"""

from itertools import pairwise

import pytest

from app.memorandum.clause import Basis, Source
from app.memorandum.clause_2_2_purpose import (
    Grounds,
    Purpose,
    Recipient,
    Step,
    disclosed_to_applicant,
    disclosed_to_supporter,
    require_purpose,
    require_recipient,
)
from tests.memorandum.refusals import refusal_of

IN_MATCH = Grounds(end=Purpose.SUPPORT_GIVEN, in_one_match=True)


@pytest.mark.parametrize("end", ["support-received", "support-given"])
def test_the_two_ends_are_allowed(end: str) -> None:
    require_purpose(end, Source.ISA)


@pytest.mark.parametrize("end", [None, "", "ranking", "SUPPORT_GIVEN", "support-given "])
def test_any_other_end_or_none_is_refused_by_the_text(end: str | None) -> None:
    assert refusal_of(require_purpose, end, Source.ISA) == ("purpose-not-allowed", "2(2)", Basis.TEXT, None)


@pytest.mark.parametrize("end", [None, "ranking", "support-given"])
def test_direct_registrations_are_not_in_the_clause(end: str | None) -> None:
    require_purpose(end, Source.DIRECT)


@pytest.mark.parametrize(
    ("recipient", "grounds"),
    [
        (Recipient.COUNTERPART, IN_MATCH),
        (Recipient.COUNTERPART, Grounds(end=Purpose.SUPPORT_RECEIVED, in_one_match=True)),
        (Recipient.ISA, Grounds(clause="2(3)")),
        (Recipient.ISA, Grounds(clause="2(4)")),
        (Recipient.ISA, Grounds(clause="3(2)")),
        (Recipient.THE_PERSON, Grounds(law="APPI 33")),
        (Recipient.PPC, Grounds(law="APPI 26")),
    ],
)
def test_information_from_isa_goes_to_those_entitled(recipient: Recipient, grounds: Grounds) -> None:
    require_recipient(recipient, Source.ISA, grounds)


@pytest.mark.parametrize("grounds", [Grounds(), IN_MATCH, Grounds(clause="2(3)"), Grounds(law="APPI 27")])
def test_provision_to_others_is_refused_by_the_text(grounds: Grounds) -> None:
    said = refusal_of(require_recipient, None, Source.ISA, grounds)

    assert said == ("recipient-not-allowed", "2(2)", Basis.TEXT, None)


def test_the_counterpart_learns_nothing_for_another_end() -> None:
    grounds = Grounds(end="ranking", in_one_match=True)

    said = refusal_of(require_recipient, Recipient.COUNTERPART, Source.ISA, grounds)

    assert said == ("purpose-not-allowed", "2(2)", Basis.TEXT, None)


def test_nobody_is_a_counterpart_outside_one_match() -> None:
    grounds = Grounds(end=Purpose.SUPPORT_GIVEN)

    said = refusal_of(require_recipient, Recipient.COUNTERPART, Source.ISA, grounds)

    assert said == ("not-the-counterpart", "2(2)", Basis.READING, "R2.2-1")


@pytest.mark.parametrize(
    ("recipient", "grounds", "reading"),
    [
        (Recipient.ISA, Grounds(), "R2.2-2"),
        (Recipient.ISA, Grounds(clause="4"), "R2.2-2"),
        (Recipient.THE_PERSON, Grounds(), "R2.2-3"),
        (Recipient.THE_PERSON, IN_MATCH, "R2.2-3"),
        (Recipient.PPC, Grounds(clause="2(3)"), "R2.2-3"),
    ],
)
def test_a_recipient_entitled_otherwise_needs_the_basis_named(
    recipient: Recipient,
    grounds: Grounds,
    reading: str,
) -> None:
    said = refusal_of(require_recipient, recipient, Source.ISA, grounds)

    assert said == ("basis-not-named", "2(2)", Basis.READING, reading)


def test_data_not_from_isa_goes_to_isa_only_with_a_basis_in_law() -> None:
    said = refusal_of(require_recipient, Recipient.ISA, Source.DIRECT, Grounds(clause="3(2)"))

    assert said == ("basis-not-named", "2(2)", Basis.READING, "R2.2-2")


@pytest.mark.parametrize(
    ("recipient", "grounds"),
    [
        (Recipient.ISA, Grounds(law="APPI 27")),
        *((other, Grounds()) for other in Recipient if other is not Recipient.ISA),
    ],
)
def test_data_not_from_isa_is_otherwise_outside_the_clause(recipient: Recipient, grounds: Grounds) -> None:
    require_recipient(recipient, Source.DIRECT, grounds)


OFFERED = {"country_of_origin", "languages", "wished_area", "month_of_arrival", "needs"}


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step.OFFERED_TO_SUPPORTER, OFFERED),
        (Step.OFFERED_TO_APPLICANT, OFFERED),
        (Step.CONTACT_RELEASED, OFFERED | {"name"}),
    ],
)
def test_the_supporter_learns_of_the_applicant_step_by_step(step: Step, fields: set[str]) -> None:
    assert disclosed_to_supporter(step) == fields


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Step.OFFERED_TO_SUPPORTER, set()),
        (Step.OFFERED_TO_APPLICANT, {"holder_kind", "prefecture", "languages"}),
        (Step.CONTACT_RELEASED, {"holder_kind", "prefecture", "languages", "name", "email"}),
    ],
)
def test_the_applicant_learns_of_the_supporter_step_by_step(step: Step, fields: set[str]) -> None:
    assert disclosed_to_applicant(step) == fields


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(Step)))
def test_no_step_takes_back_what_an_earlier_one_showed(earlier: Step, later: Step) -> None:
    assert disclosed_to_supporter(earlier) <= disclosed_to_supporter(later)
    assert disclosed_to_applicant(earlier) <= disclosed_to_applicant(later)
