"""Is every scope for exactly one purpose, and does each purpose rest on clauses that exist?"""

import pytest

from app.access.scopes import CLAUSES_OF, PURPOSE_OF, SCOPES_OF, Purpose, Scope
from app.memorandum.register import BY_NUMBER

TABLE = {
    "provision": "consents:provide receipts:read",
    "support": (
        "consents:read consents:manage documents:read applicants:read applicants:write matches:read matches:write"
    ),
    "incident": "incidents:report incidents:read incidents:manage",
    "reporting": "feeds:read feeds:acknowledge reports:read reports:contribute webhooks:confirm",
    "disposal": "disposals:propose disposals:approve disposals:execute disposals:verify disposals:read",
    "staffing": "staff:read staff:write briefings:write clients:confirm",
    "review": "exchanges:read exchanges:write consultations:read consultations:write",
    "rights": "requests:read requests:write",
    "oversight": "audit:read",
    "agreement": "agreements:read agreements:write agreements:sign",
    "operation": "clients:manage webhooks:manage metrics:read",
}


def test_the_purposes_are_those_of_the_contract() -> None:
    assert {purpose.value for purpose in Purpose} == set(TABLE)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_purpose_has_the_scopes_of_the_contract(purpose: Purpose) -> None:
    assert {scope.value for scope in SCOPES_OF[purpose]} == set(TABLE[purpose.value].split())


def test_every_scope_is_for_exactly_one_purpose() -> None:
    listed = [scope for scopes in SCOPES_OF.values() for scope in scopes]

    assert sorted(listed) == sorted(Scope)
    assert all(scope in SCOPES_OF[PURPOSE_OF[scope]] for scope in Scope)


def test_scopes_stand_in_alphabetical_order_under_their_own_names() -> None:
    values = [scope.value for scope in Scope]

    assert values == sorted(values)
    assert all(scope.name == scope.value.replace(":", "_").upper() for scope in Scope)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_purpose_rests_on_clauses_that_exist(purpose: Purpose) -> None:
    assert set(CLAUSES_OF[purpose]) <= BY_NUMBER.keys()


def test_only_operation_rests_on_no_clause() -> None:
    assert [purpose for purpose in Purpose if not CLAUSES_OF[purpose]] == [Purpose.OPERATION]
