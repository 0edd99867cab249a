"""What may a token be for? Each scope belongs to one purpose, and each purpose rests on clauses of the memorandum."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Purpose(StrEnum):
    """Why somebody acts. A token has exactly one purpose (2(2))."""

    AGREEMENT = "agreement"
    DISPOSAL = "disposal"
    INCIDENT = "incident"
    OPERATION = "operation"
    OVERSIGHT = "oversight"
    PROVISION = "provision"
    REPORTING = "reporting"
    REVIEW = "review"
    RIGHTS = "rights"
    STAFFING = "staffing"
    SUPPORT = "support"


class Scope(StrEnum):
    """What a token may do, named `<what>:<act>`. Matched exactly: no wildcard, and none implies another."""

    AGREEMENTS_READ = "agreements:read"
    AGREEMENTS_SIGN = "agreements:sign"
    AGREEMENTS_WRITE = "agreements:write"
    APPLICANTS_READ = "applicants:read"
    APPLICANTS_WRITE = "applicants:write"
    AUDIT_READ = "audit:read"
    BRIEFINGS_WRITE = "briefings:write"
    CLIENTS_CONFIRM = "clients:confirm"
    CLIENTS_MANAGE = "clients:manage"
    CONSENTS_MANAGE = "consents:manage"
    CONSENTS_PROVIDE = "consents:provide"
    CONSENTS_READ = "consents:read"
    CONSULTATIONS_READ = "consultations:read"
    CONSULTATIONS_WRITE = "consultations:write"
    DISPOSALS_APPROVE = "disposals:approve"
    DISPOSALS_EXECUTE = "disposals:execute"
    DISPOSALS_PROPOSE = "disposals:propose"
    DISPOSALS_READ = "disposals:read"
    DISPOSALS_VERIFY = "disposals:verify"
    DOCUMENTS_READ = "documents:read"
    EXCHANGES_READ = "exchanges:read"
    EXCHANGES_WRITE = "exchanges:write"
    FEEDS_ACKNOWLEDGE = "feeds:acknowledge"
    FEEDS_READ = "feeds:read"
    INCIDENTS_MANAGE = "incidents:manage"
    INCIDENTS_READ = "incidents:read"
    INCIDENTS_REPORT = "incidents:report"
    MATCHES_READ = "matches:read"
    MATCHES_WRITE = "matches:write"
    METRICS_READ = "metrics:read"
    RECEIPTS_READ = "receipts:read"
    REPORTS_CONTRIBUTE = "reports:contribute"
    REPORTS_READ = "reports:read"
    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    STAFF_READ = "staff:read"
    STAFF_WRITE = "staff:write"
    WEBHOOKS_CONFIRM = "webhooks:confirm"
    WEBHOOKS_MANAGE = "webhooks:manage"


SCOPES_OF: Mapping[Purpose, frozenset[Scope]] = MappingProxyType(
    {
        Purpose.AGREEMENT: frozenset({Scope.AGREEMENTS_READ, Scope.AGREEMENTS_SIGN, Scope.AGREEMENTS_WRITE}),
        Purpose.DISPOSAL: frozenset(
            {
                Scope.DISPOSALS_APPROVE,
                Scope.DISPOSALS_EXECUTE,
                Scope.DISPOSALS_PROPOSE,
                Scope.DISPOSALS_READ,
                Scope.DISPOSALS_VERIFY,
            },
        ),
        Purpose.INCIDENT: frozenset({Scope.INCIDENTS_MANAGE, Scope.INCIDENTS_READ, Scope.INCIDENTS_REPORT}),
        Purpose.OPERATION: frozenset({Scope.CLIENTS_MANAGE, Scope.METRICS_READ, Scope.WEBHOOKS_MANAGE}),
        Purpose.OVERSIGHT: frozenset({Scope.AUDIT_READ}),
        Purpose.PROVISION: frozenset({Scope.CONSENTS_PROVIDE, Scope.RECEIPTS_READ}),
        Purpose.REPORTING: frozenset(
            {
                Scope.FEEDS_ACKNOWLEDGE,
                Scope.FEEDS_READ,
                Scope.REPORTS_CONTRIBUTE,
                Scope.REPORTS_READ,
                Scope.WEBHOOKS_CONFIRM,
            },
        ),
        Purpose.REVIEW: frozenset(
            {
                Scope.CONSULTATIONS_READ,
                Scope.CONSULTATIONS_WRITE,
                Scope.EXCHANGES_READ,
                Scope.EXCHANGES_WRITE,
            },
        ),
        Purpose.RIGHTS: frozenset({Scope.REQUESTS_READ, Scope.REQUESTS_WRITE}),
        Purpose.STAFFING: frozenset(
            {Scope.BRIEFINGS_WRITE, Scope.CLIENTS_CONFIRM, Scope.STAFF_READ, Scope.STAFF_WRITE},
        ),
        Purpose.SUPPORT: frozenset(
            {
                Scope.APPLICANTS_READ,
                Scope.APPLICANTS_WRITE,
                Scope.CONSENTS_MANAGE,
                Scope.CONSENTS_READ,
                Scope.DOCUMENTS_READ,
                Scope.MATCHES_READ,
                Scope.MATCHES_WRITE,
            },
        ),
    },
)

PURPOSE_OF: Mapping[Scope, Purpose] = MappingProxyType(
    {scope: purpose for purpose, scopes in SCOPES_OF.items() for scope in scopes},
)

CLAUSES_OF: Mapping[Purpose, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.AGREEMENT: ("5",),
        Purpose.DISPOSAL: ("2(4)",),
        Purpose.INCIDENT: ("2(3)", "3(2)"),
        Purpose.OPERATION: (),
        Purpose.OVERSIGHT: ("2(1)",),
        Purpose.PROVISION: ("1(1)", "1(2)"),
        Purpose.REPORTING: ("2(3)", "2(4)", "3(2)"),
        Purpose.REVIEW: ("4", "6"),
        Purpose.RIGHTS: ("2(1)",),
        Purpose.STAFFING: ("3(1)",),
        Purpose.SUPPORT: ("2(2)", "3(1)", "3(2)"),
    },
)
"""Numbers of the clauses each purpose rests on; operation touches no personal data and rests on none."""
