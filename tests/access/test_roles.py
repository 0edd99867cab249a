"""May each role hold what the contract says, all of it and nothing else?"""

from datetime import timedelta

import pytest

from app.access.roles import ISA_ROLES, MAY_HAVE_STAFF, MAY_HOLD, NEEDS_STAFF, PARTY_OF, Role, lifetime_of
from app.access.scopes import PURPOSE_OF, Purpose, Scope
from app.memorandum.clause import Party

TABLE = {
    "isa_exchange": "consents:provide receipts:read feeds:read feeds:acknowledge reports:read reports:contribute",
    "isa_officer": (
        "feeds:read feeds:acknowledge reports:read reports:contribute webhooks:confirm "
        "exchanges:read exchanges:write consultations:read consultations:write "
        "agreements:read agreements:write agreements:sign"
    ),
    "mail_intake": "consents:provide",
    "coordinator": (
        "consents:read consents:manage documents:read applicants:read applicants:write matches:read matches:write "
        "incidents:report"
    ),
    "privacy_officer": (
        "incidents:report incidents:read incidents:manage disposals:propose disposals:execute disposals:read "
        "requests:read requests:write audit:read"
    ),
    "secretary_general": (
        "incidents:report incidents:read disposals:approve disposals:verify disposals:read "
        "exchanges:read exchanges:write consultations:read consultations:write "
        "agreements:read agreements:write agreements:sign audit:read"
    ),
    "staff_administrator": "staff:read staff:write briefings:write clients:confirm incidents:report",
    "auditor": "audit:read",
    "operator": "clients:manage webhooks:manage metrics:read incidents:report",
}


def test_the_roles_are_those_of_the_contract() -> None:
    assert {role.value for role in Role} == set(TABLE)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_hold_what_the_contract_says(role: Role) -> None:
    assert {scope.value for scope in MAY_HOLD[role]} == set(TABLE[role.value].split())


def test_every_scope_may_be_held_by_somebody() -> None:
    assert frozenset[Scope]().union(*MAY_HOLD.values()) == frozenset(Scope)


def test_exactly_the_two_roles_of_isa_act_for_isa() -> None:
    assert {role for role in Role if PARTY_OF[role] is Party.ISA} == {Role.ISA_EXCHANGE, Role.ISA_OFFICER}
    assert {Role.ISA_EXCHANGE, Role.ISA_OFFICER} == ISA_ROLES


def test_isa_never_reads_consents_back() -> None:
    read_back = {Scope.CONSENTS_READ, Scope.DOCUMENTS_READ}

    assert all(MAY_HOLD[role].isdisjoint(read_back) for role in ISA_ROLES)


def test_an_operator_touches_no_personal_data() -> None:
    purposes = {PURPOSE_OF[scope] for scope in MAY_HOLD[Role.OPERATOR] - {Scope.INCIDENTS_REPORT}}

    assert purposes == {Purpose.OPERATION}


@pytest.mark.parametrize("role", [role for role in Role if PARTY_OF[role] is Party.ASSOCIATION])
def test_everybody_of_the_association_but_its_machine_and_its_auditor_can_report_an_incident(role: Role) -> None:
    able = Scope.INCIDENTS_REPORT in MAY_HOLD[role]

    assert able is (role not in {Role.MAIL_INTAKE, Role.AUDITOR})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Scope.DISPOSALS_PROPOSE, Scope.DISPOSALS_APPROVE),
        (Scope.DISPOSALS_EXECUTE, Scope.DISPOSALS_VERIFY),
    ],
)
def test_no_role_holds_both_halves_of_a_disposal(one: Scope, other: Scope) -> None:
    assert not [role for role in Role if {one, other} <= MAY_HOLD[role]]


def test_a_staff_member_must_stand_behind_whoever_does_the_matching() -> None:
    matching = {role for role in Role if Scope.MATCHES_WRITE in MAY_HOLD[role]}

    assert matching == NEEDS_STAFF
    assert NEEDS_STAFF <= MAY_HAVE_STAFF


def test_staff_of_the_association_stand_behind_no_role_of_isa() -> None:
    assert MAY_HAVE_STAFF.isdisjoint(ISA_ROLES)


@pytest.mark.parametrize("purpose", Purpose)
def test_tokens_live_300_seconds_and_for_reporting_900(purpose: Purpose) -> None:
    expected = timedelta(seconds=900 if purpose is Purpose.REPORTING else 300)

    assert lifetime_of(purpose) == expected
