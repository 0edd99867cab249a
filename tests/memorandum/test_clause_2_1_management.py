"""Does 2(1) name the guideline of any day, and give ISA no audit that the terms do not grant?"""

from datetime import date

import pytest

from app.memorandum.clause import Basis, Party
from app.memorandum.clause_2_1_management import Guideline, guideline_in_force, may_audit, require_audit_grant
from tests.memorandum.refusals import refusal_of

FIRST = Guideline("1", date(2024, 4, 1))
SECOND = Guideline("2", date(2024, 10, 1))


@pytest.mark.parametrize(
    ("on", "governing"),
    [
        (date(2024, 3, 31), None),
        (date(2024, 4, 1), FIRST),
        (date(2024, 9, 30), FIRST),
        (date(2024, 10, 1), SECOND),
        (date(2026, 1, 1), SECOND),
    ],
)
def test_the_guideline_of_a_day_is_the_latest_begun(on: date, governing: Guideline | None) -> None:
    assert guideline_in_force([SECOND, FIRST], on) == governing


@pytest.mark.parametrize(
    ("party", "granted", "allowed"),
    [
        (Party.ASSOCIATION, False, True),
        (Party.ASSOCIATION, True, True),
        (Party.ISA, True, True),
        (Party.ISA, False, False),
    ],
)
def test_isa_may_audit_only_where_the_terms_grant_it(party: Party, *, granted: bool, allowed: bool) -> None:
    assert may_audit(party, granted_by_terms=granted) is allowed


def test_an_audit_by_isa_without_a_grant_is_refused_by_a_reading() -> None:
    said = refusal_of(require_audit_grant, Party.ISA, granted_by_terms=False)

    assert said == ("audit-not-granted", "2(1)", Basis.READING, "R2.1-2")


@pytest.mark.parametrize(("party", "granted"), [(Party.ASSOCIATION, False), (Party.ISA, True)])
def test_an_audit_that_is_allowed_passes(party: Party, *, granted: bool) -> None:
    require_audit_grant(party, granted_by_terms=granted)
